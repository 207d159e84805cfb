/** Of what is told after a report. */
export const AFTER: Readonly<Record<string, string>> = {
  'Report: {0}': 'レポート: {0}',
  'Beside it: {0}': '同じフォルダー: {0}',
  'Once it can be written, {0} report {1} does so.': '書き込めるようになったら、{0} report {1} でレポートを作れます。',
  'Next: {0}': '次は: {0}',
  'npm run deploy, then {0} ab --dry-run   (the same on AWS, and what it would cost)':
    'npm run deploy、続けて {0} ab --dry-run   (同じ比較を AWS で行う場合と、その費用)',
  '{0} compare FOLDER FOLDER   (whether another result, of another place, says the same)':
    '{0} compare FOLDER FOLDER   (ほかの場所での結果も同じことを言うかどうか)',
  '{0} doctor   (what this machine lacks to be measured on)':
    '{0} doctor   (このマシンが計測に向くために何が足りないか)',
  '{0} bench typical --quick   (a job of some tens of feeds, about 2 minutes)':
    '{0} bench typical --quick   (数十件のフィードのジョブ、約 2 分)',
  'the same again without --quick   (up to 24 forks instead of 6)':
    '--quick なしで同じコマンド   (6 ではなく 24 フォークまで)',
  '{0} run --feeds feeds.txt --within 30m --dry-run   (the job on your own calendars, once their addresses are in that file)':
    '{0} run --feeds feeds.txt --within 30m --dry-run   (自分のカレンダーでジョブを動かす。アドレスはそのファイルに書く)',
  'the same command with --out {0}   (it goes on with the cells that are left)':
    '--out {0} を付けて同じコマンド   (残りのセルから続ける)',
  '{0} report {1}   (one of the cells, with all that was measured there)':
    '{0} report {1}   (セルの一つを、そこで測ったすべてとともに見る)',
}
