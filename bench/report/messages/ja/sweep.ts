import type { sweep as Texts } from '../en/sweep.ts'
import { units } from './units.ts'

/** Before a particle: a space stands between Latin and Japanese letters alone. */
const placed = (place: string) => (place.endsWith('）') ? place : `${place} `)

/** As in English. */
export const sweep: typeof Texts = {
  adviceOutputMismatch: (places) => `推奨なし：${places}、方式によって送信した通知が異なります。`,
  useInEveryCell: (variant, criteria) =>
    `計測したすべてのグリッド点での推奨${criteria}：${variant}（最速か、最速と有意差なし）。`,
  dependsOnAxis: ({ axis, criteria, choices }) => `推奨は ${axis} によって変わります${criteria}：${choices}。`,
  timeOverReference: (range, reference) => `所要時間の比（対 ${reference}）は ${range}です。`,
  dependsOnCell: (criteria) => `推奨はグリッド点によって変わります${criteria}。表を参照してください。`,
  useWhereDecided: ({ variant, decided, measured, criteria }) =>
    `計測した ${measured} 個のグリッド点のうち ${decided} 個での推奨${criteria}：${variant}（最速か、最速と有意差なし）。残りは未確定です。`,
  choiceNoneEligible: 'なし（制約を満たす方式がない）',
  choiceInconclusive: '未確定',
  choiceAtValue: (choice, value) => `${value} では ${choice}`,
  choiceOverNumbers: ({ choice, first, last }) => `${first}～${last} では ${choice}`,
  choiceOverValues: ({ choice, first, last }) => `${first} から ${last} まででは ${choice}`,
  inAnyMeasuredCell: '計測したどのグリッド点でも',
  loosenConstraints: '制約を緩めるか、--set limits.concurrency を下げてください。',
  inAnyCell: 'どのグリッド点でも',
  inAnyEligibleCell: '制約を満たす方式がある、どのグリッド点でも',
  mockServerSaturated: (places) =>
    `推奨なし：${places}、モックサーバーの遅れが大きく判定できませんでした。遅延を長くするか、負荷の低いマシンを使ってください。`,
  referenceExcluded: ({ objective, places, reason }) =>
    `推奨なし（評価指標：${objective}）：${places}、基準を判定に使えません（${reason}）。`,
  inconclusive: (places) => `まだ推奨できません：${places}、判定が確定していません。`,
  inconclusiveMoreBlocks: (places) =>
    `まだ推奨できません：${places}、判定が確定していません。もっと長く実行するか、ほかのプログラムを終了してください。`,
  criteriaConstraints: '（制約あり）',
  criteriaObjectiveConstraints: (objective) => `（評価指標：${objective}、制約あり）`,
  criteriaObjective: (objective) => `（評価指標：${objective}）`,
  noneEligible: (places) => `${places}、制約を満たす方式がありません。`,
  noneJudgedEligible: (places) => `${places}、判定できた方式の中に制約を満たすものがありません。`,
  excludedByConstraints: (exclusions) => `制約により除外：${exclusions}`,
  unjudgedByObjective: (objective, exclusions) => `評価指標 ${objective} では判定できない方式：${exclusions}`,
  excludedPlaces: ({ excluded, cells, places }) => `グリッド点 ${cells} 個中 ${excluded} 個（${places}）`,
  excludedForSeveralReasons: ({ variant, places, reason }) => `${variant}：${places}（${reason} など）`,
  title: (name, axes) => `${name}：${placed(axes)}のスイープ`,
  inEveryCell: 'すべてのグリッド点で',
  atPlacesAndMore: (places, more) => `${places} とほか ${more} 個のグリッド点で`,
  atPlaces: (places) => `${places} で`,
  cellsTitleOneReference: (reference, axes) => `${axes} ごとの所要時間（対 ${reference}）と判定`,
  cellsTitle: (axes) => `${axes} ごとの所要時間（対 基準）と判定`,
  bestColumn: '最良',
  referenceColumn: '基準',
  referenceTimeColumn: '基準（ms）',
  bestLegend: (criteria) =>
    `最良${criteria}：基準より有意に速い方式のうち、最速と有意差のないもの。なければ、基準と、基準より有意に遅いとは言えない方式。「?」は未確定`,
  legendWithNoneEligible: ({ best, noneMark, names }) => `${best}。${noneMark} は制約を満たす方式なし。${names}。`,
  legend: (best, names) => `${best}。${names}。`,
  noneEligibleMark: 'なし',
  noCrossover: (axis) => `${axis} では、計測した範囲で順位が有意に入れ替わる方式はありません。`,
  crossoversTitle: '逆転点（95%）',
  crossoversOfTimeAlone: (criteria) => `逆転点は所要時間だけで求めています。推奨${criteria}が変わるとは限りません。`,
  moreCrossovers: (count) => `推奨を変えない逆転点がほかに ${count} 個あります。`,
  crossoversElsewhere: (count) => `${count} 個ありますが、いずれも推奨を変えません。`,
  axisItems: (count) => `フィード数 ${count}`,
  axisEvents: (count) => `フィードあたりの予定数 ${count}`,
  axisItemBytes: (bytes) => `フィードあたり ${bytes} バイト`,
  axisDescriptionBytes: (bytes) => `予定 1 件の説明 ${bytes} バイト`,
  axisFetchDelay: (milliseconds) => `フィードの遅延 ${milliseconds} ms`,
  axisMedianFetchDelay: (milliseconds) => `フィードの遅延の中央値 ${milliseconds} ms`,
  axisNotifyDelay: (milliseconds) => `Slack の遅延 ${milliseconds} ms`,
  axisMedianNotifyDelay: (milliseconds) => `Slack の遅延の中央値 ${milliseconds} ms`,
  axisDnsDelay: (milliseconds) => `名前解決 ${milliseconds} ms`,
  axisCheckCpu: (milliseconds) => `確認 1 回あたりの CPU 時間 ${milliseconds} ms`,
  axisConcurrency: (concurrency) => `concurrency ${concurrency}`,
  axisThreads: (count) => `スレッド数 ${count}`,
  crossoverItemSize: (kilobytes) => `フィードあたり約 ${kilobytes} KB`,
  crossover: ({ overtaking, overtaken, place }) => `${placed(place)}で ${overtaking} が ${overtaken} を追い越します。`,
  crossoverAtCoordinates: ({ coordinates, overtaking, overtaken, place }) =>
    `${coordinates} のとき、${placed(place)}で ${overtaking} が ${overtaken} を追い越します。`,
  leadOne: ({ value, variant, behind }) =>
    `${value} 以上では、比較できるすべてのグリッド点で、${variant} が ${behind} より有意に速くなります。`,
  leadMany: ({ value, variants, behind }) =>
    `${value} 以上では、比較できるすべてのグリッド点で、${variants} が ${behind} より有意に速くなります。`,
  leadFrom: (lead) => lead,
  leadFromAtCoordinates: (coordinates, lead) => `${coordinates} のとき、${lead}`,
  unpredicted: (reason) => `計測したグリッド点の間の予測なし：${reason}`,
  environmentsDiffer: (environments) => `グリッド点によって、計測したマシンかリビジョンが異なります：${environments}`,
  cellsLeft: (left, planned) =>
    `${planned} 個中 ${left} 個のグリッド点が未計測です。同じ --output を指定した同じコマンドで続きを計測できます`,
  predictionError: ({ cells, medianRatio, range }) =>
    `「~」の付いた値は sequential の実行から予測したもので、判定はありません。計測した ${cells} 個のグリッド点では、予測は実測の ${medianRatio} 倍（${range} 倍）でした`,
  predictedTimesOnly: (criteria) => `予測は所要時間だけで、最良${criteria}は予測しません。`,
  unjudgedAtPlaces: (verdict, places) => `${verdict}（${places}）`,
  judgedQuick: '--quick を指定',
  judgedBeforeLastLook: (cells) => `${cells} 個は途中の中間解析で判定`,
  judgedPerCell: (details) => `グリッド点ごとに独立に判定：${details}。`,
  crossoverConfidence: (intervals, comparisons) =>
    `逆転点は、すべてのグリッド点における 2 方式の組ごとの、計 ${intervals} 個の区間から求めています。各区間の有意水準はそのグリッド点の有意水準の 1/${comparisons} で、全体の信頼水準は 95% です。グリッド点の間では、比の対数を線形補間しています（値がすべて正の軸では、軸も対数です）。`,
  environment: ({ cores, cpu, node, revision }) =>
    `${cpu}（${cores} コア）、Node ${units.nodeVersion(node)}、リビジョン ${revision}`,
  unpredictedTooMany: (cells, limit) => `グリッド点 ${cells} 個は上限 ${limit} 個を超過`,
  unpredictedWithoutSteps: (cells, total) =>
    `${total} 個中 ${cells} 個で、ステップのコストがわかる sequential の成功した実行がない`,
  cellsMeasured: (measured, planned) => `グリッド点 ${planned} 個中 ${measured} 個`,
  blocksPerCell: (processes) => `各点で方式ごとに ${processes}`,
  sameOutput: 'すべてのグリッド点で、すべての方式が同じ通知を送信',
  outputDiffers: (places) => `${places}、方式によって送信した通知が異なります`,
  noisePassed: 'すべてのグリッド点で、基準どうしの差は許容幅以内',
  noiseFailed: (places) => `${places}、基準どうしの差が許容幅を超える可能性があり、大きな差だけを判定しています`,
  sensitivityFound: 'すべてのグリッド点で、遅くした複製を検出',
  sensitivityMissed: (places) => `${places}、遅くした複製を検出できず、大きな差だけを判定しています`,
  verdictsName: '判定',
  constraintsName: '制約',
  environmentsName: 'マシン',
  unmeasuredName: '未計測',
  predictionName: '予測',
  alphaShared: (alpha, comparisons) => `有意水準は合計 ${alpha}（${comparisons}）`,
  moreCells: (cells) => `ほかに ${cells} 個のグリッド点があります（--verbose）。`,
  tooFewBlocks: '判定なし：最初の中間解析に達したグリッド点がありません。同じコマンドで続きを計測できます。',
}
