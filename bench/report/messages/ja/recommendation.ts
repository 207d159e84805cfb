import type { recommendation as Texts } from '../en/recommendation.ts'

/** As in English. */
export const recommendation: typeof Texts = {
  outputDiffers: '速さで選ばないでください。方式が送信した通知が同じではありません。',
  mockServerSaturated:
    'モックサーバーがこの計測の限界になっています。フィードを減らすか、遅延を長くするか、コアの多いマシンを使ってください。',
  insufficientTracesLab:
    'これで選ばないでください。完全なトレースのない呼び出しや、トレースの内容が食い違う呼び出しが多すぎます。もう一度計測してください。',
  insufficientTracesAws:
    'これで選ばないでください。完全なトレースのない呼び出しや、トレースの内容が食い違う呼び出しが多すぎます。遅れて届いたトレースを utakata xray FOLDER で尋ねるか、もう一度計測してください。',
  waitMany: (variants, advantage) =>
    `まだ決めないでください。${variants} のほうが${advantage}かもしれませんが、モックサーバーの遅れが大きすぎて、どれも判定できませんでした。もっと静かなマシンか、もっと長い遅延を試してください。`,
  waitOne: (variants, advantage) =>
    `まだ決めないでください。${variants} のほうが${advantage}かもしれませんが、モックサーバーの遅れが大きすぎて、判定できませんでした。もっと静かなマシンか、もっと長い遅延を試してください。`,
  tiedVariants: (variants) => `。これと有意差のないもの: ${variants}`,
  unclearVariants: ({ advantage, reference, variants }) =>
    `。これと有意差がなく、${reference} より有意に${advantage}とも言えないもの: ${variants}`,
  useVariant: ({ variant, reason, tied, unclear }) => `${variant} を使ってください: ${reason}${tied}${unclear}。`,
  onlyBaseline: (reference) => `選ぶものがありません。${reference} のほかに計測したのは、その古いコードだけです。`,
  noCandidates: (reference) => `${reference} と比べるものがありません。`,
  noneMeetsConstraints: '制約を満たすものがありません。',
  noneJudgedMeetsConstraints: '判定できたもののうちに、制約を満たすものがありません。',
  onlyReferenceEligible: (reference) => `${reference} のままにしてください。ほかに制約を満たすものがありません。`,
  noneJudged: (reference, objective) =>
    `何も選べません。${reference} のほかに、${objective} で判定できた方式がありません。`,
  keepReference: ({ reference, advantage, margin }) =>
    `${reference} のままにしてください。これより ${margin} を超えて${advantage}ものはありません。`,
  continueWithoutQuick: (maxBlocks) => `。--quick を付けなければ ${maxBlocks} プロセスまで続きます`,
  maxBlocksReached: (maxBlocks) =>
    `。上限の、それぞれ ${maxBlocks} プロセスまで走らせたので、もっと静かなマシンか、もっと広い --margin を試してください`,
  inconclusive: ({ advantage, reference, nextStep }) =>
    `今のところ ${reference} より有意に${advantage}ものはなく、まだ決まっていないものもあります${nextStep}。`,
  tooFewBlocksLocal: '判定にはプロセスが足りません。最初の判定時点まで走らせてください。',
  tooFewContainersPlanned: (needed) =>
    `判定にはコンテナが足りません。終わりまで (それぞれ ${needed} コンテナ) 走らせてください。`,
  tooFewContainersTraced: (minimum) =>
    `判定にはコンテナが足りません。それぞれ ${minimum} コンテナ分のトレースが要ります。`,
  tooFewContainersRequested: (minimum) =>
    `判定にはコンテナが足りません。--containers で ${minimum} コンテナ以上を求めてください。`,
  unfitNoCopy: '比べるための基準の複製がないので、これより細かい判定はできません。',
  unfitCopyFailed: (remedies) =>
    `基準の複製が失敗したため、これより細かい判定のよりどころがありません。対策: ${remedies}。`,
  unfitCopyLate: (remedies) =>
    `基準の複製に対してモックサーバーが遅れすぎたため、これより細かい判定のよりどころがありません。対策: ${remedies}。`,
  unfitNoiseAws: (remedies) => `コンテナどうしの違いが大きすぎて、これより細かい判定はできません。対策: ${remedies}。`,
  unfitNoiseLocal: (remedies) => `このマシンはノイズが大きく、これより細かい判定はできません。対策: ${remedies}。`,
  remedyMoreBlocks: 'もっと多くのプロセスまで走らせる',
  remedyMoreBlocksWithoutQuick: 'もっと多くのプロセスまで走らせる (--quick なしで)',
  remedyMoreContainers: 'コンテナを増やす',
  remedyWiderMarginAws: '許容幅を広げる (--margin)',
  remedyLongerDelays: '遅延を長くする',
  remedyFixCopy: '基準の複製が失敗した原因を取り除く',
  betterCost: '安い',
  betterFirstNotification: '最初の通知が早い',
  betterWeighted: (objective) => `総合 (${objective}) で優れている`,
  closestTime: (share) => `時間は ${share} です`,
  closest: (variant, reason) => `最も近いのは ${variant} です。${reason}。`,
  shareOfReference: ({ ratio, reference, low, high }) => `${reference} の ${ratio} 倍 (${low}～${high})`,
  reasonSpeed: ({ speedUp, reference, ratio, low, high }) =>
    `${reference} の ${speedUp} 倍の速さで、時間は ${ratio} 倍 (${low}～${high}) です`,
  reasonCost: (share) => `費用の平均は ${share} です`,
  reasonFirstNotification: (share) => `最初の通知までの時間は ${share} です`,
  reasonWeighted: (objective, share) => `時間と費用を ${objective} で重みづけした値は ${share} です`,
  excludedVariants: (variants) => `外したもの: ${variants}。`,
  excludedNoNotification: '通知を 1 件も送信しなかった実行がある',
  excludedRssUnknown: '最大メモリ: 不明',
  excludedRss: (largest, limit) => `ある一回の実行で最大メモリ ${largest} が ${limit} を超過`,
  excludedLoopDelayUnknown: 'イベントループの最大遅延: 不明',
  excludedLoopDelay: (largest, limit) => `ある一回の実行でイベントループの遅延 ${largest} が ${limit} を超過`,
  excludedInFlightUnknown: '同時に取得中のフィード: 不明',
  excludedInFlight: (largest, limit) => `同時に取得中のフィード ${largest} 件が ${limit} 件を超過`,
  excludedFailuresUnknown: '一回の実行の失敗: 不明',
  excludedFailures: (largest, limit) => `一回の実行の失敗 ${largest} 件が ${limit} 件を超過`,
  widerPlanMargin: '許容幅を広げる (--margin)',
  closeOtherPrograms: 'ほかのプログラムを閉じる',
  loadMoreBlocks: 'プロセスを増やす (--processes)',
  loadNoisyMachine: (remedies) =>
    `このマシンはノイズが大きく、応答までの時間について、これより細かい判定はできません。対策: ${remedies}。`,
  loadOutputMismatch:
    '応答までの時間で選ばないでください。方式が送信した通知が同じでないか、同じ通知を二度送信したものがあります。',
  referenceFailed: (reference) =>
    `まず ${reference} を直してください。基準そのものが失敗したため、何もそれと比べられません。`,
  loadTooFewBlocks: '判定にはプロセスが足りません。終わりまで、すべてのプロセスを走らせてください。',
  loadTooFewBlocksOfNeeded: (blocks) =>
    `判定にはプロセスが足りません。終わりまで (${blocks} プロセス) 走らせてください。`,
  loadWaitForMockServer: (variants) =>
    `まだ決めないでください。モックサーバーの遅れが大きすぎて、${variants} を判定できませんでした。もっと静かなマシンか、もっと長い遅延を試してください。`,
  loadNothingJudged: '何も言えません。各方式の判定を見てください。',
  loadNearest: (variant, load) => `最も近いのは ${variant} で、負荷は ${load} です`,
  loadNoneKeepsUpUncertain: (rate, nearest) =>
    `${rate}に追いつくと言えるものはありません。${nearest}。--jobs か --processes を増やせば、はっきりします。そうでなければ、ジョブの間隔を広げてください。`,
  loadNoneKeepsUpByWebhook: (rate, nearest) =>
    `${rate}に追いつく方式はありません。${nearest}。ジョブの間隔を広げてください。決め手になるのは Webhook の受け取る速さで、プロセスを増やしても、それを分け合うだけです。`,
  loadNoneKeepsUp: (rate, nearest) =>
    `${rate}に追いつく方式はありません。${nearest}。ジョブの間隔を広げるか、負荷の値より多いプロセスで分け合ってください。`,
  loadCloseVariants: (variants) => `。これに近いもの: ${variants}`,
  loadUseReferenceFallsBehind: ({ variant, rate, reference, closeVariants }) =>
    `${variant} を使ってください: ${rate}に追いつき、${reference} は遅れていくので、そのジョブの待ちは延び続けます${closeVariants}。`,
  loadUse: ({ variant, rate, ratio, reference, closeVariants }) =>
    `${variant} を使ってください: ${rate}に追いつき、ジョブの終わりを待つ時間は、${reference} の ${ratio} 倍です${closeVariants}。`,
  loadKeepReference: (reference, rate) =>
    `${reference} のままにしてください。${rate}に追いつきます。追いつくもののうちに、これより有意に速いものはありません。`,
  loadKeepsUpOne: ({ variant, rate, reference }) =>
    `この中で ${rate}に追いつくと言えるのは ${variant} です。${reference} が追いつくかどうかは決まっていません。どちらが速いかも決まっていません。`,
  loadKeepsUpMany: ({ variants, rate, reference }) =>
    `この中で ${rate}に追いつくと言えるのは ${variants} です。${reference} が追いつくかどうかは決まっていません。どれが速いかも決まっていません。`,
  forMemorySize: (memoryMb, recommendation) => `${memoryMb} MB: ${recommendation}`,
  costPerMillionAws: (recommendedUsd, referenceUsd) =>
    `ウォームの呼び出し百万回の費用は USD ${recommendedUsd} で、基準では ${referenceUsd} です。`,
  costPerMillionComputed: (recommendedUsd, referenceUsd) =>
    `Lambda なら、百万回の実行の費用は USD ${recommendedUsd} で、基準では ${referenceUsd} です (計算値)。`,
}
