import type { Problem } from '../../../../bench/io/problems.ts'
import { expect, test } from 'vitest'
import type { GateReason } from '../../../../bench/judge/gate/gate.ts'
import { reasonText } from '../../../../bench/report/sentences/gate-reason.ts'
import { ENGLISH } from '../../../../bench/report/messages/en.ts'
import { JAPANESE } from '../../../../bench/report/messages/ja.ts'
import { expectWording } from '../../../support/golden.ts'
import { aFault } from '../../../support/trials.ts'

const unfit = (reason: Pick<Extract<GateReason, { code: 'unfit' }>, 'check' | 'remedies'>) =>
  ({ code: 'unfit', margin: 0.2, slowdown: 0.2, ...reason }) as const
const oldCode = (problem: Extract<GateReason, { code: 'old-code' }>['problem']) =>
  ({ code: 'old-code', problem }) as const
const undrivable = (problem: Problem) => oldCode({ code: 'old-code-undrivable', parameters: { problem } })

const REASONS: readonly GateReason[] = [
  { code: 'own-strategy' },
  { code: 'program' },
  { code: 'not-in-revision', revision: '1a2b3c4' },
  { code: 'nothing-to-compare' },
  { code: 'before-first-look' },
  { code: 'no-whole-iteration' },
  { code: 'within-or-beyond' },
  { code: 'other-output' },
  { code: 'mock-server-late' },
  { code: 'network-allowed' },
  { code: 'metric-missing', metric: 'first-notification' },
  { code: 'baseline-late', strategy: 'pipelined' },
  { code: 'runs-failed', variant: 'pipelined', failed: 1, of: 36, example: aFault('it died') },
  unfit({
    check: { aaCheck: { code: 'failed', ratio: 1.12, low: 1.04, high: 1.22 } },
    remedies: ['close-other-programs', 'more-blocks-without-quick', 'higher-limit'],
  }),
  unfit({
    check: { sensitivityCheck: { code: 'missed', ratio: 1.01, low: 0.93, high: 1.09 } },
    remedies: ['close-other-programs', 'more-blocks'],
  }),
  undrivable({ code: 'old-code-lacks-file', parameters: { file: 'bench/run/local/child.ts' } }),
  oldCode({ code: 'old-packages-missing', parameters: { ended: 9 } }),
  oldCode({ code: 'checkout-refused', parameters: { hash: '1a2b3c4', words: 'fatal: invalid reference' } }),
]

test('the wording of why a change cannot be judged has not changed', () => {
  const lines = REASONS.flatMap((reason) => [
    JSON.stringify(reason),
    `  ${reasonText(reason, ENGLISH)}`,
    `  ${reasonText(reason, JAPANESE)}`,
  ])
  expectWording('gate-reasons.txt', `${lines.join('\n')}\n`)
  const texts = REASONS.map((reason) => reasonText(reason, ENGLISH))
  expect(new Set(texts).size).toBe(REASONS.length)
})
