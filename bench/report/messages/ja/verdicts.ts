import type { verdicts as Texts } from '../en/verdicts.ts'

/** As in English. */
export const verdicts: typeof Texts = {
  reference: '基準',
  notJudged: '未判定',
  equivalentWithin: (margin) => `${margin} 以内で同等`,
  inconclusiveNeeds: (blocks) => `未確定（${blocks}ほど必要）`,
  inconclusiveNeedsTime: (blocks, duration) => `未確定（${blocks}ほど必要、約 ${duration}）`,
  outputMismatchReason: (mismatches, runs) => `${runs} 回中 ${mismatches} 回`,
  runsFailedReason: (failed, runs) => `${runs} 回中 ${failed} 回失敗`,
  referenceFailedReason: '基準が失敗',
  referenceVerdictReason: (verdict) => `基準：${verdict}`,
  faster: '速い',
  slower: '遅い',
  equivalent: '同等',
  fasterSizeUnclear: '速い（差の大きさは不明）',
  slowerSizeUnclear: '遅い（差の大きさは不明）',
  inconclusive: '未確定',
  outputMismatch: '出力不一致',
  unreliable: '失敗あり',
  mockServerSaturated: 'モックサーバー飽和',
  insufficientTraces: 'トレース不足',
  networkAllowed: '外部接続あり',
  better: '良い',
  worse: '悪い',
  betterSizeUnclear: '良い（差の大きさは不明）',
  worseSizeUnclear: '悪い（差の大きさは不明）',
}
