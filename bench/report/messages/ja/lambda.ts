import type { lambda as Texts } from '../en/lambda.ts'
import { yearAndMonth } from './comparison.ts'

/** As in English. */
export const lambda: typeof Texts = {
  onlyColdTitle: 'コールドスタート：コンテナの中央値（95%）',
  warmTitle: 'ウォーム呼び出し：コンテナの中央値（95%）',
  memorySizeColumn: 'メモリ（MB）',
  containersColumn: 'コンテナ数',
  billedColumn: '請求時間（ms）',
  usdPerMillionColumn: 'USD／100 万回',
  architectureColumn: 'アーキテクチャ',
  callerOverheadColumn: '実行外（ms）',
  peakMemoryColumn: '最大メモリ（MB）',
  callerOverheadNote:
    '実行外：呼び出し元が実行時間のほかに待った時間（項目一覧、ハンドラ、ランタイム、サービス、ネットワーク）です。',
  timeByAnswer: '関数の応答',
  timeByReport: 'Lambda が応答とともに返す REPORT ログ行',
  timeByCaller: '呼び出し元の計測（往復時間）',
  timeByTrace: 'X-Ray トレース',
  timeBySpan: 'OpenTelemetry スパン',
  timesNote: (source) => `所要時間の出所：${source}。`,
  reportsNote:
    '初期化、課金時間、最大メモリの出所：Lambda が応答とともに返す REPORT ログ行。往復時間：呼び出し元の計測。',
  tracesNote: 'フェーズの出所：X-Ray トレース。',
  computedNote: '課金時間：この所要時間をミリ秒単位に切り上げて計算。',
  totalCostBelowMinimum: '0.0001 未満',
  usdPerMillionNoteLab: ({ architectures, region, priceDate }) =>
    `USD／100 万回：Lambda で実行した場合の 100 万回の費用です。平均請求時間とリクエスト料金から、${region} の ${architectures} の料金（${yearAndMonth(priceDate)}）で計算しています。`,
  totalCostNoteLab: (total) => `コールドを含むすべての呼び出しの費用（Lambda の場合）：USD ${total}（ここでは無料）。`,
  usdPerMillionNoteAws: ({ architectures, region, priceDate }) =>
    `USD／100 万回：平均請求時間とリクエスト料金から、${region} の ${architectures} の料金（${yearAndMonth(priceDate)}）で計算しています。`,
  totalCostNoteAws: (total) => `コールドを含むすべての呼び出しの費用：USD ${total}。`,
  coldTitle: 'コールドスタート：中央値（95%）',
  initColumn: '初期化（ms）',
  roundTripColumn: '往復（ms）',
  coldColumnsNote:
    '初期化：ハンドラが呼ばれるまでの時間です。コールド／ウォーム：最初の実行の所要時間の、同じコンテナの以降の実行に対する比です。',
  coldFailures: ({ variant, failed, total }) =>
    `${variant}：コールド呼び出し ${total} 回のうち ${failed} 回が失敗し、表に含まれていません。`,
  tooFewColdStarts: (minimum) => `コールドスタートの判定にはコンテナ数が足りません（必要数 ${minimum}）。`,
  timeBreakdownTitle: 'X-Ray による時間の内訳：ウォーム呼び出し 1 回（コンテナの平均、ms）',
  timeBreakdownTitleSpans: 'スパンによる時間の内訳：ウォーム呼び出し 1 回（コンテナの平均、ms）',
  servicePhaseMeaning: 'Lambda サービス内で関数の前後にかかる時間',
  initPhaseMeaning: '新しいコンテナでの、ハンドラ開始前の時間',
  handlerPhaseMeaning: 'ハンドラ内で実行の前後にかかる時間',
  runPhaseMeaning: '実行全体（タイムラインに一部の項目がないため）',
  aroundPhaseMeaning: '実行内の、最初のステップの前と最後のステップの後の時間',
  betweenPhaseMeaning: 'パス上の次のステップが始まるまでの時間',
  overheadPhaseMeaning: '関数内の、ハンドラ終了後の時間',
  extensionsPhaseMeaning: 'ハンドラ終了後に拡張機能を待った時間',
  phaseLegendEntry: (phase, meaning) => `${phase}：${meaning}`,
  phaseLegend: (entries) => `${entries}。合計が呼び出し全体の時間になります。`,
  stepPhasesMeaning: (phases) => `${phases}：クリティカルパス上の分のみ`,
  phaseLegendWithSteps: (entries) =>
    `${entries}。合計が呼び出し全体の時間になります。平均同時実行数は、同時に進行していたステップ数の平均です。`,
  crossCheckTracesOnly: ({ matched, invocations, percent }) =>
    `照合：${invocations} 回の呼び出しのうち ${matched} 回（${percent}%）に完全なトレースがあります。照合できる呼び出し元の記録と配信記録はありません。`,
  crossCheck: ({ matched, invocations, percent }) =>
    `照合：${invocations} 回の呼び出しのうち ${matched} 回（${percent}%）に、呼び出し元の記録と配信記録の両方に一致する、完全なトレースがあります。`,
  unmatchedInvocations: (count, reason) => `不一致：${count} 回（${reason}）。`,
  tooFewMatched: '一致が 95% 未満のため、速さを判定しません。',
  unmatchedNoTrace: 'トレースが届かなかった',
  unmatchedTraceCount: 'トレースと応答の通知数が異なる',
  unmatchedDeliveriesCount: '応答と配信記録の通知数が異なる',
  memorySizesTitle: 'メモリサイズごとの所要時間（中央値、ms）と、ウォーム呼び出し 100 万回の費用（USD）',
  usdAtSizeColumn: (size) => `USD（${size}）`,
  memorySizesNote: 'メモリサイズごとに、同じサイズの基準に対して判定しています。',
  coldColumn: 'コールド',
}
