import { aFault } from '../../../support/trials.ts'
import { expect, test } from 'vitest'
import type { GateReason } from '../../../../bench/judge/gate/gate.ts'
import { reasonText } from '../../../../bench/report/gate/outcome.ts'

const SAID: readonly (readonly [GateReason, string])[] = [
  [{ code: 'own-strategy' }, 'a --strategy-file is not raced at another revision'],
  [{ code: 'not-in-revision', revision: '1a2b3c4' }, '1a2b3c4 does not have it'],
  [{ code: 'nothing-to-compare' }, 'there is nothing to compare it with'],
  [{ code: 'before-first-look' }, 'the race was stopped before its first look'],
  [{ code: 'no-whole-iteration' }, 'no round was finished'],
  [{ code: 'within-or-beyond' }, 'it may be within its limit or beyond it'],
  [{ code: 'other-output' }, 'it tells people something else than it did'],
  [
    { code: 'mock-server-late' },
    'the mock server could not keep up, as with longer delays or on a quieter machine it might',
  ],
  [{ code: 'metric-missing', metric: 'first-notification' }, 'not every run tells its first-notification'],
  [
    { code: 'baseline-late', strategy: 'pipelined' },
    'the mock server could not keep up with pipelined in the baseline, which is to be measured again, with longer delays or on a quieter machine',
  ],
  [
    { code: 'runs-failed', variant: 'pipelined', failed: 1, of: 36, example: aFault('it died') },
    '1 of 36 runs of pipelined failed: it died',
  ],
  [
    {
      code: 'unfit',
      check: { aaCheck: { code: 'failed', low: 1.04, high: 1.12 } },
      margin: 0.05,
      remedies: ['close-other-programs', 'more-blocks-without-quick', 'wider-margin'],
    },
    'guard failed: two copies of the reference may differ by more than 5 % (1.040 to 1.120); close other programs, let it run to more forks (without --quick), or widen --set plan.margin',
  ],
  [
    {
      code: 'unfit',
      check: { sensitivityCheck: { code: 'missed', ratio: 1.01, low: 0.99, high: 1.03 } },
      margin: 0.05,
      remedies: ['close-other-programs', 'more-blocks'],
    },
    'planted arm missed: a copy of the reference made 10 % slower came out as 1.010 (0.990 to 1.030); close other programs or let it run to more forks',
  ],
  [
    { code: 'old-code', problem: { code: 'npm-failed', end: '1' } },
    'the packages of the old code could not be installed (npm ci ended with 1)',
  ],
]

test.each(SAID)('why a change cannot be judged is a clause: %j', (reason, text) => {
  expect(reasonText(reason)).toBe(text)
})
