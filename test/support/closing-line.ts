import type { Reporter, TestModule } from 'vitest/node'

/** Ends a run of the tests with one plain line, `N passed, N failed` and what was skipped, for whoever reads it by program. */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const count = { passed: 0, failed: 0, skipped: 0, pending: 0 }
    for (const module of modules) {
      for (const test of module.children.allTests()) count[test.result().state]++
      // A file that does not even load has no tests to fail.
      if (module.state() === 'failed' && module.children.size === 0) count.failed++
    }
    const skipped = count.skipped + count.pending
    console.log(`\n${count.passed} passed, ${count.failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`)
  }
}
