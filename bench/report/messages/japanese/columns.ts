/** What the columns of the tables of strategies mean. */
export const COLUMNS: Readonly<Record<string, string>> = {
  'time over {0} ({1})': '時間 (対 {0}、{1})',
  'The time of a strategy divided by that of the reference in the same round, with its interval: 0.5 is half the time.':
    '方式の時間を、同じラウンドの基準の時間で割った比と、その区間です。0.5 なら半分の時間です。',
  'From the start of a run to the end of its last step: the median, with its interval.':
    '実行の開始から最後のステップの終わりまで: 中央値とその区間です。',
  'What Lambda would bill for a million runs like the mean one.':
    '平均の実行を百万回行ったとき、Lambda が請求するはずの額です。',
  'Runs that ended with an error or too late, or told people something else than was due.':
    'エラーで終わった、遅すぎた、または知らせるべきものと違うことを知らせた実行です。',
  'Over the least time that the delays of the same run allow this strategy: what exceeds 1 is work and queueing.':
    '同じ実行の遅延のもとで、その方式に可能な最短の時間に対する比です。1 を超える分は、処理とキュー待ちです。',
  'Over what the model predicts from the runs of sequential: near 1, utakata predict can be trusted here.':
    'モデルが sequential の実行から予測した時間に対する比です。1 に近ければ、ここでは utakata predict を信用できます。',
  'From the start of a run until the first message was accepted, median.':
    '実行の開始から、最初のメッセージが受け付けられるまで。中央値です。',
  'The longest time of a run in which the event loop of the main thread stood still, median.':
    '一回の実行で、メインスレッドのイベントループが止まった最長の時間。中央値です。',
  'Processor time of a run, of all threads together, median.': '一回の実行の CPU 時間。全スレッドの合計の中央値です。',
  'The most memory that the process held during a run, median.': '実行中にプロセスが占めた最大のメモリ。中央値です。',
  'The most connections that were open at once in any run.': 'どの実行でも見て、同時に開いていた接続の最大数です。',
  'How much longer the mock server held its answers than was drawn for them: above 1.15 it was too busy to judge this strategy by.':
    '模擬サーバーが応答を実際に待たせた時間の、予定した時間に対する比です。1.15 を超えると、サーバーが忙しすぎて、この方式を判定できません。',
  'Intervals of another level: {0}.': '水準の違う区間: {0}。',
  'Two that share a letter cannot be told apart; a is the fastest of those that may be judged.':
    '同じ文字を持つものどうしは区別がつきません。a は、判定できるもののうちでいちばん速いものです。',
  'faster, slower: the whole interval lies beyond the margin; equivalent: within it; size unsure: surely faster or slower, by how much is not known; undecided: more runs would tell; server-bound: the mock server was too late to judge it; unreliable: runs failed; wrong output: people were told something else. Of A/A, passed: a second copy of the reference came out alike; of +10 %, found: a copy made slower came out slower.':
    '速い、遅い: 区間全体が許容幅の外にあります。同等: 区間全体が許容幅の中にあります。差の大きさは不明: 確かに速いか遅いのですが、どれだけかは分かりません。未決: 実行を増やせば決まります。サーバー律速: 模擬サーバーの遅れが大きすぎて判定できません。信頼できない: 失敗した実行があります。出力が違う: 知らせた内容が違います。A/A の合格: 基準の複製が基準と同じ速さと出ました。+10 % の検出: 遅くした複製が遅いと出ました。',
}
