import type { page as Texts } from '../en/page.ts'

/** As in English. */
export const page: typeof Texts = {
  processorRow: 'CPU',
  measuredInLab: 'ローカル Lambda ラボ',
  measuredOnAws: (machine) => `AWS（呼び出し元：${machine}）`,
  titleWithMemory: (scenario, memoryMb) => `${scenario}（${memoryMb} MB）`,
  downloadJson: 'report.json を保存',
  figureData: (title) => `データ：${title}`,
  glossaryTitle: '列の意味',
  methodTitle: '計測方法',
  environmentTableLabel: '計測環境',
  methodLocal:
    'ブロックは、各方式の新しいプロセス 1 つずつの組です。ウォームアップの後、イテレーションごとに各方式を 1 回ずつ、単独で、ランダムな順に、同じ遅延条件で実行します。比は同じイテレーションの 2 つの実行から求め、統計の単位はブロックです。',
  methodMockServer:
    'モックサーバーは同じマシン上にあり、ループバック経由で応答します。同時リクエストが多いと応答が少し遅れますが、遅れの大きさはレポートに示します。',
  methodContainers:
    'コンテナは関数の新しい実行環境です。各コンテナで、コールド呼び出し 1 回に続けてウォーム呼び出しを数回、同じペイロードで実行します。方式の順序はランダムです。統計の単位はコンテナです。',
  targetLocal: 'このマシン',
  targetLab: 'このマシン上のローカル Lambda ラボ',
  targetAws: 'AWS（以下は呼び出し元のマシン）',
  targetLabel: '場所',
  measuredAtLabel: '計測日時',
  processorCores: (cores, cpu) => `${cpu}（${cores} コア）`,
  revisionLabel: 'リビジョン',
  loadAverageLabel: 'ロードアベレージ',
  scenarioLabel: 'シナリオ',
  programLabel: 'プログラム',
  limitsLabel: (variant) => `${variant} の設定上限`,
  variantsTableLabel: '方式',
  methodLoad:
    'ブロックごとに、各方式の新しいプロセスを 1 つずつ、ランダムな順に起動します。ジョブの予定時刻は前のジョブの終了に関係なく固定で、レイテンシは予定時刻から測ります。統計の単位はブロックです。',
  recommendedBadge: '推奨',
  resourcesTitle: 'リソース',
  methodSweep: 'グリッド点はそれぞれ独立したベンチマークで、ランダムな順に計測します。',
  machineLabel: 'マシン',
  tiedBadge: '最速と有意差なし',
  closeBadge: '僅差',
  detailsTitle: '詳細',
  answerLabel: 'この条件での推奨',
  validityTitle: '妥当性',
  everySizeAnswerLabel: 'すべてのメモリサイズでの推奨',
  scheduleAnswerLabel: 'このスケジュールでの推奨',
}
