import type { live as Texts } from '../en/live.ts'

/** As in English. */
export const live: typeof Texts = {
  inProgress: '計測が続いています',
  updatePolicy:
    'イテレーション、一連のジョブ、コンテナは終わるたびに現れます。実行を計測しているあいだは、何も描かず、何も送りません。',
  sweepCell: ({ number, total, coordinates }) => `グリッド点 ${number}/${total}: ${coordinates}`,
  noIterationYet: 'まだ終わったイテレーションはありません。',
  containersPerFunction: (containers) => `各関数 ${containers}`,
  iterationProgress: ({ block, iteration, iterations }) =>
    `プロセス ${block}、イテレーション ${iteration}/${iterations}`,
  noVerdictsYet: '最初の判定時点までは判定しません。それまでは、どれも変わりえます。',
  judgedAtLastLook: (blocks) => `${blocks}の時点で判定しました。ここにあるのはその分です。`,
  judgedAtLook: (blocks) => `${blocks}の時点で判定しました。ここにあるのはその分で、次の判定時点で増えます。`,
  loadProgress: ({ block, finished, variants }) =>
    `各方式の ${block} 番目のプロセス: ${variants} 個中 ${finished} 個がジョブを終えました`,
}
