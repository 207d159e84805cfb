import type { page as Texts } from '../en/page.ts'

/** As in English. */
export const page: typeof Texts = {
  processorRow: 'CPU',
  measuredOnLocal: (cores, node) => `このマシン、${cores} コア、Node ${node}`,
  measuredOnLab: (cores, node) => `lab、${cores} コア、Node ${node}`,
  measuredOnAws: (cores, node) => `AWS、呼び出し元は ${cores} コア、Node ${node}`,
  measuredOnWithCheck: (place, check) => `${place}、確認: ${check}`,
  titleWithMemory: (scenario, memoryMb) => `${scenario} (${memoryMb} MB)`,
  sensitivityCheckFoundBadge: (slowdown) => `感度チェック: ${slowdown} を検出`,
  sensitivityCheckMissedBadge: (slowdown) => `感度チェック: ${slowdown} を見落とし`,
  aaCheckPassedBadge: 'A/A チェック: 合格',
  aaCheckAbsentBadge: 'A/A チェックなし',
  aaCheckFailedBadge: 'A/A チェック: 不合格',
  downloadJson: 'このページの数値を保存する (report.json)',
  figureData: '数値',
  glossaryTitle: '列の意味',
  methodTitle: '計測のしかた',
  environmentTableLabel: '計測した場所',
  methodLocal:
    'ブロックは、方式ごとに新しいプロセスを一つずつ用意した組で、レポートでは「それぞれ 6 プロセス」のように数えます。ウォームアップのあとイテレーションに入り、毎回新しく混ぜた順で、方式を一度ずつ単独で走らせます。遅延はどの方式にも同じです。比は同じイテレーションの二つの実行の比で、一つの観測として数えるのはブロックです。',
  methodMockServer:
    'モックサーバーは同じマシンにあり、ループバックで応えます。ネットワークはありません。一度に多くを求められると少し遅れますが、その遅れは計測して示します。',
  methodContainers:
    'コンテナは、関数の新しい実行環境一つです。どのコンテナも、コールドの呼び出しを一回、ウォームの呼び出しを何回か、毎回引き直した順で、同じ入力で受けます。一つの観測として数えるのはコンテナです。',
  targetLocal: 'このマシン',
  targetLab: 'このマシンの lab',
  targetAws: 'AWS (以下は、呼び出した側のマシンについて)',
  targetLabel: '場所',
  measuredAtLabel: '計測日時',
  processorCores: (cores, cpu) => `${cpu} の ${cores} コア`,
  revisionLabel: 'リビジョン',
  loadAverageLabel: 'ロードアベレージ',
  scenarioLabel: 'シナリオ',
  limitsLabel: (variant) => `${variant} の上限`,
  quickBadge: '判定は一度だけ (--quick)',
  variantsTableLabel: '方式',
  methodLoad:
    'ブロックごとに、方式ごとの新しいプロセスを、引き直した順で一つずつ走らせます。ジョブの予定の時刻は、前のジョブが終わったかどうかにかかわらず決まっていて、時間はその時刻から数えます。一つの観測として数えるのはブロックです。',
  recommendedBadge: '推奨',
  resourcesTitle: '資源の使用',
  methodSweep: 'グリッド点はそれぞれ独立したベンチマークで、無作為な順に計測します。',
  machineLabel: 'マシン',
  sweepChecksBadge: (passed, measured) =>
    `A/A チェック合格、10 % 遅くした複製を検出: ${measured} 個中 ${passed} 個のグリッド点`,
}
