import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { lambdaUsd, PRICES } from '../bench/model/cost.ts'

/** Modules do not import each other, so that a few prices stand in more than one of them. */
const infra = (file: string) => readFileSync(new URL(`../infra/${file}`, import.meta.url), 'utf8')

// Breakage: the table of prices changes and what is said elsewhere does not.
test('the dashboard and the text before a deploy have the prices of the table', () => {
  const dashboard = infra('stack.ts')
  expect(dashboard).toContain(`gbSecond: ${PRICES.lambdaUsdPerGbSecond.arm64},`)
  expect(dashboard).toContain(`request: ${PRICES.lambdaUsdPerMillionRequests} / 1e6`)
  expect(dashboard).toContain(`as reported in ${PRICES.asOf}`)
  const words = infra('cdk.ts')
  const use = { billedMs: 10_000, memoryMb: 1769, invocations: 1, architecture: 'arm64' } as const
  expect(words).toContain(`10 s with 1,769 MB are ${lambdaUsd(use).toFixed(4)} USD`)
  expect(words).toContain(`${PRICES.xrayUsdPerMillionRecorded} USD per million traces`)
  expect(words).toContain(`prices of ${PRICES.region} reported in ${PRICES.asOf}`)
})
