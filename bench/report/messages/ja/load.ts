import type { load as Texts } from '../en/load.ts'

/** As in English. */
export const load: typeof Texts = {
  itemsAndDeliveries: (items, deliveries) => `${items}、ジョブごとに ${deliveries}`,
  oneJobAtATime:
    '1 つのプロセスは一度に 1 つのジョブを処理します。ジョブは、予定時刻と前のジョブの終了時刻のうち、遅いほうの時刻に始まります。',
  latencyTitle: '予定時刻からのレイテンシ（ms、95%）',
  medianColumn: '中央値',
  serviceTimeColumn: '処理時間',
  tooFewJobsForPercentiles: (requirements, available) =>
    `方式ごとのジョブ数が ${available} のため、次のパーセンタイルは求められません：${requirements}。`,
  intervalsAssumeIndependence:
    'これらの区間はジョブどうしの独立を仮定していますが、キューで待つジョブは独立ではありません。比が仮定するのはプロセスどうしの独立だけです。',
  closedLoop: (serviceTimes) =>
    `前のジョブの終了後に次を始めるクローズドループのベンチマークでは、次の結果になります（かっこ内は基準に対する比）：${serviceTimes}。`,
  latencyGrowsWithJobs: (variants) =>
    `処理が追いつかない方式のレイテンシは一定になりません。${variants} のレイテンシは、ジョブ数（--jobs）を増やすほど大きくなり、それを使う速度比も変わります。`,
  loadTitle: '負荷とバックログ',
  loadIntervalColumn: '負荷（95%）',
  busyColumn: '稼働率',
  largestBacklogColumn: '最大バックログ',
  serviceRatioColumn: (reference) => `処理時間の比（対 ${reference}）`,
  loadLegend:
    '負荷：ジョブの間隔に対する、ジョブの処理時間の比です。1 を超えると 1 プロセスでは追いつきません。稼働率：ジョブを処理していた時間の割合です。バックログ：ジョブの開始時点で待っていたほかのジョブの数です。',
  scheduleStops: ({ medianMs, longestMs, variant }) =>
    `ジョブの合間には計測系が動きます。そのためにジョブが遅れる場合は、スケジュールを一時停止しています。停止時間は、1 ジョブあたりの中央値で最大 ${medianMs} ms、最長で ${longestMs} ms（方式：${variant}）です。`,
  latencyRatioColumn: (reference) => `レイテンシの比（対 ${reference}）`,
  latencyMsColumn: 'レイテンシ（ms）',
  paceColumn: '処理状況',
  serviceTimeMsColumn: '処理時間（ms）',
  loadColumn: '負荷',
  perSecond: (jobs) => `毎秒 ${jobs}`,
  perMinute: (jobs) => `毎分 ${jobs}`,
  perHour: (jobs) => `毎時 ${jobs}`,
  schedule: (rate, everyMs) => `${rate}（${everyMs} ms ごとに 1 件）`,
  keepsUp: '追いつく',
  fallsBehind: ({ jobsPerMinute, low, high }) => `毎分 ${jobsPerMinute} 件ずつ遅れる（${low}～${high} 件）`,
  paceInconclusive: (load) => `未確定（負荷 ${load}）`,
  jobsInBlocksOne: (jobs) => `方式ごとに 1 プロセス × ${jobs}`,
  jobsInBlocksMany: (jobs, blocks) => `方式ごとに ${blocks} プロセス × ${jobs}`,
  fallsBehindShort: '追いつかない',
  paceInconclusiveShort: '未確定',
  latencyColumn: 'レイテンシ',
}
