import type { recommendation as Texts } from '../en/recommendation.ts'

/** As in English. */
export const recommendation: typeof Texts = {
  use: (variant, how) => `この条件での推奨：${variant}（${how}）。`,
  useBy: (objective, variant, how) => `この条件での推奨（評価指標：${objective}）：${variant}（${how}）。`,
  answerMeaningAtSizes: (reference) => `の速さ（対 ${reference}）`,
  answerMeaning: (interval, reference) => `の速さ（対 ${reference}、区間 ${interval}）`,
  asFast: (speedUp, reference) => `${reference} の ${speedUp}の速さ`,
  shareOfCost: (share, reference) => `費用は ${reference} の ${share}`,
  shareOfFirstNotification: (share, reference) => `最初の通知までの時間は ${reference} の ${share}`,
  shareOfWeighted: (share, reference) => `時間と費用の加重値は ${reference} の ${share}`,
  tied: (variant, others) => `${others} とは有意差がないため、これらのうち最も単純な ${variant} を推奨しています。`,
  tiedSizes: (variant, others) =>
    `${others} とは有意差がないため、これらのうちメモリが最も少ない ${variant} を推奨しています。`,
  unclear: ({ advantage, reference, variants }) =>
    `推奨した方式と有意差がなく、${reference} より有意に${advantage}とも言えない方式：${variants}。`,
  sizesAreLabels:
    'このラボでは、サイズごとの CPU の割り当てを再現できていません（--verbose）。採用する前に AWS で確認してください。',
  sizesUnverified:
    'このラボでは、サイズごとの CPU の割り当てを確認していません（--verbose）。採用する前に AWS で確認してください。',
  unboundedConcurrency: '同時取得数に上限がありません。採用する前に、実際の項目数で計測してください。',
  moreMemory: ({ own, other, name }) => `メモリ使用量は ${own} です（${name} は ${other}）。`,
  moreMemoryThanTied: ({ own, other, name }) =>
    `メモリ使用量は ${own} です。ほかの点で有意に劣らない ${name} は ${other} です。`,
  moreMemoryThanNext: ({ own, other, name }) => `メモリ使用量は ${own} です。次点の ${name} は ${other} です。`,
  why: (reason) => `理由：${reason}`,

  wrongOutput: (finding) => `推奨なし：${finding}。`,
  referenceFailed: (reference) =>
    `推奨なし：基準の実行が失敗しました。ほかの方式の比較対象となる ${reference} を先に修正してください。`,
  networkAllowed: '推奨なし：ジョブがモックサーバー以外にも接続できる設定（--allow-net）のため、比較できません。',
  mockServerSaturated:
    '推奨なし：モックサーバーがボトルネックになっています。項目を減らすか、遅延を長くするか、コア数の多いマシンを使ってください。',
  mockServerLate:
    '推奨なし：モックサーバーの応答が遅すぎました。ほかのプログラムを終了するか、遅延を長くするか、空きコアの多いマシンを使ってください。',
  insufficientTracesLab:
    '推奨なし：トレースが不完全な呼び出しや、トレースと配信記録が一致しない呼び出しが多すぎます。もう一度計測してください。',
  insufficientTracesAws:
    '推奨なし：トレースが不完全な呼び出しや、トレースと一致しない呼び出しが多すぎます。utakata xray FOLDER で遅れて届いたトレースを取得するか、もう一度計測してください。',
  wait: (variants, advantage) =>
    `まだ推奨できません：${variants} のほうが${advantage}可能性がありますが、モックサーバーの遅れが大きく判定できませんでした。遅延を長くするか、負荷の低いマシンを使ってください。`,
  onlyBaseline: (reference) => `推奨なし：計測したのは ${reference} とその旧リビジョンだけです。`,
  noCandidates: (reference) => `推奨なし：計測したのは ${reference} だけです。`,
  noneMeetsConstraints: '推奨なし：制約を満たす方式がありません。',
  noneJudgedMeetsConstraints: '推奨なし：判定できた方式の中に、制約を満たすものがありません。',
  onlyReferenceEligible: (reference) => `${reference} のままで問題ありません。ほかに制約を満たす方式がありません。`,
  noneJudged: (reference, objective) =>
    objective === 'speed'
      ? `推奨なし：${reference} 以外に、速さを判定できた方式がありません。`
      : `推奨なし：${reference} 以外に、評価指標 ${objective} で判定できた方式がありません。`,
  keepReference: ({ reference, advantage, margin }) =>
    `この条件では ${reference} のままで問題ありません。${margin} を超えて${advantage}方式はありません。`,
  inconclusive: ({ reference, advantage, margin }) =>
    `まだ推奨できません：${reference} より ${margin} を超えて${advantage}と確定した方式はなく、未確定の方式が残っています。`,
  runWithoutQuick: (maxBlocks) => `--quick を付けずに実行すると、最大 ${maxBlocks} プロセスまで計測を続けます。`,
  maxBlocksReached: (maxBlocks) =>
    `上限の ${maxBlocks} プロセスまで計測しました。負荷の低いマシンを使うか、--margin を広げてください。`,
  undecided: (variants, needed) => `未確定：${variants}。確定には${needed}ほど必要です。`,
  undecidedTime: (variants, needed, duration) =>
    `未確定：${variants}。確定には${needed}ほど必要です（約 ${duration}）。`,
  tooFewBlocksLocal: (blocks) => `判定なし：最初の中間解析の前に ${blocks}で停止しました。もっと長く実行してください。`,
  tooFewContainersPlanned: (needed) =>
    `判定なし：コンテナ数が足りません。方式ごとに ${needed} コンテナの計測が終わるまで実行してください。`,
  tooFewContainersTraced: (minimum) =>
    `判定なし：コンテナ数が足りません。方式ごとに ${minimum} コンテナ以上のトレースが必要です。`,
  tooFewContainersRequested: (minimum) =>
    `判定なし：コンテナ数が足りません。--containers ${minimum} 以上を指定してください。`,
  closest: (variant, how) => `最も近い方式：${variant}（${how}）。`,

  remedies: (remedies) => `対策：${remedies}`,
  remedyMoreBlocks: 'もっと長く実行する',
  remedyMoreBlocksWithoutQuick: '--quick を付けずに実行する',
  remedyMoreContainers: '--containers を増やす',
  remedyWiderMargin: '--margin を広げる',
  remedyLongerDelays: '遅延を長くする',
  remedyFixCopy: '基準の失敗を修正する',
  betterCost: '安い',
  betterFirstNotification: '最初の通知が早い',
  betterWeighted: '優れている',
  objectiveScores: ({ objective, reference, scores }) => `評価指標 ${objective} の値（対 ${reference}）：${scores}。`,
  excludedVariants: (variants) => `除外：${variants}。`,
  excludedNoNotification: '通知を送信しなかった実行がある',
  excludedNoCost: '費用が不明な呼び出しがある',
  excludedRssUnknown: '最大メモリが不明',
  excludedRss: (largest, limit) => `最大メモリ ${largest} が上限 ${limit} を超過`,
  excludedLoopDelayUnknown: 'イベントループの遅延が不明',
  excludedLoopDelay: (largest, limit) => `イベントループの遅延 ${largest} が上限 ${limit} を超過`,
  excludedInFlightUnknown: '同時取得数が不明',
  excludedInFlight: (largest, limit) => `同時取得数 ${largest} が上限 ${limit} を超過`,
  excludedFailuresUnknown: '失敗数が不明',
  excludedFailures: (largest, limit) => `1 回の実行の失敗数 ${largest} が上限 ${limit} を超過`,
  remedyCloseOtherPrograms: 'ほかのプログラムを終了する',
  costPerMillionAws: (recommendedUsd, referenceUsd) =>
    `ウォーム呼び出し 100 万回の費用は USD ${recommendedUsd}（基準は USD ${referenceUsd}）です。`,

  loadMoreBlocks: '--processes を増やす',
  loadTooFewBlocks: '判定なし：途中で停止しました。最後まで実行してください。',
  loadTooFewBlocksOfNeeded: (blocks) =>
    `判定なし：途中で停止しました。最後（${blocks} プロセス）まで実行してください。`,
  loadWaitForMockServer: (variants) =>
    `まだ推奨できません：モックサーバーの遅れが大きく、${variants} を判定できませんでした。遅延を長くするか、負荷の低いマシンを使ってください。`,
  loadNothingJudged: '推奨なし：判定できた方式がありません。',
  loadNearest: (variant, load) => `最も近いのは ${variant}（負荷 ${load}）です`,
  loadNoneKeepsUpUncertain: (rate, nearest) =>
    `まだ推奨できません：${rate}に確実に追いつく方式はありません。${nearest}。--jobs か --processes を増やすか、ジョブの間隔を広げてください。`,
  loadNoneKeepsUpByWebhook: (rate, nearest) =>
    `${rate}に追いつく方式はありません。${nearest}。Webhook のレート制限が原因で、プロセスを増やしても同じ制限を分け合うだけです。ジョブの間隔を広げてください。`,
  loadNoneKeepsUp: (rate, nearest) =>
    `${rate}に追いつく方式はありません。${nearest}。ジョブの間隔を広げるか、複数のプロセスに分散してください。`,
  loadClose: (variants) => `${variants} とは僅差で、区間が重なっています。`,
  loadUseReferenceFallsBehind: (variant, rate, reference) =>
    `このスケジュールでの推奨：${variant}。${rate}に処理が追いつきます（${reference} は追いつきません）。`,
  loadUse: ({ variant, rate, share, reference }) =>
    `このスケジュールでの推奨：${variant}。${rate}に追いつき、レイテンシは ${reference} の ${share} です。`,
  loadKeepReference: (reference, rate) =>
    `このスケジュールでは ${reference} のままで問題ありません。${rate}に追いつき、有意に速い方式はありません。`,
  loadKeepsUp: ({ variants, rate, reference }) =>
    `${rate}に追いつく方式：${variants}。${reference} が追いつくか、どれが速いかは未確定です。`,
  withRate: (rate) => `（${rate}）`,
  useAtEverySize: (variant) => `この条件での推奨（すべてのメモリサイズ）：${variant}。`,
  dependsOnSize: '推奨はメモリサイズによって変わります。',
  weightNote: '重みは速さの重みです（aws-lambda-power-tuning の重みは費用の重みで、逆になります）。',
}
