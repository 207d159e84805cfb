import type { live as Texts } from '../en/live.ts'

/** As in English. */
export const live: typeof Texts = {
  inProgress: '計測中',
  updatePolicy: 'ページは実行と実行の間に更新し、計測中には更新しません。',
  sweepCell: ({ number, total, coordinates }) => `グリッド点 ${number}／${total}：${coordinates}`,
  noIterationYet: '終了したイテレーションはまだありません。',
  containersPerFunction: (containers) => `関数ごとに ${containers}`,
  iterationProgress: ({ block, iteration, iterations }) =>
    `プロセス ${block}、イテレーション ${iteration}／${iterations}`,
  noVerdictsYet: '最初の中間解析までは判定しません。',
  judgedAtLastLook: (blocks) => `方式ごとに ${blocks}の時点で判定しました。`,
  judgedAtLook: (blocks) => `方式ごとに ${blocks}の時点で判定しました。次の中間解析で更新します。`,
  loadProgress: ({ block, finished, variants }) =>
    `各方式の ${block} 番目のプロセス：${variants} 方式中 ${finished} 方式のジョブが終了`,
}
