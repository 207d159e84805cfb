/** Of pages: titles, descriptions and axes of pictures. */
export const PAGE: Readonly<Record<string, string>> = {
  'A/A guard passed': 'A/A ガード: 合格',
  'A/A guard failed': 'A/A ガード: 不合格',
  'no A/A guard': 'A/A ガードなし',
  'not judged': '未判定',
  'planted 10 % found': '10 % 遅くした複製: 検出',
  'planted 10 % missed': '10 % 遅くした複製: 見落とし',
  'Save the numbers of this page (report.json)': 'このページの数値を保存する (report.json)',
  'The numbers': '数値',
  'How it was measured': '計測のしかた',
  'Where it was measured': '計測した場所',
  'Each cell is a race of its own, and cells are raced in a shuffled order.':
    'セルはそれぞれ一つの競走で、無作為な順に走らせます。',
  machine: 'マシン',
  'The mock server is on the same machine, over loopback: there is no network, and what asks for much at once makes it a little later, which is measured and told.':
    '模擬サーバーは同じマシンにあり、ループバックで応えます。ネットワークはありません。一度に多くを求められると少し遅れますが、その遅れは測って示します。',
  'A fork is one fresh process for each strategy. They are warmed up, then run in rounds: each strategy once, alone, in a freshly shuffled order, and every one meets the same delays. A ratio is that of two runs of the same round; the fork is what counts as one observation.':
    'フォークは、方式ごとに新しいプロセスを一つずつ用意した組です。慣らしたあとラウンドに入り、毎回新しく混ぜた順で、方式を一度ずつ単独で走らせます。遅延はどの方式にも同じです。比は同じラウンドの二つの実行の比で、一つの観測として数えるのはフォークです。',
  'A container is one fresh execution environment of a function. Each has a cold invocation and some warm ones, in an order drawn anew each time and with the same payloads; the container is what counts as one observation.':
    'コンテナは、関数の新しい実行環境一つです。どのコンテナも、コールドの呼び出しを一回、ウォームの呼び出しを何回か、毎回引き直した順で、同じ入力で受けます。一つの観測として数えるのはコンテナです。',
  'this machine': 'このマシン',
  'the lab on this machine': 'このマシンの lab',
  'AWS; what follows is of the machine that asked': 'AWS (以下は、呼び出した側のマシンについて)',
  place: '場所',
  measured: '計測日時',
  '{0} cores of {1}': '{1} の {0} コア',
  revision: 'リビジョン',
  'load average': 'ロードアベレージ',
  scenario: 'シナリオ',
  'limits of {0}': '{0} の上限',
  'Backlog from the first job to the last': '最初のジョブから最後までの積み残し',
  'How many further jobs were due when one began, median over forks: a line that climbs belongs to a strategy that falls behind.':
    '一つのジョブが始まったとき、ほかに予定の時刻が来ていたジョブの数です (フォークの中央値)。上っていく線は、遅れていく方式のものです。',
  job: 'ジョブ',
  'jobs that were due': '予定の時刻が来ていたジョブ',
  'Cold starts': 'コールドスタート',
  'The full dot is the first run of a fresh container, median, with its interval where there is one; the hollow one is the median of the later runs. They are never mixed.':
    '塗った点は新しいコンテナの最初の実行の中央値で、区間があれば添えます。白抜きの点は、その後の実行の中央値です。両者を混ぜることはありません。',
  'The full dot is the first run of a fresh process, median, with its interval where there is one; the hollow one is the median of the later runs. They are never mixed.':
    '塗った点は新しいプロセスの最初の実行の中央値で、区間があれば添えます。白抜きの点は、その後の実行の中央値です。両者を混ぜることはありません。',
  'USD a million invocations': '呼び出し百万回の USD',
  'CPU of a run, ms': '一回の実行の CPU ms',
  'Cost against time': '費用と時間',
  'Processor time against time': 'CPU 時間と所要時間',
  'on the line': '線に乗る',
  yes: 'はい',
  no: 'いいえ',
  'makespan, ms, medians': '所要時間の中央値 ms',
  'What to ship, by {0} (down) and {1} (across)': '本番に出すもの: {0} (縦) と {1} (横) ごと',
  'Each cell has the colour of the simplest of those that are best there, their names, and the time of that one over the reference. Hatched: nothing is decided there. ~ and a pale colour: predicted, not measured.':
    'セルの色は、そこで最良のもののうち、いちばん単純なものの色です。中には最良のものの名前と、色のもとになったものの、基準に対する時間の比を書いています。斜線は、何も決まっていないところです。~ と淡い色は予測で、測ったものではありません。',
  'nothing decided': '何も決まっていない',
  'Every run': 'すべての実行',
  runs: '実行数',
  'shortest, ms': '最短 ms',
  'longest, ms': '最長 ms',
  'By when how many runs had ended': 'いつまでにどれだけの実行が終わったか',
  'Each line climbs from none of a strategy’s runs to all of them: one that lies further left is faster, a steep one is steady, and a long flat end is a tail.':
    'どの線も、方式の実行が一つも終わっていないところから、すべて終わったところまで上ります。左にある線ほど速く、急な線は安定していて、終わりが長く平らな線には裾があります。',
  'of all runs': '全実行に対する割合',
  '{0} % by, ms': '{0} % 終了 ms',
  'Latency over {0}': '応答までの時間 (対 {0})',
  'Time over {0}': '時間 (対 {0})',
  'equivalent: within {0}': '同等: {0} 以内',
  'ratio (interval)': '比 (区間)',
  'interval of': '区間の水準',
  'Whether this can be believed': 'この結果を信じてよいか',
  'Two copies of {0} ran along, one as it is (A/A) and one made 10 % slower. The first has to come out within the band, the second right of 1; otherwise the machine is too noisy for differences of this size.':
    '{0} の複製を二つ、一つはそのまま (A/A)、一つは 10 % 遅くして、一緒に走らせました。前者は帯の中に、後者は 1 より右に出なければなりません。そうでなければ、このマシンは、この大きさの差を見分けるにはノイズが大きすぎます。',
  'within {0}': '{0} 以内',
  'Latency from the instant a job was due': '予定の時刻から応答までの時間',
  'The full dot is the median over all jobs, the line reaches to the highest percentile that there are jobs enough for; the hollow dot is the median of the job alone: what lies between the two dots is waiting for the jobs before it.':
    '塗った点は全ジョブの中央値で、線は、ジョブの数が足りるいちばん高いパーセンタイルまで伸びます。白抜きの点はジョブそのものにかかった時間の中央値で、二つの点の間は、前のジョブを待った時間です。',
  'Time by size of memory': 'メモリサイズごとの時間',
  'Medians over containers with their intervals where there are any; Lambda gives a function more of a processor with more memory.':
    'コンテナの中央値で、区間があれば添えます。Lambda は、メモリの多い関数ほど多くの CPU を与えます。',
  'Cost by size of memory': 'メモリサイズごとの費用',
  'US dollars for a million warm invocations, means over containers with their intervals of 95 %.':
    'ウォームの呼び出し百万回の費用 (米ドル) です。コンテナの平均と、その 95 % の区間を示します。',
  'USD a million': 'USD/百万回',
  'memory, MB': 'メモリ MB',
  'Each bar is what a run of a strategy waited for along the chain of steps that decides its end: what a bar is shorter by shows where the gap comes from.':
    'どの棒も、方式の一回の実行が、その終わりを決めるステップの連なりに沿って待ったものです。棒がどの部分で短いかを見ると、差がどこから来るかが分かります。',
  'ms, means': 'ms (平均)',
  'Time by {0}': '{0} ごとの時間',
  'A numbered line with its band is where one strategy overtakes another, with the interval of that place.':
    '番号の付いた線はある方式が別のものを追い越すところで、その帯は位置の区間です。',
  'the {0} slowest of {1} feeds have a lane each': '{1} 件のフィードのうち最も遅い {0} 件に、一つずつレーンがあります',
  'the event loop stood still': 'イベントループの停止',
  'each lane is a feed': 'レーン一つがフィード一つです',
  'One run of each, step by step': 'それぞれの一回の実行を、ステップごとに',
  'last step ended, ms': '最後のステップの終わり ms',
  feeds: 'フィード数',
  'most steps at once': '同時のステップの最大数',
  '{0}, sum ms': '{0}の合計 ms',
  '{0}: {1} ms, up to {2} at once': '{0}: {1} ms、同時に最大 {2}',
  '{0} MB: {1}': '{0} MB: {1}',
  'quick: one look': '判定は一度だけ (--quick)',
  Strategies: '方式',
  'Each strategy runs in fresh processes, one arm after the other in an order drawn anew in each fork; jobs are due at fixed times, whether or not the one before has ended, and count from when they were due. The fork is what counts as one observation.':
    'どの方式も新しいプロセスで、フォークごとに引き直した順で一つずつ走らせます。ジョブの予定の時刻は、前のジョブが終わったかどうかにかかわらず決まっていて、時間はその時刻から数えます。一つの観測として数えるのはフォークです。',
  'A/A passed and planted 10 % found in {0} of {1} cells': 'A/A 合格、10 % 遅くした複製を検出: {1} 個中 {0} 個のセル',
  'Failed runs': '失敗した実行',
  'What went wrong with feeds and posts: how often in a run, means':
    'フィードと送信でうまくいかなかったこと: 一回の実行あたりの回数、平均',
  'What the world has planned meets every strategy alike, and fails no run.':
    '世界があらかじめ決めた不調は、どの方式にも等しく起こり、実行の失敗にはなりません。',
  'rate (95 %)': '割合 (95 %)',
  'such as': '例',
  'What the columns mean': '列の意味',
  'hollow: nothing may be said of its speed': '白抜き: 速さについて何も言えないもの',
  'The further left the faster, the further down the cheaper; bars are intervals of 95 %.':
    '左にあるほど速く、下にあるほど安いものです。棒は 95 % の区間です。',
  'Each tick is the makespan of one of {0} runs, the dot their median; hills are higher where runs are denser, each as high as its row allows.':
    '縦線の一本一本が {0} 回の実行のそれぞれの所要時間で、点はその中央値です。山は実行が密なところほど高く、どの山も行に収まる最大の高さにしています。',
  '{0} more have failed, and have no time to be drawn.': 'ほかに {0} 回が失敗し、描くべき時間がありません。',
  'The axis is one of ratios: equal distances are equal factors.': '軸は比の軸で、等しい距離は等しい倍率を表します。',
  'median, ms': '中央値 ms',
  'A run that failed has never ended: its line stays below the top.':
    '失敗した実行は終わっていないので、その線は上端に届きません。',
  never: '終わらず',
  "Each line is the interval of {0} of a strategy's latency divided by that of {1}'s same job, the dot its estimate: left of 1 is faster. An interval that lies left or right of the whole band is faster or slower by surely more than {2}; one wholly within it is equivalent.":
    'どの線も、方式の応答までの時間を、{1} の同じジョブの応答までの時間で割った比の {0} 区間で、点はその推定値です。1 より左なら速いことになります。区間全体が帯の左または右にあるものは、確かに {2} を超えて速いか遅く、区間全体が帯の中にあるものは同等です。',
  "Each line is the interval of {0} of a strategy's time divided by {1}'s in the same round, the dot its estimate: left of 1 is faster. An interval that lies left or right of the whole band is faster or slower by surely more than {2}; one wholly within it is equivalent.":
    'どの線も、方式の時間を、同じラウンドの {1} の時間で割った比の {0} 区間で、点はその推定値です。1 より左なら速いことになります。区間全体が帯の左または右にあるものは、確かに {2} を超えて速いか遅く、区間全体が帯の中にあるものは同等です。',
  'A copy of {0} ran along, as it is (A/A). It has to come out within the band; otherwise the machine is too noisy for differences of this size.':
    '{0} の複製を、そのまま (A/A) 一緒に走らせました。帯の中に出なければ、このマシンは、この大きさの差を見分けるにはノイズが大きすぎます。',
  '10 % slower': '10 % 遅い',
  copy: '複製',
  'Medians of makespans; bands are their intervals of 95 %. The strip above has the colour of the simplest of those that are best there.':
    '所要時間の中央値です。帯はその 95 % の区間です。上の色の帯は、そこで最良のもののうち、いちばん単純なものの色です。',
  'Small pale dots, and the pale parts of the strip, are predicted, not measured.':
    '小さく淡い点と、色の帯の淡い部分は予測で、測ったものではありません。',
  'No steps were recorded of {0}.': '{0} のステップは記録がありません。',
  'The same run of {0}, on an axis of time of their own.': '{0} の同じ実行を、別の時間軸で描いたものです。',
  'ms from the start of the run': '実行の開始からの ms',
  ship: '推奨',
  'What each takes': '資源の使用',
  'hollow: without the processor that Lambda gives it': '白抜き: Lambda と同じだけの CPU がなかったもの',
  'Times are medians, costs are means.': '時間は中央値、費用は平均です。',
  'By these, {0} is both the fastest and the cheapest.': 'これによれば、{0} がいちばん速く、いちばん安いものです。',
  'By these, nothing is both faster and cheaper than what lies on the line: {0}.':
    'これによれば、線に乗っているもの ({0}) より速く、しかも安いものはありません。',
  'The same, closer: those that took less than half of the longest': '同じ実行の拡大: 最長の半分より短かったもの',
  'Round {0} of fork {1}': 'フォーク {1} のラウンド {0}',
  'Round {0} of container {1}, as its traces tell it': 'コンテナ {1} のラウンド {0} (トレースによる)',
  '{0}, which of those kept was the nearest to the medians of all; every strategy was meant to meet the same delays: {1}, from left to right as time goes by; below the lanes, how many steps were under way.':
    '{0}です。記録したもののうち、全体の中央値にいちばん近いラウンドで、どの方式にも同じ遅延を与えています。{1}。時間は左から右へ進みます。レーンの下は、進んでいたステップの数です。',
  'The further left the faster, the further down the less it takes of a processor; bars are intervals of 95 %, and both axes are of ratios.':
    '左にあるほど速く、下にあるほど CPU を使いません。棒は 95 % の区間で、どちらの軸も比の軸です。',
  'By medians, {0} is both the fastest and takes the least.':
    '中央値では、{0} がいちばん速く、CPU もいちばん使いません。',
  'By medians, nothing is both faster and takes less than what lies on the line: {0}.':
    '中央値では、線に乗っているもの ({0}) より速く、しかも CPU を使わないものはありません。',
  'Of what is hollow nothing is said here.': '中抜きのものについては、ここでは何も言いません。',
  ratio: '比',
  'A million warm invocations cost USD {0} instead of {1}.':
    'ウォームの呼び出し百万回の費用は USD {0} で、基準では {1} です。',
  'On Lambda a million runs would cost USD {0} instead of {1} (computed).':
    'Lambda なら、百万回の実行の費用は USD {0} で、基準では {1} です (計算値)。',
}
