import type { prediction as Texts } from '../en/prediction.ts'

/** As in English. */
export const prediction: typeof Texts = {
  title: (scenario) => `予測：${scenario}`,
  calibrated: ({ runs, machine, instant }) =>
    `予測であり、計測したものではありません。仮想時計上の所要時間で、${machine} での sequential の ${runs} 回の実行で較正しました（${instant}）。`,
  calibratedBusy: ({ runs, machine, instant, load }) =>
    `予測であり、計測したものではありません。仮想時計上の所要時間で、${machine} での sequential の ${runs} 回の実行で較正しました（${instant}）。そのときマシンは負荷が高かった（負荷 ${load}）ため、この較正は保存せず、次の予測で較正し直します。`,
  machine: ({ cpu, cores, node }) => `${cpu}、${cores} コア、Node ${node}`,
  fastest: (places) => `最も速いと予測されるもの：${places}。`,
  fastestAt: (strategies, place) => `${strategies}（${place}）`,
  feeds: (count) => `${count} 件のフィード`,
  due: (percent) => `そのうち ${percent}% に通知あり`,
  delay: (delay) => `遅延の中央値 ${delay}`,
  size: (size) => `フィード 1 件 ${size}`,
  slackRate: (rate) => `Slack は ${rate}`,
  concurrency: (concurrency) => `並行数 ${concurrency}`,
  threads: (threads) => `スレッド数 ${threads}`,
  feedsColumn: 'フィード',
  delayColumn: '遅延',
  sizeColumn: '大きさ',
  concurrencyColumn: '並行数',
  threadsColumn: 'スレッド数',
  slackRateColumn: 'Slack',
  errorRow: '誤差',
  fastestMark: (share) => `*：その行で最も速いものと、それとの差が ${share} 以内のもの。`,
  fastestMarkErrors: (share) => `*：その行で最も速いものと、それとの差が 2 つの誤差の和、または ${share} 以内のもの。`,
  unknownErrorMark: '? は、予測の誤差を計測したことがない方式です。',
  extrapolatedMark: '~：その大きさではシミュレートせず、より小さい大きさから直線で延ばしたもの。',
  untestedMark: (mark) => `${mark}：誤差を計測した条件の範囲の外で、外れがさらに大きいかもしれないもの。`,
  errorUnknown: 'この版の予測の誤差は、まだ計測していません。npm run bench:prediction で計測できます。',
  errorHere: ({ cells, date }) =>
    `誤差：${cells}での |予測 / 計測 - 1| の中央値。条件は前もって抽選し、較正には使っていません。${date} にこのマシンで計測しました。`,
  errorElsewhere: ({ cells, date, machine }) =>
    `誤差：${cells}での |予測 / 計測 - 1| の中央値。条件は前もって抽選し、較正には使っていません。${date} に別のマシン（${machine}）で計測したので、ここではさらに大きいかもしれません。npm run bench:prediction で計測できます。`,
  errorCells: ({ count, scenario, feeds, delays, sizes }) =>
    `${scenario} の ${count} 個の条件（フィード ${feeds} 件、${delays} ms、${sizes} KB）`,
  untested: (features) => `これらの条件のどれにもなかったもの：${features}。`,
  featureHttps: 'HTTPS',
  featureHostPerFeed: 'フィードごとに異なるホスト',
  featureFullCheck: '完全なチェック',
  featureCheckCpu: 'CPU 時間を加えた確認',
  featureCompressedFeeds: '圧縮されたフィード',
  featureFeedFaults: '障害のあるフィード',
  featurePacedBodies: '転送速度を制限した本文',
  featureSlackRate: 'Slack の速さの制限',
  featureManyDue: '半数を超えるフィードの通知',
  featureSlowPosts: '取得より遅い送信',
  featureOtherDelays: '対数正規分布でない遅延',
  featureLimits: '設定された上限',
  overtakesOne: ({ winners, losers, from, to }) => `${from} と ${to}の間で、${winners} が ${losers} を追い抜きます。`,
  overtakesMany: ({ winners, losers, from, to }) => `${from} と ${to}の間で、${winners} が ${losers} を追い抜きます。`,
  leavesBehindOne: ({ winners, losers, from, to }) =>
    `${from} と ${to}の間で、${winners} が ${losers} を引き離します。`,
  leavesBehindMany: ({ winners, losers, from, to }) =>
    `${from} と ${to}の間で、${winners} が ${losers} を引き離します。`,
  moreFetchesThanPorts: (strategy, ports) =>
    `${strategy}：最も大きいところでは、同時に進む取得が Linux のポートの数（既定では ${ports}）を超えるため、そこでは失敗します。--concurrency を指定してください。`,
  itemsGivenUp: ({ share, headersTimeoutMs, bodyTimeoutMs, fetchTimeoutMs }) =>
    `最大 ${share} のフィードは、クライアントの待つ時間（応答まで ${headersTimeoutMs} ms、応答の途中で ${bodyTimeoutMs} ms、全体で ${fetchTimeoutMs} ms）を超えるため、打ち切られます。`,
  postsGivenUp: (share, answerTimeoutMs) =>
    `最大 ${share} のフィードの送信は、クライアントの待つ時間（${answerTimeoutMs} ms）を超えます。届いたかどうかはわかりません。`,
  notifyFaultsLeftOut: 'シナリオが送信に起こす不調は、予測に入っていません。',
}
