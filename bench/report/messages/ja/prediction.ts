import { isPackage } from '../../../io/installation.ts'
import type { prediction as Texts } from '../en/prediction.ts'
import { spaced } from './units.ts'

const HOW_TO_MEASURE = isPackage ? '' : 'npm run bench:prediction で計測できます。'

/** As in English. */
export const prediction: typeof Texts = {
  title: (scenario) => `予測：${scenario}`,
  calibrated: ({ runs, machine, instant }) =>
    `予測値であり、計測値ではありません。${machine} での sequential の ${runs} 回の実行（${instant}）で較正したシミュレーションの所要時間です。`,
  calibratedBusy: ({ runs, machine, instant, load }) =>
    `予測値であり、計測値ではありません。${machine} での sequential の ${runs} 回の実行（${instant}）で較正したシミュレーションの所要時間です。マシンの負荷が高かったため（ロードアベレージ ${load}）、この較正は保存せず、次の予測で較正し直します。`,
  machine: ({ cpu, cores, node }) => `${cpu}、${cores} コア、Node ${node}`,
  fastest: (places) => `最も速いと予測される方式：${places}。`,
  fastestAt: (strategies, place) => `${strategies}（${place}）`,
  items: (count) => `${count} 件の項目`,
  due: (percent) => `通知対象 ${percent}%`,
  delay: (delay) => `遅延の中央値 ${delay}`,
  size: (size) => `項目 1 件 ${size}`,
  notifyRate: (rate) => `送信のレート制限 ${rate}`,
  concurrency: (concurrency) => `同時取得数 ${concurrency}`,
  threads: (threads) => `スレッド数 ${threads}`,
  itemsColumn: '項目',
  delayColumn: '遅延',
  sizeColumn: 'サイズ',
  concurrencyColumn: '同時取得数',
  threadsColumn: 'スレッド数',
  notifyRateColumn: '送信レート',
  errorRow: '誤差',
  fastestMark: (share) => `*：その行で最も速い方式と、それとの差が ${share} 以内の方式。`,
  fastestMarkErrors: (share) =>
    `*：その行で最も速い方式と、それとの差が 2 つの誤差の和以内、または ${share} 以内の方式。`,
  unknownErrorMark: '?：予測の誤差をまだ計測していない方式。',
  extrapolatedMark: '~：この規模ではシミュレーションせず、より小さい規模から線形に外挿した値。',
  untestedMark: (mark) => `${mark}：誤差を計測した条件の範囲外のため、誤差がさらに大きい可能性がある値。`,
  errorUnknown: `このバージョンの予測の誤差は、まだ計測していません。${HOW_TO_MEASURE}`,
  errorHere: ({ cells, date }) =>
    `誤差：${cells}での |予測 / 実測 - 1| の中央値。どの条件も較正には使っていません。${date} にこのマシンで計測しました。`,
  errorElsewhere: ({ cells, date, machine }) =>
    `誤差：${cells}での |予測 / 実測 - 1| の中央値。どの条件も較正には使っていません。${date} に別のマシン（${machine}）で計測したため、このマシンではさらに大きい可能性があります。${HOW_TO_MEASURE}`,
  errorCells: ({ count, scenario, items, delays, sizes }) =>
    `${scenario} のランダムな ${count} 個の条件（項目 ${items} 件、${delays} ms、${sizes} KB）`,
  untested: (features) => `次を含む条件では、誤差を計測していません：${features}。`,
  featureHttps: 'HTTPS',
  featureHostPerItem: '項目ごとに異なるホスト',
  featureFullCheck: '完全な確認',
  featureCheckCpu: '確認の CPU 時間の指定（checkCpuMs）',
  featureCompressedItems: '圧縮された項目',
  featureFetchFaults: '障害のある項目',
  featurePacedBodies: '転送速度を制限した本文',
  featureNotifyRate: '送信のレート制限',
  featureManyDue: '半数を超える項目での通知',
  featureSlowPosts: '取得より遅い送信',
  featureOtherDelays: '対数正規分布以外の遅延',
  featureLimits: '同時取得数やスレッド数の上限',
  overtakesOne: ({ winners, losers, from, to }) =>
    `${from} から ${spaced(to)}の間で、${winners} が ${losers} を追い越します。`,
  overtakesMany: ({ winners, losers, from, to }) =>
    `${from} から ${spaced(to)}の間で、${winners} が ${losers} を追い越します。`,
  leavesBehindOne: ({ winners, losers, from, to }) =>
    `${from} から ${spaced(to)}の間で、${winners} が ${losers} より速くなります。`,
  leavesBehindMany: ({ winners, losers, from, to }) =>
    `${from} から ${spaced(to)}の間で、${winners} が ${losers} より速くなります。`,
  moreFetchesThanPorts: (strategy, ports) =>
    `${strategy}：最大の規模では、同時取得数が Linux のポート数（既定では ${ports}）を超えるため失敗します。--concurrency で制限してください。`,
  itemsGivenUp: ({ share, headersTimeoutMs, bodyTimeoutMs, fetchTimeoutMs }) =>
    `項目の最大 ${share} がタイムアウトします（ヘッダーまで ${headersTimeoutMs} ms、データの途絶 ${bodyTimeoutMs} ms、全体で ${fetchTimeoutMs} ms）。`,
  postsGivenUp: (share, answerTimeoutMs) =>
    `項目の最大 ${share} で、送信がタイムアウトします（${answerTimeoutMs} ms）。届いたかどうかはわかりません。`,
  notifyFaultsLeftOut: 'シナリオで設定した送信の障害は、シミュレーションに含まれていません。',
}
