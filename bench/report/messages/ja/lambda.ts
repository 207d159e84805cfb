import type { lambda as Texts } from '../en/lambda.ts'

/** As in English. */
export const lambda: typeof Texts = {
  warmTitle: 'ウォームの呼び出し、コンテナの中央値 (95%)',
  memorySizeColumn: 'メモリ MB',
  containersColumn: 'コンテナ数',
  billedColumn: '請求 ms',
  usdPerMillionColumn: 'USD/百万回',
  callerOverheadColumn: '実行外 ms',
  peakMemoryColumn: '最大 MB',
  callerOverheadNote:
    '実行外: 呼び出した側が所要時間のほかに待った時間。フィードの一覧、ハンドラ、ランタイム、サービス、通信の分です。',
  totalCostBelowMinimum: '0.0001 未満',
  usdPerMillionNoteLab: ({ architectures, region, priceDate }) =>
    `USD/百万回: これが Lambda だったとしたときの、このような呼び出し百万回の費用。請求された分の平均から、リクエスト料金を含め、${region} の ${architectures} の価格 (${priceDate}) で計算しました。`,
  totalCostNoteLab: (total) => `コールドも含むすべての呼び出し: これが Lambda なら USD ${total}、ここでは無料です。`,
  usdPerMillionNoteAws: ({ architectures, region, priceDate }) =>
    `USD/百万回: このような呼び出し百万回の費用。請求された分の平均から、リクエスト料金を含め、${region} の ${architectures} の価格 (${priceDate}) で計算しました。`,
  totalCostNoteAws: (total) => `コールドも含むすべての呼び出し: USD ${total}。`,
  coldTitle: 'コールドスタート、中央値 (95%)',
  initColumn: '初期化 ms',
  roundTripColumn: '往復 ms',
  coldColumnsNote:
    '初期化: ハンドラを呼べるようになるまで; コールド/ウォーム: 最初の実行の、同じコンテナのその後の実行に対する比。',
  coldFailures: ({ variant, failed, total }) =>
    `${variant}: コールドの呼び出し ${total} 回のうち ${failed} 回が失敗し、表には入っていません。`,
  tooFewColdStarts: (minimum) => `${minimum} コンテナに満たないと、コールドスタートについて確かなことは言えません。`,
  timeBreakdownTitle: 'X-Ray による時間の内訳: ウォームの呼び出し一回が待ったもの、コンテナの平均、ms',
  servicePhaseMeaning: 'Lambda の中で、関数の前と後',
  handlerPhaseMeaning: 'ハンドラの中で、実行の前と後',
  runPhaseMeaning: '実行の全体 (タイムラインにないフィードがあるため)',
  aroundPhaseMeaning: '実行の中で、最初のステップの前と最後のステップの後',
  waitingPhaseMeaning: 'ステップとステップの間',
  overheadPhaseMeaning: '関数の中で、ハンドラの後',
  phaseLegendEntry: (phase, meaning) => `${phase}: ${meaning}`,
  phaseLegend: (entries) => `${entries}。足すと合計になります。`,
  stepPhasesMeaning: (phases) => `${phases}: 実行が待った分だけ`,
  phaseLegendWithSteps: (entries) =>
    `${entries}。ここまでを足すと合計になります。平均同時実行数 (同時実行数): 一度に進んでいたステップの数。`,
  crossCheckTracesOnly: ({ matched, invocations, percent }) =>
    `突き合わせ: ${invocations} 回の呼び出しのうち ${matched} 回 (${percent}%) に、完全なトレースがあります。照らし合わせるドライバーも配信記録もありませんでした。`,
  crossCheck: ({ matched, invocations, percent }) =>
    `突き合わせ: ${invocations} 回の呼び出しのうち ${matched} 回 (${percent}%) に、ドライバーとも配信記録とも一致する完全なトレースがあります。`,
  unmatchedInvocations: (count, reason) => `一致しないもの: ${count} 回 (${reason})。`,
  tooFewMatched: '一致が 95% に満たないので、速さについては何も言いません。',
  unmatchedNoTrace: 'トレースが届かなかった',
  unmatchedTraceCount: 'トレースと応答で通知の数が違う',
  unmatchedDeliveriesCount: '応答と配信記録で通知の数が違う',
  memorySizesTitle: 'メモリを増やすと得られるもの: 所要時間の中央値 (ms) と、ウォームの呼び出し百万回の USD',
  usdAtSizeColumn: (size) => `USD (${size})`,
  memorySizesNote: '判定はサイズごとに、同じサイズの基準に対して行いました。ここでは並べているだけです。',
  coldColumn: 'コールド',
}
