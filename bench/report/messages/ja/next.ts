import type { next as Texts } from '../en/next.ts'

/** As in English. */
export const next: typeof Texts = {
  writeReportLater: (program, folder) => `書き込めるようになったら、${program} report ${folder} でレポートを作れます。`,
  reportPath: (path) => `レポート: ${path}`,
  otherFiles: (files) => `同じフォルダ: ${files}`,
  suggestion: (command) => `次は: ${command}`,
  compareOnAws: (program) => `npm run deploy、続けて ${program} ab --dry-run   (同じ比較を AWS で行う場合と、その費用)`,
  compareResults: (program) => `${program} compare FOLDER FOLDER   (ほかの場所での結果も同じかどうか)`,
  checkMachine: (program) => `${program} doctor   (このマシンが計測に向くために何が足りないか)`,
  benchmarkTypical: (program) => `${program} bench typical --quick   (数十件のフィードのジョブ、約 2 分)`,
  measureInFull: '--quick なしで同じコマンド   (6 ではなく 24 プロセスまで)',
  runOwnFeeds: (program) =>
    `${program} run --feeds feeds.txt --within 30m --dry-run   (自分のカレンダーでジョブを動かす。アドレスはそのファイルに書く)`,
  continueSweep: (folder) => `--output ${folder} を付けて同じコマンド   (残りのグリッド点から続ける)`,
  reportCell: (program, cellFolder) =>
    `${program} report ${cellFolder}   (グリッド点の一つを、そこで計測したすべてとともに見る)`,
}
