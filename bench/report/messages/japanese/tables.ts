/** Of races: remarks, tables, what functions tell. */
export const TABLES: Readonly<Record<string, string>> = {
  'USD a million runs: computed, not measured: what Lambda would bill for the mean run, in whole milliseconds, with {0} MB (one vCPU), at {1} prices of {2} ({3}); utakata lab and utakata ab measure it.':
    'USD/百万回の実行: 計測ではなく計算です。平均の実行を、ミリ秒に切り上げ、{0} MB (1 vCPU) で、{2} の {1} の価格 ({3}) により Lambda が請求した場合の額です。実際の額は utakata lab と utakata ab が測ります。',
  '{0} containers of an arm; there are {1}.': '一つにつき、{0} コンテナが要ります。今あるのは {1} コンテナです。',
  'Cold start: the first run of a fresh process, medians (95 %)':
    'コールドスタート: 新しいプロセスの最初の実行、中央値 (95 %)',
  processes: 'プロセス数',
  'first run ms': '最初の実行 ms',
  'cold/warm': 'コールド/ウォーム',
  'cold/warm: the first run over the mean of the later ones of the same process, geometric means.':
    'コールド/ウォーム: 最初の実行の、同じプロセスのその後の実行の平均に対する比、幾何平均。',
  'Fewer than {0} processes tell nothing certain of cold starts.':
    '{0} プロセスに満たないと、コールドスタートについて確かなことは言えません。',
  'Where the time goes: what a run waited for, means, ms': '時間の内訳: 一回の実行が待ったもの、平均、ms',
  total: '合計',
  'at once': '同時',
  'waiting: servers held the answers; CPU: of the steps waited for; queueing: they stood behind others, for a lane, the event loop, a processor or the network; start-up: before the first step and after the last. They add up to the total; fetch, notify: how many of these steps a run waited for, one after another; at once: steps under way at a time.':
    'サーバー応答待ち: サーバーが応答を待たせた時間; CPU: 待ったステップの CPU 時間; キュー待ち: そのステップが、レーン、イベントループ、CPU、通信のどれかで、ほかの後ろに並んだ時間; 起動: 最初のステップの前と最後のステップの後。ここまでを足すと合計になります。取得、通知: 一回の実行が次々に待った、そのステップの数; 同時: 一度に進んでいたステップの数。',
  '.': '。',
  '{0}, asked from {1} cores of {2}, Node {3}, revision {4}':
    '{0}、呼び出し元は {2} の {1} コア、Node {3}、リビジョン {4}',
  '{0}, {1} cores of {2}, Node {3}, revision {4}': '{0}、{2} の {1} コア、Node {3}、リビジョン {4}',
  '; check: {0}': '; 確認: {0}',
  'Order: a run takes another time right after these: {0}. Rounds are shuffled, so that all other arms meet it alike; it seldom follows itself, and misses it.':
    '順序: 次のものの直後では、実行の時間が変わります: {0}。ラウンドの中の順は混ぜてあるので、ほかはどれも同じようにその影響を受けます。それ自身は自分の直後に走ることがほとんどなく、影響を受けません。',
  'Order: no arm changes the time of the run after it beyond doubt; the largest change is after {0}, {1}.':
    '順序: 直後の実行の時間を疑いなく変えるものはありません。最も大きい変化は {0} の直後で、{1} です。',
  'Steadiness: no arm gets faster or slower beyond doubt from the first round of a fork to the last.':
    '安定性: フォークの最初のラウンドから最後のラウンドまでに、疑いなく速くなるものも遅くなるものもありません。',
  'the other arms': 'ほかのすべて',
  'warm up longer (a larger --set plan.warmUps)': '慣らしを長くしてください (--set plan.warmUps を大きく)',
  'something may pile up from run to run, or {0} needed a longer warm-up (a larger --set plan.warmUps)':
    '実行のたびに何かがたまっているか、比べた相手 ({0}) の慣らしが足りなかったのかもしれません (--set plan.warmUps を大きく)',
  '{0}: beside {1} its time changes by {2} from the first round of a fork to the last; {3}.':
    '{0}: フォークの最初のラウンドから最後のラウンドまでに、時間が {2} 変わります (比べた相手: {1})。{3}。',
  'Outliers: 1 of {0} runs stands out ({1}), and is counted':
    '外れ値: {0} 回の実行のうち 1 回が飛び離れていますが ({1})、数に入れています',
  'Outliers: {0} of {1} runs stand out ({2}), and are counted':
    '外れ値: {1} 回の実行のうち {0} 回が飛び離れていますが ({2})、数に入れています',
  '{0} would be "{1}"': '{0} は「{1}」',
  '{0}; no word on speed would be another without it.':
    '{0}。それを除いても、速さについての判定の言葉はどれも変わりません。',
  '{0}; no word on speed would be another without them.':
    '{0}。それらを除いても、速さについての判定の言葉はどれも変わりません。',
  '{0}; without it {1}.': '{0}。それを除くと、{1}になります。',
  '{0}; without them {1}.': '{0}。それらを除くと、{1}になります。',
  waiting: 'サーバー応答待ち',
  CPU: 'CPU',
  queueing: 'キュー待ち',
  'start-up': '起動',
  fetch: '取得',
  check: '確認',
  notify: '通知',
  service: 'サービス',
  handler: 'ハンドラ',
  run: '実行',
  around: '前後',
  overhead: 'オーバーヘッド',
  'not every run told somebody': '一件も知らせなかった実行がある',
  'peak memory {0} in one run, over {1}': 'ある一回の実行で最大メモリ {0} が {1} を超過',
  'peak memory: not known': '最大メモリ: 不明',
  'a stall of {0} in one run, over {1}': 'ある一回の実行で停止 {0} が {1} を超過',
  'a stall of: not known': '停止: 不明',
  'feeds in flight {0} over {1}': '同時に取得中のフィード {0} 件が {1} 件を超過',
  'feeds in flight: not known': '同時に取得中のフィード: 不明',
  'failures in a run {0} over {1}': '一回の実行の失敗 {0} 件が {1} 件を超過',
  'failures in a run: not known': '一回の実行の失敗: 不明',
  '{0}: its first rounds cost half as much CPU again as the later ones; warm up longer (a larger --set plan.warmUps).':
    '{0}: 最初のラウンドの CPU が、その後のラウンドの 1.5 倍を超えています。慣らしを長くしてください (--set plan.warmUps を大きく)。',
  "Slack-bound: {0} posts were answered 429; the webhook's rate decides here, whatever the strategy.":
    'Slack 律速: {0} 件の送信に 429 が返りました。ここで決め手になるのは Webhook の受け取る速さで、方式にはよりません。',
  '{0}: {1} of {2} runs failed (rate {3} to {4}): {5}.':
    '{0}: {2} 回の実行のうち {1} 回が失敗しました (割合 {3}～{4}): {5}。',
  '{0}; {1}: {2}': '{0}; {1} では {2}',
  'Mock server: SERVER-BOUND: its lateness made the waiting at most {0} longer ({1})':
    '模擬サーバー: サーバー律速です。応答が遅れたため、待ちが最大で {0} 延びました ({1})',
  'Mock server: its lateness made the waiting at most {0} longer ({1})':
    '模擬サーバー: 応答が遅れたため、待ちが最大で {0} 延びました ({1})',
  "{0}; it could answer {1} times the fastest strategy's rate.":
    '{0}。最も速い方式が求める速さの {1} 倍まで応じられます。',
  'By {0}, over {1}: {2}.': '{0} で見た、{1} に対する比: {2}。',
  better: '良い',
  worse: '悪い',
  'better, size unsure': '良い、差の大きさは不明',
  'worse, size unsure': '悪い、差の大きさは不明',
  'Ledger: no run of the reference ended well, so that nothing can be held against it.':
    '台帳: 基準の実行が一つも無事に終わらなかったので、照らし合わせるものがありません。',
  'Ledger: these functions do not tell what they sent, so that nothing shows whether they did the same.':
    '台帳: これらの関数は何を送ったかを伝えないので、同じことをしたかどうかは分かりません。',
  'Ledger: by their traces all runs that did not fail sent as many notifications ({0}); which ones, traces do not tell.':
    '台帳: トレースによれば、失敗しなかった実行はすべて同じ数の通知 ({0} 件) を送りました。どの通知かは、トレースからは分かりません。',
  'Ledger: by the functions’ own account every run that did not fail told people exactly the same ({0} a run, {1} twice, digest {2}).':
    '台帳: 関数自身の報告によれば、失敗しなかった実行はどれも、まったく同じことを知らせました (一回の実行に {0}、二度知らせたもの {1} 件、ダイジェスト {2})。',
  'Ledger: every run that did not fail told people exactly the same ({0} a run, {1} twice, digest {2}).':
    '台帳: 失敗しなかった実行はどれも、まったく同じことを知らせました (一回の実行に {0}、二度知らせたもの {1} 件、ダイジェスト {2})。',
  '{0} of each': 'それぞれ {0}',
  '{0} (not the last look)': '{0} (最後の判定時点ではない)',
  'alpha {0}': 'alpha {0}',
  'alpha {0} shared by {1}': 'alpha {0} ({1}で分け合う)',
  'Judged at {0}, {1}, quick.': '判定時点: {0}、{1}、判定は一度だけ (--quick)。',
  'Judged at {0}, {1}.': '判定時点: {0}、{1}。',
  'Stopped before the first look, with {0}: intervals at 95 %, no words.':
    '最初の判定時点より前に、{0}で止まりました。区間は 95 % で、判定の言葉はありません。',
  'No words: that takes {0} of each arm, and there are {1}. Intervals at 95 %.':
    '判定の言葉はありません。それぞれに {0}が要りますが、今あるのは {1} コンテナです。区間は 95 % です。',
  'ask for more containers': 'コンテナを増やす',
  'widen --margin': '許容幅を広げる (--margin)',
  'close other programs': 'ほかのプログラムを閉じる',
  'let it run to more forks (without --quick)': 'もっと多くのフォークまで走らせる (--quick なしで)',
  'let it run to more forks': 'もっと多くのフォークまで走らせる',
  'widen --set plan.margin': '許容幅を広げる (--set plan.margin)',
  'mend what made the copy of the reference fail': '基準の複製が失敗した原因を取り除く',
  'take longer delays': '遅延を長くする',
  'fork {0}, round {1}: {2}': 'フォーク {0}、ラウンド {1}: {2}',
  'container {0}, round {1}: {2}': 'コンテナ {0}、ラウンド {1}: {2}',
  'Warm invocations, medians over containers (95 %)': 'ウォームの呼び出し、コンテナの中央値 (95 %)',
  'memory MB': 'メモリ MB',
  containers: 'コンテナ数',
  'billed ms': '請求 ms',
  'USD/million': 'USD/百万回',
  'beyond run ms': '実行外 ms',
  'peak MB': '最大 MB',
  'beyond run: what the caller waited beyond the makespan, for the list of feeds, handler, runtime, service and network.':
    '実行外: 呼び出した側が所要時間のほかに待った時間。フィードの一覧、ハンドラ、ランタイム、サービス、通信の分です。',
  'under 0.0001': '0.0001 未満',
  'USD/million: of a million such invocations, from the mean of what was billed, requests included, at {0} prices of {1} ({2}), if this were Lambda.':
    'USD/百万回: これが Lambda だったとしたときの、このような呼び出し百万回の費用。請求された分の平均から、リクエスト料金を含め、{1} の {0} の価格 ({2}) で計算しました。',
  'All invocations, cold ones too: USD {0} if this were Lambda; here nothing.':
    'コールドも含むすべての呼び出し: これが Lambda なら USD {0}、ここでは無料です。',
  'USD/million: of a million such invocations, from the mean of what was billed, requests included, at {0} prices of {1} ({2}).':
    'USD/百万回: このような呼び出し百万回の費用。請求された分の平均から、リクエスト料金を含め、{1} の {0} の価格 ({2}) で計算しました。',
  'All invocations, cold ones too: USD {0}.': 'コールドも含むすべての呼び出し: USD {0}。',
  'Cold starts, medians (95 %)': 'コールドスタート、中央値 (95 %)',
  'init ms': '初期化 ms',
  'round trip ms': '往復 ms',
  'init: before the handler could be called; cold/warm: the first run over the later ones of the same container.':
    '初期化: ハンドラを呼べるようになるまで; コールド/ウォーム: 最初の実行の、同じコンテナのその後の実行に対する比。',
  '{0}: {1} of {2} failed, and are not in the table.':
    '{0}: コールドの呼び出し {2} 回のうち {1} 回が失敗し、表には入っていません。',
  'Fewer than {0} containers tell nothing certain of cold starts.':
    '{0} コンテナに満たないと、コールドスタートについて確かなことは言えません。',
  'Where the time goes by X-Ray: what a warm invocation waited for, means over containers, ms':
    'X-Ray による時間の内訳: ウォームの呼び出し一回が待ったもの、コンテナの平均、ms',
  'in Lambda before and after the function': 'Lambda の中で、関数の前と後',
  'in the handler before and after the run': 'ハンドラの中で、実行の前と後',
  'the whole run, since not every feed of it is in the timeline': '実行の全体 (タイムラインにないフィードがあるため)',
  'in the run before its first and after its last step': '実行の中で、最初のステップの前と最後のステップの後',
  'between two steps': 'ステップとステップの間',
  'in the function after the handler': '関数の中で、ハンドラの後',
  '{0}: {1}': '{0}: {1}',
  '{0}. They add up to the total.': '{0}。足すと合計になります。',
  '{0}: only what the run waited for': '{0}: 実行が待った分だけ',
  '{0}. They add up to the total; at once: steps under way at a time.':
    '{0}。ここまでを足すと合計になります。同時: 一度に進んでいたステップの数。',
  'What makes a difference is not told of fewer than {0} containers of each.':
    'それぞれ {0} コンテナに満たないと、差の原因は述べません。',
  'Cross-check: {0} of {1} invocations ({2} %) have a whole trace; there was no driver and no ledger to hold them against.':
    '突き合わせ: {1} 回の呼び出しのうち {0} 回 ({2} %) に、完全なトレースがあります。照らし合わせるドライバーも台帳もありませんでした。',
  'Cross-check: {0} of {1} invocations ({2} %) have a whole trace that driver and ledger agree with.':
    '突き合わせ: {1} 回の呼び出しのうち {0} 回 ({2} %) に、ドライバーとも台帳とも一致する完全なトレースがあります。',
  'Not matched: {0} ({1}).': '一致しないもの: {0} 回 ({1})。',
  'Fewer than 95 % are matched, so that nothing is said of speed.':
    '一致が 95 % に満たないので、速さについては何も言いません。',
  'What memory buys: makespan in ms, medians, and USD a million warm invocations':
    'メモリを増やすと得られるもの: 所要時間の中央値 (ms) と、ウォームの呼び出し百万回の USD',
  'USD, {0}': 'USD ({0})',
  'Each size has been judged by itself, against its own reference; here they only stand beside each other.':
    '判定はサイズごとに、同じサイズの基準に対して行いました。ここでは並べているだけです。',
  'in the lab, {0} cores, Node {1}': 'lab、{0} コア、Node {1}',
  'on AWS, asked from {0} cores, Node {1}': 'AWS、呼び出し元は {0} コア、Node {1}',
  concurrency: '同時取得数',
  threads: 'スレッド数',
  buffer: 'バッファ',
  unbounded: '無制限',
  passed: '合格',
  failed: '不合格',
  found: '検出',
  missed: '見落とし',
  'makespan, ms': '所要時間、ms',
  '/structural': '/構造的',
  '/predicted': '/予測',
  'No room here for {0}: report.html has them.': '{0} は幅が足りないため省きました。report.html にあります。',
  'held/drawn': '実際の待ち/予定の待ち',
  'first ms': '最初 ms',
  'CPU ms': 'CPU ms',
  'stall ms': '停止 ms',
  'RSS MB': 'RSS MB',
  'Limits: {0}.': '上限: {0}。',
  'no trace came': 'トレースが届かなかった',
  'its trace and its answer tell of different numbers of notifications': 'トレースと応答で通知の数が違う',
  'its answer and the ledger tell of different numbers of notifications': '応答と台帳で通知の数が違う',
}
