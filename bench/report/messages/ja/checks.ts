import type { checks as Texts } from '../en/checks.ts'

/** As in English. */
export const checks: typeof Texts = {
  aaAbsent: 'なし。比べるための基準の複製がないので、差が小さくても何の証しにもなりません',
  aaUnreliable: (problem) => `不合格: 基準の複製は、${problem}`,
  aaFailed: (margin, range) => `不合格: 基準とその複製の差が ${margin} を超えるかもしれません (${range})`,
  aaPassedButDifferent: (margin, range) => `合格: 基準とその複製は ${margin} 以内で一致しました (${range}、有意差あり)`,
  aaPassed: (margin, range) => `合格: 基準とその複製は ${margin} 以内で一致しました (${range})`,
  sensitivityAbsent: 'なし。これらの関数は遅くできません',
  sensitivityUnreliable: (slowdown, problem) => `見落とし: ${slowdown} 遅くした基準の複製は、${problem}`,
  sensitivityFound: (slowdown, ratio) => `検出: ${slowdown} 遅くした基準の複製は ${ratio} と出ました`,
  sensitivityMissed: (slowdown, ratio) => `見落とし: ${slowdown} 遅くした基準の複製は ${ratio} と出ました`,
  notJudgedYetProcesses: 'まだです。判定時点に届くだけのプロセスが要ります',
  notJudgedYetContainers: 'まだです。判定時点に届くだけのコンテナが要ります',
  runsFailed: (failed, runs) => `${runs} 回の実行のうち ${failed} 回が失敗しました`,
  mockServerLag: (percent) => `モックサーバーの予定より待ちが ${percent} % 長くなりました`,
  passed: '合格',
  failed: '不合格',
  found: '検出',
  missed: '見落とし',
  aaNote: (outcome) => `A/A チェック: ${outcome}。`,
  sensitivityNote: (outcome) => `感度チェック: ${outcome}。`,
}
