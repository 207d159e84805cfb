/** Of races: advice, words, guards, remarks. */
export const RACE: Readonly<Record<string, string>> = {
  'Do not pick by speed: the strategies did not tell people the same.':
    '速さで選ばないでください。方式が知らせた内容が同じではありません。',
  'Mend {0} first: the reference itself failed, so nothing can be compared with it.':
    'まず {0} を直してください。基準そのものが失敗したため、何もそれと比べられません。',
  'The mock server limits this run: use fewer feeds or longer delays, or a machine with more cores.':
    '模擬サーバーがこの計測の限界になっています。フィードを減らすか、遅延を長くするか、コアの多いマシンを使ってください。',
  'Do not pick by this: too many invocations have no whole trace, or one that tells something else; run it again.':
    'これで選ばないでください。完全なトレースのない呼び出しや、トレースの内容が食い違う呼び出しが多すぎます。もう一度計測してください。',
  'Do not pick by this: too many invocations have no whole trace, or one that tells something else; ask for late ones with utakata xray FOLDER, or run it again.':
    'これで選ばないでください。完全なトレースのない呼び出しや、トレースの内容が食い違う呼び出しが多すぎます。遅れて届いたトレースを utakata xray FOLDER で尋ねるか、もう一度計測してください。',
  'Do not decide yet: {0} may be {1} still, but the mock server was too late for them to be judged; try a quieter machine, or longer delays.':
    'まだ決めないでください。{0} のほうが{1}かもしれませんが、模擬サーバーの遅れが大きすぎて、どれも判定できませんでした。もっと静かなマシンか、もっと長い遅延を試してください。',
  'Do not decide yet: {0} may be {1} still, but the mock server was too late for it to be judged; try a quieter machine, or longer delays.':
    'まだ決めないでください。{0} のほうが{1}かもしれませんが、模擬サーバーの遅れが大きすぎて、判定できませんでした。もっと静かなマシンか、もっと長い遅延を試してください。',
  '; not told apart from it: {0}': '。これと区別がつかないもの: {0}',
  '; neither told apart from it nor surely {0} than {1}: {2}':
    '。これと区別がつかず、{1} より確かに{0}とも言えないもの: {2}',
  'Ship {0}: {1}{2}{3}.': '{0} を本番に出してください: {1}{2}{3}。',
  'Without a second copy of the reference there are no finer words.':
    '比べるための基準の複製がないので、これより細かい判定はできません。',
  'A copy of the reference failed, which leaves nothing to go by for finer words: {0}.':
    '基準の複製が失敗したため、これより細かい判定のよりどころがありません。対策: {0}。',
  'The mock server was too late for a copy of the reference, which leaves nothing to go by for finer words: {0}.':
    '基準の複製に対して模擬サーバーが遅れすぎたため、これより細かい判定のよりどころがありません。対策: {0}。',
  'Containers differed too much for finer words: {0}.':
    'コンテナどうしの違いが大きすぎて、これより細かい判定はできません。対策: {0}。',
  'This machine was too noisy for finer words: {0}.':
    'このマシンはノイズが大きく、これより細かい判定はできません。対策: {0}。',
  'Too few forks for a verdict: let it run to its first look.':
    '判定にはフォークが足りません。最初の判定時点まで走らせてください。',
  'Too few containers for a verdict: let it run to its end, {0} of each.':
    '判定にはコンテナが足りません。終わりまで (それぞれ {0} コンテナ) 走らせてください。',
  'Too few containers for a verdict: it takes the traces of {0} of each.':
    '判定にはコンテナが足りません。それぞれ {0} コンテナ分のトレースが要ります。',
  'Too few containers for a verdict: ask for {0} at least, with --environments.':
    '判定にはコンテナが足りません。--environments で {0} コンテナ以上を求めてください。',
  faster: '速い',
  cheaper: '安い',
  'sooner with its first notification': '最初の通知が早い',
  'better at {0}': '総合 ({0}) で優れている',
  'There is nothing to pick from: beside {0} only its older code was raced.':
    '選ぶものがありません。{0} のほかに走らせたのは、その古いコードだけです。',
  'There is nothing to compare {0} with.': '{0} と比べるものがありません。',
  'Nothing keeps to the limits.': '限りに収まるものがありません。',
  'Nothing that could be judged keeps to the limits.': '判定できたもののうちに、限りに収まるものがありません。',
  'Keep {0}: nothing else keeps to the limits.': '{0} のままにしてください。ほかに限りに収まるものがありません。',
  'Nothing can be picked: no strategy beside {0} could be judged by {1}.':
    '何も選べません。{0} のほかに、{1} で判定できた方式がありません。',
  'Keep {0}: nothing is {1} by more than {2}.': '{0} のままにしてください。これより {2} を超えて{1}ものはありません。',
  'Nothing is surely {0} than {1} so far, and not all is decided{2}.':
    '今のところ {1} より確かに{0}ものはなく、まだ決まっていないものもあります{2}。',
  ': without --quick it goes on to {0} forks': '。--quick を付けなければ {0} フォークまで続きます',
  ': a race has no more forks, so try a quieter machine, or a wider --set plan.margin':
    '。レースのフォークはこれ以上増えないので、もっと静かなマシンか、もっと広い --set plan.margin を試してください',
  "{0} of {1}'s ({2} to {3})": '{1} の {0} 倍 ({2}～{3})',
  '{0} times as fast as {1}, in {2} of its time ({3} to {4})': '{1} の {0} 倍の速さで、時間は {2} 倍 ({3}～{4}) です',
  'its time is {0}': '時間は {0} です',
  'Closest is {0}: {1}.': '最も近いのは {0} です。{1}。',
  'its mean cost is {0}': '費用の平均は {0} です',
  'its time to the first notification is {0}': '最初の通知までの時間は {0} です',
  'its time and cost, weighed as {0}, are {1}': '時間と費用を {0} で重みづけした値は {1} です',
  'Left out: {0}.': '外したもの: {0}。',
  '{0}: {1} ms slower than {2} ({3} ms)': '{0}: {2} より {1} ms 遅く走りました ({3} ms)',
  '{0}: {1} ms faster than {2} ({3} ms)': '{0}: {2} より {1} ms 速く走りました ({3} ms)',
  '{0}; {1}.': '{0}。{1}。',
  '{0}; the cause is {1}: {2} ms more of it ({3}).': '{0}。原因は「{1}」で、{2} ms 長くなっています ({3})。',
  '{0}; the cause is {1}: {2} ms less of it ({3}).': '{0}。原因は「{1}」で、{2} ms 短くなっています ({3})。',
  '{0} to {1}': '{0}～{1}',
  'fewer than two forks have both': '原因は不明です (両方がそろったフォークが二つに満たないため)',
  'no phase differs beyond doubt': '疑いなく差のある部分はありません',
  'spread over {0}': '差は次の部分に分かれています: {0}',
  'only {0} differs beyond doubt, and carries half of it at most':
    '疑いなく差があるのは「{0}」だけで、それも全体の差の半分までしか占めません',
  'no difference': '差はありません',
  'LOCAL EMULATION: this machine, not AWS': 'ローカルエミュレーション: AWS ではなく、このマシン',
  'as meant': '意図どおり',
  'not limited': '制限なし',
  'not measured': '未測定',
  'not reached': '不足',
  exceeded: '超過',
  '{0} MB is only a label here ({1}): on Lambda it has {2} processors, and these containers had {3}.':
    '{0} MB は、ここではラベルにすぎません ({1})。使える CPU の数は、Lambda: {2}、ここのコンテナ: {3}。',
  'a share that was not measured': '測っていない分',
  'as much as there is': 'あるだけ全部',
  'What was emulated, and how far to trust it': '何を模倣し、どこまで信じてよいか',
  here: 'ここでは',
  trust: '信じてよいもの',
  code: 'コード',
  'the bundle that is uploaded, run by aws-lambda-ric': 'アップロードするバンドルそのもの。aws-lambda-ric が走らせる',
  'the bundle that is uploaded, run by aws-lambda-ric, with a JavaScript client in the place of its native one':
    'アップロードするバンドルそのもの。aws-lambda-ric が、ネイティブの代わりに JavaScript のクライアントで走らせる',
  'as deployed': 'デプロイしたものと同じ',
  container: 'コンテナ',
  'a fresh process, stopped between invocations, ended at its timeout or memory':
    '新しいプロセス。呼び出しの間は止め、時間やメモリを超えれば終わらせる',
  'which work is done when': 'どの仕事がいつ行われるか',
  'a fresh process, NOT stopped between invocations, ended at its timeout or memory':
    '新しいプロセス。呼び出しの間も止めず、時間やメモリを超えれば終わらせる',
  'not what goes on between invocations': '呼び出しの間に起こること以外',
  processor: 'CPU',
  init: '初期化 (init)',
  'start of a process and loading, with its share of processors': 'プロセスの起動と読み込み。割り当て分の CPU で',
  'start of a process and loading, with all processors': 'プロセスの起動と読み込み。すべての CPU で',
  'ratios; no download, no microVM: AWS is slower': '比。ダウンロードもマイクロ VM もないので、AWS のほうが遅い',
  network: '通信',
  'loopback to the mock world, whose delays are drawn': '模擬の世界へのループバック。遅延は引いて決める',
  'as far as the delays are yours': '遅延が自分の環境のものに近い分だけ',
  'the daemon’s protocol and the API, with Lambda’s own two segments':
    'デーモンのプロトコルと API。Lambda 自身の二つのセグメントも',
  'the traces; “service” is not AWS’s': 'トレース。ただし「サービス」(service) は AWS のものではない',
  billing: '請求',
  'REPORT lines by Lambda’s rules, init included, on these times':
    'ここでの時間から Lambda の規則で作る REPORT 行。初期化 (init) も含む',
  ratios: '比',
  'not at all': '模倣なし',
  'placement, scaling delays, arm64, VPC, permissions, neighbours':
    '配置、スケーリングの遅れ、arm64、VPC、権限、同居する他者',
  'only AWS tells: utakata ab': 'AWS でしか分からない: utakata ab',
  '{0} MB: {1}; the label is refused': '{0} MB: {1}。ラベルは認めない',
  '{0} MB: had {1} of a processor, Lambda gives {2}': '{0} MB: CPU {1} 個分。Lambda では {2}',
  '{0} MB: had {1} of a processor, Lambda gives {2}, {3}; the label is refused':
    '{0} MB: CPU {1} 個分。Lambda では {2} ({3})。ラベルは認めない',
  'ratios; this processor is not Lambda’s': '比。CPU は Lambda のものではない',
  'nothing about this size': 'この大きさについては、なし',
  '{0} of {1} runs told people something else': '{1} 回中 {0} 回、知らせた内容が違う',
  '{0} of {1} failed': '{1} 回中 {0} 回失敗',
  'the reference failed': '基準が失敗',
  '{0} ({1} to {2})': '{0} ({1}～{2})',
  reference: '基準',
  '{0} ({1})': '{0} ({1})',
  'equivalent within {0}': '{0} 以内で同等',
  'undecided, about {0} needed': '未決 ({0}ほど必要)',
  'undecided, about {0} needed ({1})': '未決 ({0}ほど必要、約 {1})',
  slower: '遅い',
  equivalent: '同等',
  'faster, size unsure': '速い、差の大きさは不明',
  'slower, size unsure': '遅い、差の大きさは不明',
  undecided: '未決',
  'wrong output': '出力が違う',
  unreliable: '信頼できない',
  'server-bound': 'サーバー律速',
  untraced: '追跡不足',
  '{0} in {1} of each arm': 'それぞれ {1}で {0}',
  '{0} in {1}': '{1}で {0}',
  '{0} at {1} MB': '{0} ({1} MB)',
  '{0} s': '{0} 秒',
  '{0} min {1} s': '{0} 分 {1} 秒',
  'none, since there is no second copy of the reference: nearness proves nothing':
    'なし。比べるための基準の複製がないので、差が小さくても何の証しにもなりません',
  'failed: of the second copy of the reference {0}': '不合格: 基準の複製は、{0}',
  'failed: two copies of the reference may differ by more than {0} ({1})':
    '不合格: 基準とその複製の差が {0} を超えるかもしれません ({1})',
  'passed: two copies of the reference agree within {0} ({1}, measurably different)':
    '合格: 基準とその複製は {0} 以内で一致しました ({1}、差があることは確か)',
  'passed: two copies of the reference agree within {0} ({1})': '合格: 基準とその複製は {0} 以内で一致しました ({1})',
  'none: these functions cannot be made slower': 'なし。これらの関数は遅くできません',
  'found: a copy of the reference made 10 % slower came out as {0}': '検出: 10 % 遅くした基準の複製は {0} と出ました',
  'not yet, it needs the forks of a whole look': 'まだです。判定時点に届くだけのフォークが要ります',
  'not yet, it needs the containers of a whole look': 'まだです。判定時点に届くだけのコンテナが要ります',
  '{0} of {1} runs failed': '{1} 回の実行のうち {0} 回が失敗しました',
  'the waiting was {0} % longer than the mock server meant it to be':
    '模擬サーバーの意図より待ちが {0} % 長くなりました',
  'Cost follows the mean, slow runs included (95 %)': '費用 (遅い実行も含む平均、95 %)',
  'mean ms': '平均 ms',
  'cost over {0}': '費用 (対 {0})',
  '{0} ms': '{0} ms',
  'cost: of what was billed': '費用: 請求された分によります',
  'cost: of the time that a run takes, as whoever bills by the millisecond does':
    '費用: ミリ秒単位の請求と同じく、実行にかかる時間によります',
  '{0}.': '{0}。',
  '{0}; its intervals are of {1} %, like those of the ratios above.': '{0}。区間は、上の比の区間と同じく {1} % です。',
  '{0} takes {1}': '{0} には {1}',
  '{0}: by ranks, as if runs of one fork were independent, which they are not quite.':
    '{0}: 一つのフォークの実行が互いに独立であるものとして、順位から求めています。実際には、完全に独立ではありません。',
  '{0}: of containers, each by the mean of its warm invocations.':
    '{0}: コンテナについての値です。それぞれのコンテナは、ウォームの呼び出しの平均で表します。',
  '{0} runs of an arm; there are {1}.': '一つにつき、{0} 回の実行が要ります。今あるのは {1} 回です。',
  'missed: of the copy of the reference made 10 % slower {0}': '見落とし: 10 % 遅くした基準の複製は、{0}',
  'missed: a copy of the reference made 10 % slower came out as {0}':
    '見落とし: 10 % 遅くした基準の複製は {0} と出ました',
}
