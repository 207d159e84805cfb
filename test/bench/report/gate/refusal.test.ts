import { expect, test } from 'vitest'
import type { Refusal } from '../../../../bench/judge/gate/origin.ts'
import { refusalText } from '../../../../bench/report/gate/refusal.ts'

const paper = (digest: string) => ({ name: 'paper', digest })

const SAID: readonly (readonly [Refusal, string])[] = [
  [{ code: 'scheduled' }, 'it is of jobs on a schedule, as utakata rate starts them'],
  [{ code: 'before-first-look' }, 'it was stopped before its first look, so that nothing can be judged by it'],
  [{ code: 'output-mismatch' }, 'its strategies did not tell people the same'],
  [{ code: 'mock-server-saturated' }, 'the mock server limited it'],
  [
    { code: 'several-targets', targets: ['local', 'lab'] },
    'it was measured in more than one place: on a machine itself, and in the lab',
  ],
  [
    {
      code: 'several-machines',
      machines: [
        { cpu: 'Paper 3000', cores: 2 },
        { cpu: 'Other 9', cores: 8 },
      ],
    },
    'it is of more than one machine: "Paper 3000" with 2 cores, and "Other 9" with 8 cores',
  ],
  [{ code: 'several-node-versions', versions: ['24', '22'] }, 'it is of more than one line of Node: 24, and 22'],
  [
    { code: 'several-scenarios', scenarios: [paper('01'), paper('ba')] },
    'it is of more than one scenario: paper (01), and paper (ba)',
  ],
  [{ code: 'other-target', target: 'lab' }, 'it was measured in the lab, and this race is run on this machine itself'],
  [
    { code: 'other-cpu', was: 'Other 9', now: 'Paper 3000' },
    'it is of another machine, with the processor "Other 9"; this one is "Paper 3000"',
  ],
  [{ code: 'other-cores', was: 8, now: 2 }, 'it is of a machine with 8 cores; this one has 2'],
  [{ code: 'other-node', was: 'v22.3.1', now: 'v24.0.0' }, 'it is of Node v22.3.1; this is v24.0.0'],
  [
    { code: 'other-scenario', was: paper('01'), now: paper('ba') },
    'it is of another scenario: paper (01), where this one is paper (ba)',
  ],
  [
    { code: 'other-reference', was: 'pipelined', now: 'sequential' },
    'its ratios are to pipelined, and those of this race would be to sequential',
  ],
  [
    { code: 'variants-missing', variants: ['look-ahead', 'promise-all'] },
    'it lacks look-ahead and promise-all, which would be raced now',
  ],
  [{ code: 'runs-failed', variant: 'pipelined', failed: 1, of: 36 }, '1 of 36 runs of its pipelined failed'],
  [
    { code: 'unfit', check: { aaCheck: { code: 'failed', low: 1.04, high: 1.12 } }, margin: 0.05 },
    'its machine was too noisy (failed: two copies of the reference may differ by more than 5 % (1.040 to 1.120))',
  ],
  [
    {
      code: 'unfit',
      check: { sensitivityCheck: { code: 'missed', ratio: 1.01, low: 0.99, high: 1.03 } },
      margin: 0.05,
    },
    'its machine was too noisy (missed: a copy of the reference made 10 % slower came out as 1.010 (0.990 to 1.030))',
  ],
]

test.each(SAID)('why a result is no baseline is a clause: %j', (refusal, text) => {
  expect(refusalText(refusal)).toBe(text)
})
