import type { trials as Texts } from '../en/trials.ts'
import { spaced } from './units.ts'

/** As in English. */
export const trials: typeof Texts = {
  processExited: (process, how) => `${spaced(process)}のプロセスが予期せず終了しました（${how}）`,
  exitCode: (exitCode) => `終了コード ${exitCode}`,
  processKilled: (process, withinMs) =>
    `${spaced(process)}が ${withinMs} ms 以内に応答しなかったため、強制終了しました`,
  processUnreachable: (process, message) => `${spaced(process)}のプロセスと通信できませんでした：${message}`,
  withErrors: (text, errors) => `${text}。標準エラー出力の末尾：${errors}`,
  programNoAnswer: ({ program, run, got }) =>
    `${spaced(program)}が応答ではない行を出力しました。{"run":${run},"done":true} が必要ですが、${got} でした。応答以外は標準エラー出力に書いてください`,
  programUnrequestedOutput: (program, got) =>
    `${spaced(program)}がリクエストを待たずに出力しました：${got}。応答以外は標準エラー出力に書いてください`,
  programWrongFigures: (program, issue) => `${spaced(program)}の報告した値が不正です：${issue}`,
  programFlooded: (program, mostKb) =>
    `${spaced(program)}が改行のないまま ${mostKb} kB を超えて出力しました。応答は短い JSON 1 行です`,
  programClosedOutput: (program) => `${spaced(program)}が標準出力を閉じました`,
  programManyProcesses: (program, most) => `${spaced(program)}のプロセスが ${most} 個を超えました`,
  programLeftProcesses: (program, processes) =>
    `${spaced(program)}が起動したプロセスのうち ${processes} 個が親から切り離され、CPU 時間とメモリを計測できません。起動したプロセスを切り離さないでください`,
  mockServer: 'モックサーバー',
  jobProcess: 'ジョブを試すプロセス',
  overheadProcess: 'オーバーヘッドを計測するプロセス',
  strategyProcess: 'この方式',
  onVirtualClock: (strategy) => `仮想時計での ${strategy}`,
  notRunAfterOneKill: (variant, cause) =>
    `${variant} はその後実行していません。一度強制終了し、予定の時間も使い切ったためです（${cause}）`,
  notRunAfterKills: ({ variant, kills, cause }) =>
    `${variant} はその後実行していません。${kills} 回強制終了したためです（${cause}）`,
  timedOut: (withinMs) => `${withinMs} ms 以内に終わりませんでした`,
  idealUnknown: (cause) => `理想時間（待ち時間だけの所要時間）を計算できませんでした：${cause}`,
  waitsForNoStep: 'この方式はステップ以外のものを待っています',
  missingOutcomes: (outcomes, items) => `項目 ${items} 件に対して結果が ${outcomes} 件でした`,
  answeredEarly: (posts) => `投稿 ${posts} 件が受理される前に応答しました。すべて送り終えてから応答してください`,
  failures: (failures, kind) => `失敗「${kind}」が ${failures} 件`,
  failuresBeyondPlan: ({ failures, kind, planned }) =>
    `失敗「${kind}」が ${failures} 件（シナリオでの設定は ${planned} 件）`,
  failuresWithExample: (failures, example) => `${failures}、例：${example}`,
  invocationFailed: '関数がエラー内容を返さずに失敗しました',
  unknownAnswer: '応答が本ツールの関数の形式ではありません',
  cutOff: '制限時間が近づいたため、途中で打ち切りました',
  otherStrategy: (answered, expected) => `${expected} ではなく「${answered}」が動いていました`,
  traceHasFault: 'トレースに障害が記録されています',
  mockServerStalled: (ms) => `モックサーバーが ${ms} ms 停止しました`,
  requestsUnrecorded: (requests, unrecorded) =>
    `モックサーバーが受け取った ${requests} 件のリクエストのうち、${unrecorded} 件を記録できませんでした`,
  traceNeverCame: 'トレースが届きませんでした',
  traceNotDelivered: '届きませんでした',
  traceNotFound: 'トレースが見つかりませんでした',
  traceNotRequested: 'トレースを要求していません',
  traceOfAnotherFunction: '別の関数のトレースです',
  tracesInterrupted: 'トレースを待つ間に中断されました',
  xrayFailed: (message) => `X-Ray に問い合わせできませんでした：${message}`,
  traceNotInFile: (file) => `${file} にありません`,
  traceOverLimit:
    'トレースの上限を超えたため、X-Ray が一部を省きました。本ツールの関数を TRACE=summary でデプロイするか（npx utakata cdk deploy -c trace=summary）、項目を減らしてください',
  traceUnreadableSegments: (segments) => `セグメント ${segments} 個を JSON として読めません`,
  traceNoSegment: 'セグメントが届いていません',
  traceLoneSegment: (name, origin) => `${name} については、セグメント ${origin} しか届いていません`,
  traceOpenSegment: (segment) => `セグメント ${segment} が終わっていません`,
  traceNoRun: '実行そのもののセグメント（utakata:…）が届いていません',
  traceNoTimeline: 'タイムラインが届いていません',
  traceNoTimelineParts: (parts, of) => `${of} 個に分かれたタイムラインのうち、${parts} 番目が届いていません`,
  traceNoFunction: 'Lambda 関数が開始されていません',
  traceOtherFunctions: (expected, found) => `始まっているのは関数 ${expected} ではなく ${found} です`,
  traceOpenFunction: (name) => `関数 ${name} が終わっていません`,
  traceNoServiceTime: (name) => `Lambda サービスでの ${name} の時間が含まれていません`,
  impossibleSpan: (name) => `${name} のスパンが、開始より前、または開始から 1 日を超えて終了しています`,
}
