import type { causes as Texts } from '../en/causes.ts'

/** As in English. */
export const causes: typeof Texts = {
  fasterOnAverage: (variant, ms, reference) =>
    `${variant} の所要時間は ${reference} より平均で ${ms} ms 短くなりました`,
  slowerOnAverage: (variant, ms, reference) =>
    `${variant} の所要時間は ${reference} より平均で ${ms} ms 長くなりました`,
  fasterThanReference: ({ variant, ms, reference, range }) =>
    `${variant} の所要時間は ${reference} より平均で ${ms} ms（${range} ms）短くなりました`,
  slowerThanReference: ({ variant, ms, reference, range }) =>
    `${variant} の所要時間は ${reference} より平均で ${ms} ms（${range} ms）長くなりました`,
  causeUnknown: (difference, reason) => `${difference}。${reason}。`,
  lessOfPhase: (difference, phase, ms) => `${difference}。うち ${ms} ms は、${phase}の短縮によるものです。`,
  lessOfPhasePartlyOffset: (difference, phase, ms) =>
    `${difference}。原因は${phase}の短縮（${ms} ms）で、一部はほかの要素の増加で相殺されています。`,
  moreOfPhasePartlyOffset: (difference, phase, ms) =>
    `${difference}。原因は${phase}の増加（${ms} ms）で、一部はほかの要素の短縮で相殺されています。`,
  moreOfPhase: (difference, phase, ms) => `${difference}。うち ${ms} ms は、${phase}の増加によるものです。`,
  noPhaseDiffers: '単独で有意差のある要素はありません',
  spreadOverPhases: (phases) => `差は複数の要素に分散しています（${phases}）`,
  phasesTooSmall: (phases) => `有意差のある要素（${phases}）は、全体の差の半分に達しません`,
  ofWaiting: 'サーバー応答待ち',
  ofBetween: 'ステップ間の待ち時間',
  ofCpu: 'CPU 時間',
  ofQueueing: 'キュー待ち',
  ofStartUp: '開始・終了の時間',
  ofPhase: (phase) => (/[\x20-\x7E]$/.test(phase) ? `${phase} の時間` : `${phase}時間`),
  timeBreakdownTitle: '時間の内訳：1 回の実行の平均（ms）',
  totalColumn: '合計',
  meanConcurrencyColumn: '平均同時実行数',
  meanConcurrencyShortColumn: '同時実行数',
  timeBreakdownNote:
    'クリティカルパス上の内訳です。サーバー応答待ち、ステップの CPU 時間、キュー待ち（同時実行の枠、イベントループ、CPU、ネットワークの空き待ち）、開始・終了（最初のステップの前と最後のステップの後）の合計が所要時間になります。取得と通知の列は、クリティカルパス上のステップ数です。平均同時実行数は、同時に進行していたステップ数の平均です。',
  waitingPhase: 'サーバー応答待ち',
  betweenPhase: 'ステップ間',
  cpuPhase: 'CPU',
  queueingPhase: 'キュー待ち',
  startUpPhase: '開始・終了',
  fetchPhase: '取得',
  checkPhase: '確認',
  notifyPhase: '通知',
  servicePhase: 'サービス',
  initPhase: '初期化',
  handlerPhase: 'ハンドラ',
  runPhase: '実行',
  aroundPhase: '開始・終了',
  overheadPhase: 'オーバーヘッド',
  extensionsPhase: '拡張機能',
  tooFewContainers: (minimum) => `差の原因の特定には、方式ごとに ${minimum} コンテナ以上が必要です。`,
}
