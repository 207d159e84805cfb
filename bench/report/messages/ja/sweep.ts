import type { sweep as Texts } from '../en/sweep.ts'

/** As in English. */
export const sweep: typeof Texts = {
  adviceOutputMismatch: (places) => `速さで選ばないでください。${places}、方式が知らせた内容が同じではありません。`,
  useInEveryCell: (variant, criteria) =>
    `${variant} を本番に出してください: 測ったすべてのセルで、最良か、最良と区別がつきません${criteria}。`,
  dependsOnAxis: ({ axis, criteria, choices }) =>
    `本番に出すものは ${axis} によって変わります${criteria}: ${choices}。`,
  timeOverReference: (range, reference) => `時間は ${reference} の ${range} 倍です。`,
  dependsOnCell: (criteria) =>
    `すべてのセルで最良の方式はありません${criteria}。本番に出すものはセルによって変わります。`,
  useWhereDecided: ({ variant, decided, measured, criteria }) =>
    `${variant} を本番に出してください: 計測した ${measured} 個のセルのうち、何かが決まった ${decided} 個のすべてで、最良か、最良のものと区別がつきません${criteria}。`,
  choiceNoneEligible: 'なし (限りに収まるものがない)',
  choiceInconclusive: '確かなものなし',
  choiceAtValue: (choice, value) => `${value} では ${choice}`,
  choiceOverNumbers: ({ choice, first, last }) => `${first}～${last} では ${choice}`,
  choiceOverValues: ({ choice, first, last }) => `${first} から ${last} まででは ${choice}`,
  inAnyMeasuredCell: '測ったどのセルでも',
  loosenConstraints: '限りをゆるめるか、もっと小さい --set limits.concurrency を試してください。',
  inAnyCell: 'どのセルでも',
  inAnyEligibleCell: '限りに収まるもののあるどのセルでも',
  mockServerSaturated: (places) =>
    `${places}、何も言えません。模擬サーバーの遅れが大きすぎました。遅延を長くするか、もっと静かなマシンを使ってください。`,
  referenceExcluded: ({ objective, places, reason }) =>
    `${places}、${objective} で選べるものがありません。基準について: ${reason}。`,
  inconclusive: (places) => `${places}、何も決まっていません。`,
  inconclusiveMoreBlocks: (places) =>
    `${places}、何も決まっていません。もっと多くのフォークまで走らせるか、ほかのプログラムを閉じてください。`,
  aaCheckFailedCells: (cells) => `A/A ガード不合格 ${cells} 個`,
  sensitivityCheckMissedCells: (cells) => `遅くした複製の見落とし ${cells} 個`,
  unfitCells: ({ unfit, measured, causes, remedies }) =>
    `${measured} 個中 ${unfit} 個のセルで、マシンが許容幅に対してノイズが大きすぎました (${causes})。対策: ${remedies}。`,
  criteriaConstraints: ' (限りの中で)',
  criteriaObjectiveConstraints: (objective) => ` (${objective} により、限りの中で選んだとき)`,
  criteriaObjective: (objective) => ` (${objective} により選んだとき)`,
  noneEligible: (places) => `${places}、限りに収まるものがありません。`,
  noneJudgedEligible: (places) => `${places}、判定できたもののうちに、限りに収まるものがありません。`,
  excludedByConstraints: (exclusions) => `限りにより外したもの: ${exclusions}。`,
  unjudgedByObjective: (objective, exclusions) => `${objective} では判定できないもの: ${exclusions}。`,
  excludedPlaces: ({ excluded, cells, places }) => `セル ${cells} 個中 ${excluded} 個、${places}`,
  excludedForSeveralReasons: ({ variant, places, reason }) => `${variant} ${places} (例: ${reason})`,
  title: (name, axes) => `${name}: ${axes} のスイープ`,
  inEveryCell: 'すべてのセルで',
  atPlacesAndMore: (places, more) => `${places} とほか ${more} 個のセルで`,
  atPlaces: (places) => `${places} で`,
  cellsTitleOneReference: (reference, axes) => `${axes} ごとの時間 (対 ${reference}) と判定`,
  cellsTitle: (axes) => `${axes} ごとの時間 (対 基準) と判定`,
  bestColumn: '最良',
  referenceTimeColumn: '基準 ms',
  intervalsInMarkdown: '区間は report.md にあります。',
  bestLegend: (criteria) =>
    `最良${criteria}: 基準より確かに良いもののうち、その中の最良と区別がつかないものです。一つもなければ、基準と、それより確かに悪いとは言えないものです。/ でつなぎ、何も決まっていないところは ? です`,
  legendWithNoneEligible: ({ best, noneMark, names }) =>
    `${best}。限りに収まるもののないところは「${noneMark}」です。${names}。`,
  legend: (best, names) => `${best}。${names}。`,
  noneEligibleMark: 'なし',
  noCrossover: (axis) => `${axis} には逆転点がありません。測った範囲で、順位が確かに入れ替わる二つの方式はありません。`,
  crossoversTitle: '方式が追い越すところ (95 %)',
  crossoversOfTimeAlone: (criteria) =>
    `時間だけについてです。本番に出すもの${criteria} が、そこで変わるとは限りません。`,
  moreCrossoversInMarkdown: (count) => `そこでの最良を変えないものがほかに ${count} 件あり、report.md に載せています。`,
  crossoversInMarkdown: (count) => `${count} 件あり、report.md に載せています。`,
  axisItems: (count) => `フィード数 ${count}`,
  axisEvents: (count) => `フィードあたりの予定数 ${count}`,
  axisDescriptionBytes: (bytes) => `予定あたりの説明のバイト数 ${bytes}`,
  axisFetchDelay: (milliseconds) => `フィードの遅延 ${milliseconds} ms`,
  axisMedianFetchDelay: (milliseconds) => `フィードの遅延の中央値 ${milliseconds} ms`,
  axisNotifyDelay: (milliseconds) => `Slack の遅延 ${milliseconds} ms`,
  axisMedianNotifyDelay: (milliseconds) => `Slack の遅延の中央値 ${milliseconds} ms`,
  axisDnsDelay: (milliseconds) => `名前解決 ${milliseconds} ms`,
  axisConcurrency: (concurrency) => `concurrency ${concurrency}`,
  axisThreads: (count) => `スレッド数 ${count}`,
  crossoverItemSize: (kilobytes) => `フィードあたり約 ${kilobytes} KB`,
  crossover: ({ overtaking, overtaken, place }) => `${place} で ${overtaking} が ${overtaken} を追い越します。`,
  crossoverAtCoordinates: ({ coordinates, overtaking, overtaken, place }) =>
    `${coordinates} のとき、${place} で ${overtaking} が ${overtaken} を追い越します。`,
  leadOne: ({ value, variant, behind }) =>
    `${value} から先では、比べられるところのどこでも、${variant} が ${behind} より確かに速くなります。`,
  leadMany: ({ value, variants, behind }) =>
    `${value} から先では、比べられるところのどこでも、${variants} が ${behind} より確かに速くなります。`,
  leadFrom: (lead) => lead,
  leadFromAtCoordinates: (coordinates, lead) => `${coordinates} のとき、${lead}`,
  measuredEqualBlocks: ({ measured, planned, blocks, iterations, duration, environment }) =>
    `${planned} 個中 ${measured} 個のセル、それぞれ ${blocks} フォーク、${iterations}、${duration}; local、${environment}`,
  measuredBlockRange: ({ measured, planned, minBlocks, maxBlocks, iterations, duration, environment }) =>
    `${planned} 個中 ${measured} 個のセル、それぞれ ${minBlocks}～${maxBlocks} フォーク、${iterations}、${duration}; local、${environment}`,
  deliveriesAgree: '台帳: すべてのセルで、どの方式もまったく同じことを知らせました。',
  deliveriesDiffer: (places) => `台帳: 不一致です。${places}、方式が知らせた内容が同じではありません。`,
  aaCheckPassed: 'A/A ガード: すべてのセルで合格しました。',
  aaCheckFailed: (places) =>
    `A/A ガード: ${places}不合格だったため、そこでは、区間全体が許容幅の外にあるものについてだけ述べます。`,
  sensitivityCheckFound: '遅くした複製: すべてのセルで検出しました。',
  sensitivityCheckMissed: (places) =>
    `遅くした複製: ${places}見落としたため、そこでは、区間全体が許容幅の外にあるものについてだけ述べます。`,
  unpredicted: (reason) => `測ったセルの間で予測しなかったもの: ${reason}。`,
  environmentsDiffer: (environments) => `同じ条件で測っていないので、セルどうしが合うとは限りません: ${environments}。`,
  cellsLeft: (left, planned) =>
    `${planned} 個中 ${left} 個のセルをまだ測っていません。同じ --out を付けた同じコマンドで、続きから測ります。`,
  predictionError: ({ cells, medianRatio, range }) =>
    `~: 予測で、測ったものではなく、判定の言葉もありません。費用は sequential の実行から求めました。測った ${cells} 個のセルで、ほかの方式の予測した時間は、実測の ${medianRatio} 倍でした (${range})。`,
  predictedTimesOnly: (criteria) => `予測するのは時間だけで、最良${criteria} は予測しません。`,
  unjudgedAtPlaces: (verdict, places) => `${verdict} (${places})。`,
  judgedQuick: '判定は一度だけ (--quick)',
  judgedBeforeLastLook: (cells) => `${cells} 個は最後の判定時点ではない`,
  judgedPerCell: (details) => `判定はセルごとに別々に行います: ${details}。`,
  crossoverConfidence: (intervals, comparisons) =>
    `逆転点と、どこから先でどれが確かに速いか: すべてのセルの、すべての二つの方式についての ${intervals} 個の区間によります。どの区間の alpha も、そのセルの alpha を ${comparisons} で割ったものなので、セルがどの判定時点で終わっても、全体が 95 % で成り立ちます。セルとセルの間では、比の対数が直線上にあるとみなします (横軸は、値がすべて 0 より大きければ値の対数)。`,
  environment: ({ cores, cpu, node, revision }) => `${cpu} の ${cores} コア、Node ${node}、リビジョン ${revision}`,
  unpredictedTooMany: (cells, limit) => `間にある ${cells} 個 (予測する最大の ${limit} 個を超える)`,
  unpredictedWithoutSteps: (cells, total) =>
    `${total} 個中 ${cells} 個 (ステップの費用の分かる、失敗のない sequential の実行がない)`,
}
