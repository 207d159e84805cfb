import type { load as Texts } from '../en/load.ts'

/** As in English. */
export const load: typeof Texts = {
  itemsAndDeliveries: (items, deliveries) => `${items}、ジョブごとに ${deliveries}`,
  oneJobAtATime:
    '一つのプロセスは、一度に一つのジョブを行います。ジョブは、その予定の時刻と、前のジョブが終わった時刻の、どちらか遅いほうに始まります。',
  mockServerLag: (lag, variant) => `モックサーバー: 応答の遅延は、予定より最大で ${lag} 長くなりました (${variant})。`,
  discardedBlock: (block, reason) => `プロセス ${block}: ${reason}`,
  stoppedEarly: (blocks) =>
    `終わりより前に、それぞれ ${blocks} プロセスで止まりました。区間は 95% で、判定はありません。`,
  stoppedEarlyOfPlanned: (blocks, planned) =>
    `終わりより前に、それぞれ ${planned} プロセス中 ${blocks} プロセスで止まりました。区間は 95% で、判定はありません。`,
  judgedAtShared: ({ blocks, alpha, comparisons }) =>
    `判定時点: ${blocks}、alpha ${alpha} (${comparisons}で分け合う)。`,
  judgedAt: (blocks, alpha) => `判定時点: ${blocks}、alpha ${alpha}。`,
  deliveriesUnchecked:
    '配信チェック: 基準の一続きのジョブが一つも無事に終わらなかったので、照らし合わせるものがありません。',
  deliveriesAgree: ({ deliveries, duplicates, digest }) =>
    `配信チェック: 失敗のなかった一続きのジョブはどれも、まったく同じ通知を送信しました (1 つのジョブに ${deliveries}、重複 ${duplicates} 件、ダイジェスト ${digest})。`,
  scheduleStopRemedy: 'ほかのプログラムを閉じるか、ジョブの間隔を広げる',
  scheduleStoodStillOne: ({ variant, share, margin, remedy }) =>
    `ハーネス: ${variant} では、スケジュールがその長さの ${share} にあたる間止まっていました。許容幅の ${margin} を超えるので、ジョブの間隔は設定より広くなっています。対策: ${remedy}。`,
  scheduleStoodStillMany: ({ variants, share, margin, remedy }) =>
    `ハーネス: ${variants} では、スケジュールが、最大でその長さの ${share} にあたる間止まっていました。許容幅の ${margin} を超えるので、ジョブの間隔は設定より広くなっています。対策: ${remedy}。`,
  scheduleStopMissedJobs: ({ variant, milliseconds, missedJobs, remedy }) =>
    `ハーネス: ${variant} では、スケジュールが一度 ${milliseconds} ms 止まりました。その間に${missedJobs}の予定の時刻が来るはずでしたが、どの積み残しにも数えていません。対策: ${remedy}。`,
  latencyTitle: '予定の時刻から応答までの時間 ms (95%)',
  medianColumn: '中央値',
  serviceTimeColumn: '処理時間',
  tooFewJobsForPercentiles: (requirements, available) =>
    `これより高いパーセンタイルには、ジョブが足りません。方式ごとに要るジョブの数: ${requirements}。いまは ${available} です。`,
  intervalsAssumeIndependence:
    'これらの区間はジョブどうしが独立であるとみなしていますが、キューに並ぶジョブは独立ではありません。比のほうは、プロセスどうしが独立であるとみなしています。',
  closedLoop: (serviceTimes) =>
    `前のジョブが終わってから次を始める、閉ループのベンチマークなら、こう言ったはずです: ${serviceTimes}。`,
  latencyGrowsWithJobs: (variants) =>
    `遅れていくものには、定まった応答までの時間がありません。${variants} の応答までの時間と、それに対する比は、--jobs とともに大きくなります。`,
  loadTitle: '負荷と積み残し',
  loadIntervalColumn: '負荷 (95%)',
  busyColumn: '稼働',
  largestBacklogColumn: '最大の積み残し',
  serviceRatioColumn: (reference) => `処理時間 (対 ${reference})`,
  loadLegend:
    '負荷: 一つのジョブにかかる時間の、ジョブの間隔に対する比 (1 を超えると、一つのプロセスでは足りない); 稼働: ジョブが進んでいた時間の割合; 積み残し: 一つのジョブが始まったとき、ほかに予定の時刻が来ていたジョブの数。',
  scheduleStops: ({ medianMs, longestMs, variant }) =>
    `ジョブとジョブの間にはハーネスも働きます。それがジョブを遅らせるところでは、スケジュールのほうを止めました。一つのジョブにつき中央値で最大 ${medianMs} ms、最も長いときは一度に ${longestMs} ms でした (${variant})。`,
  latencyRatioColumn: (reference) => `応答までの時間 (対 ${reference})`,
  latencyMsColumn: '応答までの時間 ms',
  paceColumn: '追いつくか',
  serviceTimeMsColumn: '処理時間 ms',
  loadColumn: '負荷',
  perSecond: (jobs) => `毎秒 ${jobs}`,
  perMinute: (jobs) => `毎分 ${jobs}`,
  perHour: (jobs) => `毎時 ${jobs}`,
  schedule: (rate, everyMs) => `${rate} (${everyMs} ms ごとに 1 件)`,
  keepsUp: '追いつく',
  fallsBehind: ({ jobsPerMinute, low, high }) => `毎分 ${jobsPerMinute} 件 (${low}～${high}) 遅れていく`,
  paceInconclusive: (load) => `追いつくかは未決 (負荷 ${load})`,
  jobsInBlocksOne: (jobs) => `各方式の 1 プロセスで ${jobs}`,
  jobsInBlocksMany: (jobs, blocks) => `各方式の ${blocks} プロセスのそれぞれで ${jobs}`,
}
