import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { ratioOverBlocks } from '../../../bench/statistics/block-ratio.ts'

interface GoldenRun {
  /** Milliseconds, by variant, block and iteration. */
  readonly durationsMs: Readonly<Record<string, readonly (readonly number[])[]>>
  readonly expected: Readonly<Record<string, { ratio: number; low: number; high: number; alpha: number }>>
}

const { runs } = JSON.parse(readFileSync(new URL('../../golden/demo-ratios.json', import.meta.url), 'utf8')) as {
  readonly runs: readonly GoldenRun[]
}

// Breakage: another pairing, a mean for the Hodges-Lehmann value, Student's t with another number of degrees of freedom.
test('14 measured demos have the ratios and intervals that another implementation computed from their durations (scipy)', () => {
  expect(runs).toHaveLength(14)
  for (const { durationsMs, expected } of runs) {
    const { sequential: reference } = durationsMs
    for (const [variant, { ratio, low, high, alpha }] of Object.entries(expected)) {
      const logs = durationsMs[variant]!.map((block, index) =>
        block.map((ms, iteration) => Math.log(ms / reference![index]![iteration]!)),
      )
      const own = ratioOverBlocks(logs, alpha)
      for (const [is, was] of [
        [own.ratio, ratio],
        [own.low, low],
        [own.high, high],
      ] as const)
        expect(Math.abs(is / was - 1), variant).toBeLessThan(1e-9)
    }
  }
})
