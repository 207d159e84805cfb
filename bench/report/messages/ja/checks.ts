import type { checks as Texts } from '../en/checks.ts'
import { spaced } from './units.ts'

const duplicatesText = (duplicates: number) => (duplicates === 0 ? '重複なし' : `失敗に伴う重複 ${duplicates} 件`)

/** As in English. */
export const checks: typeof Texts = {
  title: 'チェック',
  statusGood: 'OK',
  statusBad: '不合格',
  statusPlain: '注意',

  networkName: 'ネットワーク',
  networkAllowed:
    'ジョブがモックサーバー以外にも接続できる設定（--allow-net）のため、時間を比較できず、判定もありません',
  outputName: '出力',
  outputSame: (notifications, duplicates) =>
    `すべての方式が同じ ${notifications}を送信（${duplicatesText(duplicates)}）`,
  outputSameByAnswer: (notifications, duplicates) =>
    `関数の報告では、すべての方式が同じ ${notifications}を送信（${duplicatesText(duplicates)}）`,
  outputSameByTrace: (notifications) =>
    `トレース上は、すべての方式が ${notifications} 件の通知を送信。内容はトレースからはわかりません`,
  outputSamePosts: (posts) => `すべての方式で同じ ${posts}`,
  outputSameCounts: (posts) => `すべての方式で項目ごとの送信数が一致（${posts}）。内容は比較していません`,
  outputSameFindingsByAnswer: (notifications) =>
    `関数の報告では、項目ごとの通知の数（${notifications}）と失敗がすべての方式で一致`,
  outputSamePostsOfJobs: (posts) => `すべての方式でジョブごとに同じ ${posts}`,
  outputSameCountsOfJobs: (posts) =>
    `すべての方式で項目ごとの送信数が一致（ジョブごとに ${posts}）。内容は比較していません`,
  outputUnknown: '未確認：これらの関数は送信内容を報告しません',
  outputWithoutReference: '未確認：基準の実行がすべて失敗しました',
  outputDiffers: (variants, reference) => `${spaced(variants || '一部の方式')}の通知が ${reference} と一致しません`,
  postsDiffer: (variants, reference) =>
    `${spaced(variants || '一部の方式')}の送信内容または失敗した項目が ${reference} と一致しません`,
  outputCounts: ({ variant, sent, reference, expected }) =>
    sent === expected
      ? `ある実行では、${spaced(variant)}と ${reference} の送信数は同じ（${sent} 件）ですが、内容または対象の項目が異なります`
      : `ある実行では、${spaced(variant)}は ${sent} 件、${reference} は ${expected} 件を送信しました`,
  outputDuplicated: (variants, duplicates) =>
    `${spaced(variants)}が同じ通知を複数回送信しました（重複 ${duplicates} 件）`,
  itemFails: ({ variant, item, step, reason }) => `${spaced(variant)}では ${item} の ${step} が失敗します（${reason}）`,
  outputUnsteady: (reference) => `${spaced(reference)}の実行どうしで、送信した通知が一致しません`,
  fixOutput: (finding) => `${finding}。速さを比べる前に修正してください`,
  outputSameOfJobs: (notifications, duplicates) =>
    `すべての方式がジョブごとに同じ ${notifications}を送信（${duplicatesText(duplicates)}）`,

  noiseName: 'ノイズ',
  theReference: '基準',
  unchangedCopy: 'そのままの複製',
  slowedCopy: '遅くした複製',
  aaAbsent: '未確認：基準の複製がないため、小さな差は判定できません',
  aaPassed: (reference, change, margin) => `${spaced(reference)}どうしの差：${change}、許容幅 ${margin} 以内`,
  aaPassedButDifferent: (reference, change, margin) =>
    `${spaced(reference)}どうしの差：${change}、許容幅 ${margin} 以内（ただし有意差あり）`,
  aaFailed: (reference, change, margin) =>
    `${spaced(reference)}どうしの差：${change}、許容幅 ${margin} に収まりません。小さな差は判定できません（大きな差の判定は有効です）`,
  aaTrouble: (reference, problem) => `${spaced(reference)}の複製を比較に使えません：${problem}`,
  withRemedy: (finding, remedy) => `${finding}。${remedy}`,

  sensitivityName: '感度',
  sensitivityAbsent: '未確認：これらの関数は意図的に遅くできません',
  sensitivityFound: (slowedBy, change) => `${slowedBy} 遅くした複製の計測値は ${change}`,
  sensitivityMissed: (slowedBy, change) =>
    `${slowedBy} 遅くした複製の計測値は ${change}。この大きさの差を検出できませんでした`,
  sensitivityTrouble: (slowedBy, problem) => `${slowedBy} 遅くした複製を比較に使えません：${problem}`,

  notJudgedYetProcesses: '未判定：最初の中間解析に必要なプロセス数に達していません',
  notJudgedYetContainers: '未判定：比較に必要なコンテナ数に達していません',
  runsFailed: (failed, runs) => `${runs} 回中 ${failed} 回の実行が失敗`,
  copyWaitedTooLong: (percent) => `モックサーバーの応答が予定より ${percent}% 遅延`,
  passed: '合格',
  failed: '不合格',
  found: '検出',
  missed: '未検出',

  failuresName: '失敗',
  runsOfVariantFailed: ({ variant, failed, runs, low, high, reasons }) =>
    `${variant}：${runs} 回中 ${failed} 回の実行が失敗（95% 区間 ${low}～${high}）：${reasons}。速さを比べる前に修正してください`,

  mockServerName: 'モックサーバー',
  mockServerLag: (lag, variant) => `モックサーバーの遅れによる待ち時間の増加は最大 ${lag}（${variant}）`,
  lagOfReference: (lag, reference, referenceLag) => `${lag}、${reference} では ${referenceLag}`,
  lagBeyondLimit: (lag, limit) => `${lag}、上限の ${limit} を超過`,
  mockServerCapacity: (lag, factor) => `${lag}。処理能力は最速の方式のリクエストレートの ${factor} 倍`,
  mockServerCapacityTooLow: (lag, factor, needed) =>
    `${lag}。処理能力は最速の方式のリクエストレートの ${factor} 倍だけで、必要な ${needed} 倍に達しません`,
  mockServerLateForJobs: (lag, variant) => `遅延は予定より最大 ${lag} 増加（${variant}）`,

  sinkName: 'レート制限',
  sinkLimited: (throttled) =>
    `${throttled} 件の送信に 429 が返されました。方式によらず、Webhook のレート制限が所要時間を決めています`,

  warmUpName: 'ウォームアップ',
  warmUpTooShort: (variant) =>
    `${variant}：最初のイテレーションの CPU 時間が以降の 1.5 倍を超えています。ウォームアップを増やしてください（--warmup）`,

  discardedName: '破棄',
  discardedInProcess: ({ block, iteration, reason }) =>
    `プロセス ${block}、イテレーション ${iteration}（すべての方式）：${reason}`,
  discardedInContainer: ({ block, iteration, reason }) =>
    `コンテナ ${block}、イテレーション ${iteration}（すべての方式）：${reason}`,
  discardedBlock: (block, reason) => `プロセス ${block}（すべての方式）：${reason}`,

  outliersName: '外れ値',
  outliersOf: (variant, runs) => `${variant}：${runs} 回`,
  outliersCounted: ({ outliers, runs, breakdown }) => `${runs} 回の実行のうち ${outliers} 回が外れ値（${breakdown}）`,
  verdictWithoutOutliers: (variant, verdict) => `${spaced(variant)}は「${verdict}」`,
  noiseWithoutOutliers: (outcome) => `ノイズのチェックは「${outcome}」`,
  outliersWithoutEffect: (counted) => `${counted}。除外しても判定は変わりません`,
  outliersChangeVerdicts: (counted, verdicts) => `${counted}。除外した場合：${verdicts}`,

  orderName: '順序',
  changeAfter: (variant, change) => `${spaced(variant)}の直後は ${change}`,
  orderAffectsTime: (changes) =>
    `直前に実行した方式によって所要時間が変わります：${changes}。順序は毎回シャッフルしているため、ほかの方式への影響は均等です`,
  orderUnaffected: (variant, change) =>
    `直後の実行の所要時間を有意に変える方式はありません（最大は、${spaced(variant)}の直後で ${change}）`,

  programsName: 'プログラム',
  programs: (each) =>
    `プログラムは外側から計測しており、所要時間にはやり取りの時間が含まれます。項目のないジョブでは ${each} です`,
  programProtocol: (program, time) => `${time}（${program}）`,

  driftName: 'ドリフト',
  noDrift: 'プロセス内で有意に速くなる方式も遅くなる方式もありません',
  otherVariants: 'ほかの方式',
  driftLongerWarmUp: 'ウォームアップを増やしてください（--warmup）',
  driftAccumulation: (counterpart) =>
    `実行ごとに何かが蓄積しているか、${spaced(counterpart)}のウォームアップが不足しています（--warmup）`,
  drift: ({ variant, counterpart, change, reason }) =>
    `プロセスの最初のイテレーションから最後のイテレーションまでの間に、${spaced(variant)}の所要時間の比（対 ${counterpart}）が ${change}変化しています。${reason}`,

  analysisName: '解析',
  judgedAtLast: ({ units, alpha, comparisons }) =>
    `方式ごとに ${units}で判定。有意水準は合計 ${alpha}（${comparisons}）`,
  judgedEarly: ({ units, alpha, comparisons }) =>
    `方式ごとに ${units}の中間解析で判定。有意水準は合計 ${alpha}（${comparisons}）`,
  stoppedEarly: (units) => `最初の中間解析の前に ${units}で停止。判定はなく、区間は 95% です`,
  stoppedEarlyOfPlanned: (units, planned) =>
    `予定の ${planned} プロセスのうち ${units}で停止。判定はなく、区間は 95% です`,
  tooFewContainers: (needed, available) =>
    `判定には方式ごとに ${needed}が必要ですが、${available} コンテナしかありません。判定はなく、区間は 95% です`,

  scheduleName: 'スケジュール',
  scheduleDelayed: ({ variants, share, margin }) =>
    `計測系によるスケジュールの遅れが最大 ${share}（${variants}）で許容幅 ${margin} を超え、ジョブの間隔が設定より長くなりました。ほかのプログラムを終了するか、ジョブの間隔を広げてください`,
  scheduleMissedJobs: ({ variant, milliseconds, missedJobs }) =>
    `計測系がスケジュールを一度 ${milliseconds} ms 遅らせ（${variant}）、その間に ${missedJobs}が予定時刻を迎えていたはずです。ほかのプログラムを終了するか、ジョブの間隔を広げてください`,

  atSizes: (sizes) => `${sizes} で合格`,
  atSize: (size, finding) => `${size}：${finding}`,
  documentation: (page) => `チェックの説明：${page}`,
}
