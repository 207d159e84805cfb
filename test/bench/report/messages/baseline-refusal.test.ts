import { expect, test } from 'vitest'
import type { BaselineRefusal } from '../../../../bench/io/baseline-refusal.ts'
import { refusalText } from '../../../../bench/report/messages/baseline-refusal.ts'
import { ENGLISH } from '../../../../bench/report/messages/en.ts'
import { JAPANESE } from '../../../../bench/report/messages/ja.ts'
import { expectWording } from '../../../support/golden.ts'

const paper = (digest: string) => ({ name: 'paper', digest })

const REFUSALS: readonly BaselineRefusal[] = [
  { code: 'scheduled' },
  { code: 'before-first-look' },
  { code: 'output-mismatch' },
  { code: 'mock-server-saturated' },
  { code: 'network-allowed' },
  { code: 'several-targets', targets: ['local', 'lab'] },
  {
    code: 'several-machines',
    machines: [
      { cpu: 'Paper 3000', cores: 2 },
      { cpu: 'Other 9', cores: 8 },
    ],
  },
  { code: 'several-node-versions', versions: ['24', '22'] },
  { code: 'several-scenarios', scenarios: [paper('01'), paper('ba')] },
  { code: 'other-target', target: 'lab' },
  { code: 'other-cpu', was: 'Other 9', now: 'Paper 3000' },
  { code: 'other-cores', was: 8, now: 2 },
  { code: 'other-node', was: 'v22.3.1', now: 'v24.0.0' },
  { code: 'other-scenario', was: paper('01'), now: paper('ba') },
  { code: 'other-job' },
  { code: 'other-reference', was: 'pipelined', now: 'sequential' },
  { code: 'variants-missing', variants: ['look-ahead', 'promise-all'] },
  { code: 'runs-failed', variant: 'pipelined', failed: 1, of: 36 },
  {
    code: 'unfit',
    check: { aaCheck: { code: 'failed', ratio: 1.08, low: 1.04, high: 1.12 } },
    margin: 0.1,
    slowdown: 0.1,
  },
  {
    code: 'unfit',
    check: { sensitivityCheck: { code: 'missed', ratio: 1.01, low: 0.99, high: 1.03 } },
    margin: 0.2,
    slowdown: 0.2,
  },
]

test('the wording of why a result is no baseline has not changed', () => {
  const lines = REFUSALS.flatMap((refusal) => [
    JSON.stringify(refusal),
    `  ${refusalText(refusal, ENGLISH)}`,
    `  ${refusalText(refusal, JAPANESE)}`,
  ])
  expectWording('gate-refusals.txt', `${lines.join('\n')}\n`)
  expect(new Set(REFUSALS.map((refusal) => refusalText(refusal, ENGLISH))).size).toBe(REFUSALS.length)
})
