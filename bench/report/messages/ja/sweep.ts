import type { sweep as Texts } from '../en/sweep.ts'

/** As in English. */
export const sweep: typeof Texts = {
  adviceOutputMismatch: (places) => `速さで選ばないでください。${places}、方式が送信した通知が同じではありません。`,
  useInEveryCell: (variant, criteria) =>
    `${variant} を使ってください: 計測したすべてのグリッド点で、最良か、最良と有意差がありません${criteria}。`,
  dependsOnAxis: ({ axis, criteria, choices }) => `使う方式は ${axis} によって変わります${criteria}: ${choices}。`,
  timeOverReference: (range, reference) => `時間は ${reference} の ${range} 倍です。`,
  dependsOnCell: (criteria) =>
    `すべてのグリッド点で最良の方式はありません${criteria}。使う方式はグリッド点によって変わります。`,
  useWhereDecided: ({ variant, decided, measured, criteria }) =>
    `${variant} を使ってください: 計測した ${measured} 個のグリッド点のうち、何かが決まった ${decided} 個のすべてで、最良か、最良のものと有意差がありません${criteria}。`,
  choiceNoneEligible: 'なし (制約を満たすものがない)',
  choiceInconclusive: '確かなものなし',
  choiceAtValue: (choice, value) => `${value} では ${choice}`,
  choiceOverNumbers: ({ choice, first, last }) => `${first}～${last} では ${choice}`,
  choiceOverValues: ({ choice, first, last }) => `${first} から ${last} まででは ${choice}`,
  inAnyMeasuredCell: '計測したどのグリッド点でも',
  loosenConstraints: '制約をゆるめるか、もっと小さい --set limits.concurrency を試してください。',
  inAnyCell: 'どのグリッド点でも',
  inAnyEligibleCell: '制約を満たすもののあるどのグリッド点でも',
  mockServerSaturated: (places) =>
    `${places}、何も言えません。モックサーバーの遅れが大きすぎました。遅延を長くするか、もっと静かなマシンを使ってください。`,
  referenceExcluded: ({ objective, places, reason }) =>
    `${places}、${objective} で選べるものがありません。基準について: ${reason}。`,
  inconclusive: (places) => `${places}、何も決まっていません。`,
  inconclusiveMoreBlocks: (places) =>
    `${places}、何も決まっていません。もっと多くのプロセスまで走らせるか、ほかのプログラムを閉じてください。`,
  aaCheckFailedCells: (cells) => `A/A チェック不合格 ${cells} 個`,
  sensitivityCheckMissedCells: (cells) => `遅くした複製の見落とし ${cells} 個`,
  unfitCells: ({ unfit, measured, causes, remedies }) =>
    `${measured} 個中 ${unfit} 個のグリッド点で、マシンが許容幅に対してノイズが大きすぎました (${causes})。対策: ${remedies}。`,
  criteriaConstraints: ' (制約の中で)',
  criteriaObjectiveConstraints: (objective) => ` (${objective} により、制約の中で選んだとき)`,
  criteriaObjective: (objective) => ` (${objective} により選んだとき)`,
  noneEligible: (places) => `${places}、制約を満たすものがありません。`,
  noneJudgedEligible: (places) => `${places}、判定できたもののうちに、制約を満たすものがありません。`,
  excludedByConstraints: (exclusions) => `制約により外したもの: ${exclusions}。`,
  unjudgedByObjective: (objective, exclusions) => `${objective} では判定できないもの: ${exclusions}。`,
  excludedPlaces: ({ excluded, cells, places }) => `グリッド点 ${cells} 個中 ${excluded} 個、${places}`,
  excludedForSeveralReasons: ({ variant, places, reason }) => `${variant} ${places} (例: ${reason})`,
  title: (name, axes) => `${name}: ${axes} のスイープ`,
  inEveryCell: 'すべてのグリッド点で',
  atPlacesAndMore: (places, more) => `${places} とほか ${more} 個のグリッド点で`,
  atPlaces: (places) => `${places} で`,
  cellsTitleOneReference: (reference, axes) => `${axes} ごとの時間 (対 ${reference}) と判定`,
  cellsTitle: (axes) => `${axes} ごとの時間 (対 基準) と判定`,
  bestColumn: '最良',
  referenceTimeColumn: '基準 ms',
  intervalsInMarkdown: '区間は report.md にあります。',
  bestLegend: (criteria) =>
    `最良${criteria}: 基準より有意に良いもののうち、その中の最良と有意差のないものです。一つもなければ、基準と、それより有意に悪いとは言えないものです。/ でつなぎ、何も決まっていないところは ? です`,
  legendWithNoneEligible: ({ best, noneMark, names }) =>
    `${best}。制約を満たすもののないところは「${noneMark}」です。${names}。`,
  legend: (best, names) => `${best}。${names}。`,
  noneEligibleMark: 'なし',
  noCrossover: (axis) =>
    `${axis} には逆転点がありません。計測した範囲で、順位が有意に入れ替わる 2 つの方式はありません。`,
  crossoversTitle: '方式が追い越すところ (95 %)',
  crossoversOfTimeAlone: (criteria) => `時間だけについてです。使う方式${criteria} が、そこで変わるとは限りません。`,
  moreCrossoversInMarkdown: (count) => `そこでの最良を変えないものがほかに ${count} 件あり、report.md に載せています。`,
  crossoversInMarkdown: (count) => `${count} 件あり、report.md に載せています。`,
  axisItems: (count) => `フィード数 ${count}`,
  axisEvents: (count) => `フィードあたりの予定数 ${count}`,
  axisItemBytes: (bytes) => `フィードあたり ${bytes} バイト`,
  axisDescriptionBytes: (bytes) => `予定あたりの説明のバイト数 ${bytes}`,
  axisFetchDelay: (milliseconds) => `フィードの遅延 ${milliseconds} ms`,
  axisMedianFetchDelay: (milliseconds) => `フィードの遅延の中央値 ${milliseconds} ms`,
  axisNotifyDelay: (milliseconds) => `Slack の遅延 ${milliseconds} ms`,
  axisMedianNotifyDelay: (milliseconds) => `Slack の遅延の中央値 ${milliseconds} ms`,
  axisDnsDelay: (milliseconds) => `名前解決 ${milliseconds} ms`,
  axisCheckCpu: (milliseconds) => `確認 1 回あたりの CPU 時間 ${milliseconds} ms`,
  axisConcurrency: (concurrency) => `concurrency ${concurrency}`,
  axisThreads: (count) => `スレッド数 ${count}`,
  crossoverItemSize: (kilobytes) => `フィードあたり約 ${kilobytes} KB`,
  crossover: ({ overtaking, overtaken, place }) => `${place} で ${overtaking} が ${overtaken} を追い越します。`,
  crossoverAtCoordinates: ({ coordinates, overtaking, overtaken, place }) =>
    `${coordinates} のとき、${place} で ${overtaking} が ${overtaken} を追い越します。`,
  leadOne: ({ value, variant, behind }) =>
    `${value} から先では、比べられるところのどこでも、${variant} が ${behind} より有意に速くなります。`,
  leadMany: ({ value, variants, behind }) =>
    `${value} から先では、比べられるところのどこでも、${variants} が ${behind} より有意に速くなります。`,
  leadFrom: (lead) => lead,
  leadFromAtCoordinates: (coordinates, lead) => `${coordinates} のとき、${lead}`,
  measuredEqualBlocks: ({ measured, planned, blocks, iterations, duration, environment }) =>
    `${planned} 個中 ${measured} 個のグリッド点、それぞれ ${blocks} プロセス、${iterations}、${duration}; local、${environment}`,
  measuredBlockRange: ({ measured, planned, minBlocks, maxBlocks, iterations, duration, environment }) =>
    `${planned} 個中 ${measured} 個のグリッド点、それぞれ ${minBlocks}～${maxBlocks} プロセス、${iterations}、${duration}; local、${environment}`,
  deliveriesAgree: '配信チェック: すべてのグリッド点で、どの方式もまったく同じ通知を送信しました。',
  deliveriesDiffer: (places) => `配信チェック: 不一致です。${places}、方式が送信した通知が同じではありません。`,
  aaCheckPassed: 'A/A チェック: すべてのグリッド点で合格しました。',
  aaCheckFailed: (places) =>
    `A/A チェック: ${places}不合格だったため、そこでは、区間全体が許容幅の外にあるものについてだけ述べます。`,
  sensitivityCheckFound: '感度チェック: すべてのグリッド点で、遅くした複製を検出しました。',
  sensitivityCheckMissed: (places) =>
    `感度チェック: ${places}遅くした複製を見落としたため、そこでは、区間全体が許容幅の外にあるものについてだけ述べます。`,
  unpredicted: (reason) => `計測したグリッド点の間で予測しなかったもの: ${reason}。`,
  environmentsDiffer: (environments) =>
    `同じ条件で計測していないので、グリッド点どうしが合うとは限りません: ${environments}。`,
  cellsLeft: (left, planned) =>
    `${planned} 個中 ${left} 個のグリッド点をまだ計測していません。同じ --out を付けた同じコマンドで、続きから計測します。`,
  predictionError: ({ cells, medianRatio, range }) =>
    `~: 予測で、計測したものではなく、判定もありません。費用は sequential の実行から求めました。計測した ${cells} 個のグリッド点で、ほかの方式の予測した時間は、実測の ${medianRatio} 倍でした (${range})。`,
  predictedTimesOnly: (criteria) => `予測するのは時間だけで、最良${criteria} は予測しません。`,
  unjudgedAtPlaces: (verdict, places) => `${verdict} (${places})。`,
  judgedQuick: '判定は一度だけ (--quick)',
  judgedBeforeLastLook: (cells) => `${cells} 個は最後の判定時点ではない`,
  judgedPerCell: (details) => `判定はグリッド点ごとに別々に行います: ${details}。`,
  crossoverConfidence: (intervals, comparisons) =>
    `逆転点と、どこから先でどれが有意に速いか: すべてのグリッド点の、すべての二つの方式についての ${intervals} 個の区間によります。どの区間の alpha も、そのグリッド点の alpha を ${comparisons} で割ったものなので、グリッド点がどの判定時点で終わっても、全体が 95 % で成り立ちます。グリッド点とグリッド点の間では、比の対数が直線上にあるとみなします (横軸は、値がすべて 0 より大きければ値の対数)。`,
  environment: ({ cores, cpu, node, revision }) => `${cpu} の ${cores} コア、Node ${node}、リビジョン ${revision}`,
  unpredictedTooMany: (cells, limit) => `間にある ${cells} 個 (予測する最大の ${limit} 個を超える)`,
  unpredictedWithoutSteps: (cells, total) =>
    `${total} 個中 ${cells} 個 (ステップの費用の分かる、失敗のない sequential の実行がない)`,
}
