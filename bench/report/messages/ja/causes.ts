import type { causes as Texts } from '../en/causes.ts'

/** As in English. */
export const causes: typeof Texts = {
  slowerThanReference: ({ variant, milliseconds, reference, range }) =>
    `${variant}: ${reference} より ${milliseconds} ms 遅く走りました (${range} ms)`,
  fasterThanReference: ({ variant, milliseconds, reference, range }) =>
    `${variant}: ${reference} より ${milliseconds} ms 速く走りました (${range} ms)`,
  causeUnknown: (difference, reason) => `${difference}。${reason}。`,
  causeOfSlower: ({ difference, phase, milliseconds, range }) =>
    `${difference}。原因は「${phase}」で、${milliseconds} ms 長くなっています (${range})。`,
  causeOfFaster: ({ difference, phase, milliseconds, range }) =>
    `${difference}。原因は「${phase}」で、${milliseconds} ms 短くなっています (${range})。`,
  noPhaseDiffers: '有意差のある部分はありません',
  spreadOverPhases: (phases) => `差は次の部分に分かれています: ${phases}`,
  phasesTooSmall: (phases) => `有意差があるのは「${phases}」だけで、それも全体の差の半分までしか占めません`,
  timeBreakdownTitle: '時間の内訳: 一回の実行が待ったもの、平均、ms',
  totalColumn: '合計',
  meanConcurrencyColumn: '平均同時実行数',
  meanConcurrencyShortColumn: '同時実行数',
  timeBreakdownNote:
    'サーバー応答待ち: サーバーが応答を待たせた時間; CPU: 待ったステップの CPU 時間; キュー待ち: そのステップが、レーン、イベントループ、CPU、通信のどれかで、ほかの後ろに並んだ時間; 起動: 最初のステップの前と最後のステップの後。ここまでを足すと合計になります。取得、通知: 一回の実行が次々に待った、そのステップの数; 平均同時実行数 (同時実行数): 一度に進んでいたステップの数。',
  waitingPhase: 'サーバー応答待ち',
  cpuPhase: 'CPU',
  queueingPhase: 'キュー待ち',
  startUpPhase: '起動',
  fetchPhase: '取得',
  checkPhase: '確認',
  notifyPhase: '通知',
  servicePhase: 'サービス',
  handlerPhase: 'ハンドラ',
  runPhase: '実行',
  aroundPhase: '前後',
  overheadPhase: 'オーバーヘッド',
  tooFewContainers: (minimum) => `それぞれ ${minimum} コンテナに満たないと、差の原因は述べません。`,
}
