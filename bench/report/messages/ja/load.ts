import type { load as Texts } from '../en/load.ts'

/** As in English. */
export const load: typeof Texts = {
  itemsAndDeliveries: (items, deliveries) => `${items}、ジョブごとに ${deliveries}`,
  oneJobAtATime:
    '一つのプロセスは、一度に一つのジョブを行います。ジョブは、その予定の時刻と、前のジョブが終わった時刻の、どちらか遅いほうに始まります。',
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
  fallsBehindShort: '追いつかない',
  paceInconclusiveShort: '未確定',
  latencyColumn: 'レイテンシ',
}
