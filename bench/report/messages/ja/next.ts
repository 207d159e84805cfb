import type { next as Texts } from '../en/next.ts'

/** As in English. */
export const next: typeof Texts = {
  writeReportLater: (program, folder) =>
    `レポートを書き込めませんでした。フォルダに書き込めるようになったら：${program} report ${folder}`,
  reportPath: (path) => `レポート：${path}`,
  reportHint: '（開くには --open、すべての表を表示するには --verbose）',
  otherFiles: (files) => `同じフォルダのファイル：${files}`,
  suggestion: (command) => `次に試すコマンド：${command}`,
  compareOnAws: (deploy, program) =>
    `${deploy}、続けて ${program} ab --dry-run   （同じ比較を AWS で行う場合の内容と費用）`,
  compareResults: (program) => `${program} compare FOLDER FOLDER   （別の環境の結果と比較）`,
  applyResult: (program, folder, memoryMb) =>
    `${program} apply ${folder}   （メモリサイズを ${memoryMb} MB に変更。変更内容を表示し、確認してから実行）`,
  checkMachine: (program) => `${program} doctor   （このマシンが計測に適さない理由を調べる）`,
  benchmarkTypical: (program) => `${program} bench typical --quick   （約 2 分）`,
  measureInFull: '--quick なしで同じコマンド   （6 プロセスではなく最大 24 プロセス）',
  runOwnFeeds: (program) => `${program} notify --feeds feeds.txt --dry-run   （自分のカレンダーでジョブを実行）`,
  continueSweep: (folder) => `--output ${folder} を付けて同じコマンド   （残りのグリッド点を計測）`,
  reportCell: (program, cellFolder) => `${program} report ${cellFolder}   （グリッド点の詳細）`,
}
