import type { Reporter, TestModule } from 'vitest/node'

const COLUMNS = 80

/** Prints a dot for each file of tests that passed and an x for any other; at the end, the files that took longest. */
export default class Dots implements Reporter {
  #printed = 0

  onTestModuleEnd(module: TestModule): void {
    process.stdout.write(module.ok() ? '.' : 'x')
    if (++this.#printed % COLUMNS === 0) process.stdout.write('\n')
  }

  onTestRunEnd(modules: readonly TestModule[]): void {
    const timed = modules.map((module) => ({ file: module.relativeModuleId, ms: module.diagnostic().duration }))
    const slowest = timed.sort((a, b) => b.ms - a.ms).slice(0, 5)
    const lines = slowest.map(({ file, ms }) => `${(ms / 1000).toFixed(1).padStart(6)} s  ${file}`)
    console.log(['\n', ...lines].join('\n'))
  }
}
