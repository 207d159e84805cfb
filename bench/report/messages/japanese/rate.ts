/** Of jobs on a schedule, and heads of the table of strategies. */
export const RATE: Readonly<Record<string, string>> = {
  'Do not pick by latency: the strategies did not tell people the same, or something twice.':
    '応答までの時間で選ばないでください。方式が知らせた内容が同じでないか、同じことを二度知らせたものがあります。',
  'Too few forks for a verdict: let it run to its end, all forks.':
    '判定にはフォークが足りません。終わりまで、すべてのフォークを走らせてください。',
  'Too few forks for a verdict: let it run to its end, {0} forks.':
    '判定にはフォークが足りません。終わりまで ({0} フォーク) 走らせてください。',
  'Do not decide yet: the mock server was too late for {0} to be judged; try a quieter machine, or longer delays.':
    'まだ決めないでください。模擬サーバーの遅れが大きすぎて、{0} を判定できませんでした。もっと静かなマシンか、もっと長い遅延を試してください。',
  'ask for more --forks': 'フォークを増やす (--forks)',
  'This machine was too noisy for finer words on latency: {0}.':
    'このマシンはノイズが大きく、応答までの時間について、これより細かい判定はできません。対策: {0}。',
  'Nothing can be said: see the words on each strategy.': '何も言えません。各方式の判定を見てください。',
  '{0} is the nearest, with a load of {1}': '最も近いのは {0} で、負荷は {1} です',
  'Nothing surely keeps up with {0}: {1}; more --jobs or --forks would tell, or jobs less often.':
    '{0}に確かに追いつくものはありません。{1}。--jobs か --forks を増やすか、ジョブの間隔を広げれば、はっきりします。',
  "No strategy keeps up with {0}: {1}; start jobs less often; it is the webhook's rate that decides, which more processes would share.":
    '{0}に追いつく方式はありません。{1}。ジョブの間隔を広げてください。決め手になるのは Webhook の受け取る速さで、プロセスを増やしても、それを分け合うだけです。',
  'No strategy keeps up with {0}: {1}; start jobs less often, or share them among more processes than that.':
    '{0}に追いつく方式はありません。{1}。ジョブの間隔を広げるか、負荷の値より多いプロセスで分け合ってください。',
  '; close to it: {0}': '。これに近いもの: {0}',
  'Ship {0}: it keeps up with {1}, and whoever waits for a job waits {2} times as long as with {3}{4}.':
    '{0} を本番に出してください: {1}に追いつき、ジョブの終わりを待つ時間は、{3} の {2} 倍です{4}。',
  'Keep {0}: it keeps up with {1}, and nothing that does is surely quicker.':
    '{0} のままにしてください。{1}に追いつきます。追いつくもののうちに、これより確かに速いものはありません。',
  'Of these, {0} surely keeps up with {1}, and {2} does not surely; which is quicker is not decided.':
    'この中で {1}に確かに追いつくのは {0} です。{2} が追いつくかどうかは確かではありません。どちらが速いかは決まっていません。',
  'Of these, {0} surely keep up with {1}, and {2} does not surely; which is quicker is not decided.':
    'この中で {1}に確かに追いつくのは {0} です。{2} が追いつくかどうかは確かではありません。どれが速いかは決まっていません。',
  'fork {0}: {1}': 'フォーク {0}: {1}',
  'the reference: {0}': '基準: {0}',
  '{0}, {1} a job': '{0}、ジョブごとに {1}',
  'local, {0} cores of {1}, Node {2}, revision {3}; check: {4}.':
    'このマシン、{1} の {0} コア、Node {2}、リビジョン {3}; 確認: {4}。',
  'A process does one job at a time: a job starts when it is due or when the one before it has ended, whichever is later.':
    '一つのプロセスは、一度に一つのジョブを行います。ジョブは、その予定の時刻と、前のジョブが終わった時刻の、どちらか遅いほうに始まります。',
  'A/A guard: {0}.': 'A/A ガード: {0}。',
  'Planted arm: {0}.': '遅くした複製: {0}。',
  'Mock server: it held its answers at most {0} longer than drawn ({1}).':
    '模擬サーバー: 応答を待たせた時間は、予定の待ちより最大で {0} 長くなりました ({1})。',
  'Void for every strategy: {0}.': 'すべての方式について無効: {0}。',
  'Stopped before the end, with {0} of its forks: intervals at 95 %, no words.':
    '終わりより前に、{0} フォークで止まりました。区間は 95 % で、判定の言葉はありません。',
  'Stopped before the end, with {0} of {1} forks: intervals at 95 %, no words.':
    '終わりより前に、{1} フォーク中 {0} フォークで止まりました。区間は 95 % で、判定の言葉はありません。',
  'Judged at {0}, alpha {1} shared by {2}.': '判定時点: {0}、alpha {1} ({2}で分け合う)。',
  'Judged at {0}, alpha {1}.': '判定時点: {0}、alpha {1}。',
  'Ledger: no series of the reference ended well, so that nothing can be held against it.':
    '台帳: 基準の一続きのジョブが一つも無事に終わらなかったので、照らし合わせるものがありません。',
  'Ledger: the strategies did NOT tell people the same; see "wrong output".':
    '台帳: 不一致です。方式が知らせた内容が同じではありません。判定が「出力が違う」のものを見てください。',
  'Ledger: every series without a failure told people exactly the same ({0} a job, {1} twice, digest {2}).':
    '台帳: 失敗のなかった一続きのジョブはどれも、まったく同じことを知らせました (一つのジョブに {0}、二度知らせたもの {1} 件、ダイジェスト {2})。',
  'close other programs, or start jobs less often': 'ほかのプログラムを閉じるか、ジョブの間隔を広げる',
  'The harness: with {0} the schedule stood still for {1} of its length, more than the margin of {2}, so that jobs came less often than told; {3}.':
    'ハーネス: {0} では、スケジュールがその長さの {1} にあたる間止まっていました。許容幅の {2} を超えるので、ジョブの間隔は指定より広くなっています。対策: {3}。',
  'The harness: with {0} the schedule stood still for up to {1} of its length, more than the margin of {2}, so that jobs came less often than told; {3}.':
    'ハーネス: {0} では、スケジュールが、最大でその長さの {1} にあたる間止まっていました。許容幅の {2} を超えるので、ジョブの間隔は指定より広くなっています。対策: {3}。',
  'The harness: with {0} the schedule once stood still for {1} ms, in which {2} would have been due, which no backlog counts; {3}.':
    'ハーネス: {0} では、スケジュールが一度 {1} ms 止まりました。その間に{2}の予定の時刻が来るはずでしたが、どの積み残しにも数えていません。対策: {3}。',
  'Latency from the instant a job was due, ms (95 %)': '予定の時刻から応答までの時間 ms (95 %)',
  median: '中央値',
  'service time': '処理時間',
  'Too few jobs of each strategy for more: {0} of them, and there are {1}.':
    'これより高いパーセンタイルには、ジョブが足りません。方式ごとに要るジョブの数: {0}。いまは {1} です。',
  'These intervals take jobs for independent of each other, which those that queue are not; the ratios take forks.':
    'これらの区間はジョブどうしが独立であるとみなしていますが、行列に並ぶジョブは独立ではありません。比のほうは、フォークどうしが独立であるとみなしています。',
  'A closed-loop benchmark, which starts a job when the last one has ended, would have said: {0}.':
    '前のジョブが終わってから次を始める、閉ループのベンチマークなら、こう言ったはずです: {0}。',
  'What falls behind has no latency of its own: that of {0}, and ratios to it, grow with --jobs.':
    '遅れていくものには、定まった応答までの時間がありません。{0} の応答までの時間と、それに対する比は、--jobs とともに大きくなります。',
  'Load and backlog': '負荷と積み残し',
  'load (95 %)': '負荷 (95 %)',
  busy: '稼働',
  'largest backlog': '最大の積み残し',
  'service time over {0}': '処理時間 (対 {0})',
  'load: the time a job takes over the time between two, above 1 too much for one process; busy: the share of the time in which a job was under way; backlog: further jobs that were due when one began.':
    '負荷: 一つのジョブにかかる時間の、ジョブの間隔に対する比 (1 を超えると、一つのプロセスでは足りない); 稼働: ジョブが進んでいた時間の割合; 積み残し: 一つのジョブが始まったとき、ほかに予定の時刻が来ていたジョブの数。',
  'Between two jobs the harness works too; where that would have delayed one the schedule stood still: in the median at most {0} ms a job, at the longest once {1} ms ({2}).':
    'ジョブとジョブの間にはハーネスも働きます。それがジョブを遅らせるところでは、スケジュールのほうを止めました。一つのジョブにつき中央値で最大 {0} ms、最も長いときは一度に {1} ms でした ({2})。',
  strategy: '方式',
  'latency over {0}': '応答までの時間 (対 {0})',
  word: '判定',
  pace: '追いつくか',
  'latency, ms': '応答までの時間 ms',
  'service time, ms': '処理時間 ms',
  load: '負荷',
  'failed runs': '失敗した実行',
  '{0} of {1}': '{1} 回中 {0} 回',
  '{0}, check: {1}': '{0}、確認: {1}',
  'up to {0}': '最大 {0}',
  'Backlog from the first job to the last: further jobs that were due when one began':
    '最初のジョブから最後までの積み残し: 一つが始まったとき、ほかに予定の時刻が来ていたジョブの数',
  '{0} a second': '毎秒 {0}',
  '{0} a minute': '毎分 {0}',
  '{0} an hour': '毎時 {0}',
  '{0}, one every {1} ms': '{0} ({1} ms ごとに 1 件)',
  'keeps up': '追いつく',
  'falls behind by {0} jobs a minute ({1} to {2})': '毎分 {0} 件 ({1}～{2}) 遅れていく',
  'undecided whether it keeps up (load {0})': '追いつくかは未決 (負荷 {0})',
  '{0} in 1 fork': '1 フォークで {0}',
  '{0} in each of {1} forks': '{1} フォークのそれぞれで {0}',
  'time over {0}': '時間 (対 {0})',
  rank: '順位',
  'makespan, ms (95 %)': '所要時間 ms (95 %)',
  'makespan / predicted': '所要時間/予測',
  'makespan / structural': '所要時間/構造的な時間',
  'first notification, ms': '最初の通知 ms',
  'stall, ms': '停止 ms',
  'CPU, ms': 'CPU ms',
  'peak RSS, MB': '最大 RSS MB',
  sockets: '接続数',
  'USD a million runs': 'USD/百万回の実行',
  'held / drawn': '実際の待ち/予定の待ち',
  'Ship {0}: it keeps up with {1}, and {2} falls behind, so that its jobs wait ever longer{3}.':
    '{0} を本番に出してください: {1}に追いつき、{2} は遅れていくので、そのジョブの待ちは延び続けます{3}。',
  'on this machine, {0} cores, Node {1}': 'このマシン、{0} コア、Node {1}',
}
