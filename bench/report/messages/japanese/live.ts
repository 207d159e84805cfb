/** Of pages that are served while a race goes on. */
export const LIVE: Readonly<Record<string, string>> = {
  'Still measuring': '計測が続いています',
  'Rounds, series of jobs and containers appear as they end; nothing is drawn or sent while a run is measured.':
    'ラウンド、一連のジョブ、コンテナは終わるたびに現れます。実行を計っているあいだは、何も描かず、何も送りません。',
  'No round has ended yet.': 'まだ終わったラウンドはありません。',
  'Fork {0}, round {1} of {2}': 'フォーク {0}、{2} ラウンド中 {1} ラウンド目',
  'Fork {0}: {1} of {2} arms did their jobs': 'フォーク {0}: {2} 個中 {1} 個の方式がジョブを終えました',
  'Cell {0} of {1}: {2}': 'セル {0}/{1}: {2}',
  '{0} of each function': '各関数 {0}',
  'No words before the first look: until then it may all change.':
    '最初の判定時点までは判定しません。それまでは、どれも変わりえます。',
  'Judged after {0}, of which all here is.': '{0}の時点で判定しました。ここにあるのはその分です。',
  'Judged after {0}, of which all here is; more is shown with the next look.':
    '{0}の時点で判定しました。ここにあるのはその分で、次の判定時点で増えます。',
}
