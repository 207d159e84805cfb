import { expect, test } from 'vitest'
import type {
  AwsFacts,
  Finding,
  FindingCode,
  Findings,
  Mark,
  NodeFacts,
  Unmeasured,
} from '../../../../bench/io/findings.ts'
import { problemOf } from '../../../../bench/io/user-error.ts'
import { findingText } from '../../../../bench/report/messages/findings.ts'
import { aFault } from '../../../support/trials.ts'
import { expectWording } from '../../../support/wording.ts'

type Samples = { readonly [Code in FindingCode]: readonly (readonly [Mark, Findings[Code]])[] }

const NODE: NodeFacts & { readonly line: number } = {
  version: 'v24.21.0',
  platform: 'linux',
  arch: 'x64',
  origin: 'host',
  line: 24,
}
const BUNDLED: NodeFacts = {
  ...NODE,
  origin: 'bundled',
  bundledVersion: 'v24.21.0',
  sha256: '0123456789abcdef'.repeat(4),
}
const CORES = { cores: 4, model: 'Paper 3000', isFew: false }
const UDP = { usualBytes: 212_992, wantedBytes: 4_194_304 }
const NO_AWS: AwsFacts = { credentials: [], hasRegion: false, hasConfigFile: false }
const AWS: AwsFacts = { credentials: ['environment', 'web-identity'], hasRegion: true, hasConfigFile: false }
const MARGIN = { low: 0.982, high: 1.018, isDifferent: false, usual: 0.05, widest: 0.2 }
const unmeasured = (why: Unmeasured) => ['bad', { unmeasured: why }] as const

/** Of each finding every way in which it is said. */
const SAMPLES: Samples = {
  node: [
    ['ok', NODE],
    ['look', { ...NODE, version: 'v26.0.1', bundledVersion: 'v24.21.0' }],
    ['bad', { ...NODE, version: 'v22.9.0' }],
    ['ok', { ...BUNDLED, line: 24 }],
  ],
  'node-binary': [
    ['ok', NODE],
    ['look', BUNDLED],
    ['look', { ...BUNDLED, platform: 'win32' }],
  ],
  cores: [
    ['ok', CORES],
    ['look', { ...CORES, cores: 1, isFew: true }],
    ['look', { ...CORES, quota: 1.5, isFew: true }],
    ['bad', { ...CORES, quota: 3, throttledShare: 0.3 }],
  ],
  load: [
    ['ok', { load: 0.2, share: 0.05 }],
    ['look', { load: 0.9, share: 0.45 }],
    ['look', {}],
  ],
  memory: [
    ['ok', { availableBytes: 12e9, totalBytes: 16e9 }],
    ['bad', { availableBytes: 0.3e9, totalBytes: 2e9 }],
  ],
  frequency: [
    ['ok', { governors: ['performance'], isTurbo: false, heatThrottles: 0, isSteady: true }],
    ['look', { governors: ['performance', 'powersave'], isTurbo: true, isSteady: false }],
    ['look', { governors: ['performance'], isTurbo: false, heatThrottles: 7, isSteady: true }],
    ['look', { governors: [], isSteady: false }],
  ],
  steal: [
    ['ok', { share: 0.0004 }],
    ['bad', { share: 0.06 }],
    ['look', {}],
  ],
  timer: [
    ['ok', { medianLateMs: 0.09, worstLateMs: 1.2, timers: 50 }],
    ['bad', { medianLateMs: 14, worstLateMs: 150, timers: 50 }],
  ],
  clock: [
    ['ok', { stepMs: 0.000_03, source: 'tsc', isSlow: false }],
    ['look', { stepMs: 0.000_03, source: 'hpet', isSlow: true }],
    ['bad', { stepMs: 1, isSlow: false }],
  ],
  descriptors: [
    ['ok', { soft: 20_000, hard: 20_000 }],
    ['ok', { soft: 'unlimited', hard: 'unlimited' }],
    ['look', { soft: 1024, hard: 4096 }],
    ['look', {}],
  ],
  'thread-pool': [
    ['ok', { threads: 64, wanted: 64 }],
    ['look', { threads: 8, wanted: 64 }],
    ['look', { wanted: 64 }],
  ],
  udp: [
    ['ok', { ...UDP, grantedBytes: 8_388_608, mostBytes: 4_194_304 }],
    ['look', { ...UDP, grantedBytes: 425_984, mostBytes: 212_992 }],
    // Breakage: a Linux setting where the system has none.
    ['look', { grantedBytes: 9216, wantedBytes: 4_194_304 }],
    ['look', { wantedBytes: 4_194_304 }],
  ],
  priority: [
    ['ok', { mayRaise: true }],
    ['look', { mayRaise: false }],
  ],
  'cpu-groups': [
    ['ok', { mayLimit: true }],
    ['look', { mayLimit: false }],
  ],
  credentials: [
    ['ok', AWS],
    ['look', NO_AWS],
    ['look', { ...NO_AWS, hasConfigFile: true }],
  ],
  region: [
    ['ok', AWS],
    ['look', NO_AWS],
    ['look', { ...NO_AWS, hasConfigFile: true }],
  ],
  webhook: [
    ['ok', { webhook: 'an address' }],
    ['look', { webhook: 'absent' }],
    ['look', { webhook: 'no address' }],
  ],
  margin: [
    ['ok', { ...MARGIN, steps: [{ margin: 0.01, blocks: 6 }] }],
    [
      'look',
      {
        ...MARGIN,
        steps: [
          { margin: 0.1, blocks: 6 },
          { margin: 0.05, blocks: 12 },
        ],
      },
    ],
    ['bad', { ...MARGIN, steps: [] }],
    ['bad', { ...MARGIN, steps: [{ margin: 0.08, blocks: 6 }] }],
    ['look', { ...MARGIN, low: 1.006, high: 1.01, isDifferent: true, steps: [{ margin: 0.02, blocks: 6 }] }],
    unmeasured({ code: 'no-iteration' }),
    unmeasured({ code: 'too-few-blocks', needed: 6 }),
    unmeasured({ code: 'run-failed', fault: aFault('it ended unexpectedly') }),
    unmeasured({ code: 'mock-server-late' }),
    unmeasured({ code: 'broken-off', problem: problemOf(new Error('EMFILE')) }),
  ],
}

const findings = Object.entries(SAMPLES).flatMap(([code, samples]) =>
  samples.map(([mark, parameters]) => ({ code, mark, parameters }) as Finding),
)

test('every finding has the sentences that are kept, an advice among them where it is not ok', () => {
  const texts = findings.map((finding) => {
    const { of, found, advice } = findingText(finding)
    expect(advice === undefined).toBe(finding.mark === 'ok')
    const sentences = [`${finding.mark} ${of}: ${found}`, ...(advice === undefined ? [] : [advice])]
    for (const sentence of sentences) expect(sentence).not.toMatch(/undefined|NaN|\[object/)
    return [`${finding.code} ${JSON.stringify(finding.parameters)}`, sentences] as const
  })
  expect(new Set(texts.map(([name]) => name)).size).toBe(findings.length)
  expectWording('findings.txt', Object.fromEntries(texts))
})
