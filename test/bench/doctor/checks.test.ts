import { expect, test } from 'vitest'
import { checkMachine } from '../../../bench/doctor/checks.ts'
import { textsOf } from '../../../bench/doctor/draw.ts'
import type { Facts } from '../../../bench/doctor/facts.ts'
import { A_QUIET_MACHINE } from '../../support/machines.ts'

/** What is not ok once the quiet machine is changed so; the sentences are in test/golden/wording/findings.txt. */
function amiss(change: Partial<Facts>, without: readonly (keyof Facts)[] = []) {
  const facts = { ...A_QUIET_MACHINE, ...change }
  const left = Object.fromEntries(Object.entries(facts).filter(([name]) => !without.includes(name as keyof Facts)))
  return checkMachine(left as unknown as Facts).filter(({ mark }) => mark !== 'ok')
}

const { node, processors, frequency, timer, clock, udp, aws } = A_QUIET_MACHINE

test('on a quiet machine that has all there is, everything is ok and nothing is advised', () => {
  const findings = checkMachine(A_QUIET_MACHINE)
  expect(findings.map(({ code }) => code)).toEqual([
    'node',
    'node-binary',
    'cores',
    'load',
    'memory',
    'frequency',
    'steal',
    'timer',
    'clock',
    'descriptors',
    'thread-pool',
    'priority',
    'udp',
    'cpu-groups',
    'credentials',
    'region',
    'webhook',
  ])
  expect(new Set(findings.map(({ mark }) => mark))).toEqual(new Set(['ok']))
  expect(textsOf(findings).filter((finding) => 'advice' in finding)).toEqual([])
})

test('a figure that a system does not give is unknown, which is no reason to call it bad', () => {
  const blind = { frequency: { governors: [] }, udp: {} }
  expect(amiss(blind, ['load', 'stealShare', 'descriptors'])).toEqual([
    { code: 'load', mark: 'look', parameters: {} },
    { code: 'frequency', mark: 'look', parameters: { governors: [], isSteady: false } },
    { code: 'steal', mark: 'look', parameters: {} },
    { code: 'descriptors', mark: 'look', parameters: {} },
    { code: 'udp', mark: 'look', parameters: { wantedBytes: 4_194_304 } },
  ])
})

test('another line of Node than that of Lambda is worth a look, and an older one is bad', () => {
  const bundledVersion = 'v24.21.0'
  expect(amiss({ node: { ...node, version: 'v24.22.0', bundledVersion } })).toEqual([])
  const newer = { ...node, version: 'v26.0.1', bundledVersion }
  expect(amiss({ node: newer })).toEqual([{ code: 'node', mark: 'look', parameters: { ...newer, line: 24 } }])
  const older = { ...node, version: 'v22.9.0' }
  expect(amiss({ node: older })).toEqual([{ code: 'node', mark: 'bad', parameters: { ...older, line: 24 } }])
})

// Breakage: a doctor that is silent about whose binary everything runs on.
test('a bundled Node is named as a copy of a third party, with its digest', () => {
  const sha256 = '0123456789abcdef'.repeat(4)
  const bundled = { ...node, origin: 'bundled', bundledVersion: 'v24.21.0', sha256 } as const
  expect(amiss({ node: bundled })).toEqual([{ code: 'node-binary', mark: 'look', parameters: bundled }])
})

test('one processor is worth a look and less than one is bad, whether by cores or by quota', () => {
  const few = (change: Partial<Facts['processors']>) => amiss({ load: 0, processors: { ...processors, ...change } })
  expect(few({ cores: 2 })).toEqual([])
  expect(few({ cores: 1 })).toMatchObject([{ code: 'cores', mark: 'look', parameters: { cores: 1, isFew: true } }])
  expect(few({ quota: 1.5 })).toMatchObject([
    { code: 'cores', mark: 'look', parameters: { cores: 4, quota: 1.5, isFew: true } },
  ])
  expect(few({ quota: 0.5 })).toMatchObject([
    { code: 'cores', mark: 'bad', parameters: { cores: 4, quota: 0.5, isFew: true } },
  ])
})

test('a quota that is used up at times is worth a look, and bad where it often is', () => {
  const throttled = (throttledShare: number) => amiss({ processors: { ...processors, quota: 3, throttledShare } })
  expect(throttled(0.001)).toEqual([])
  expect(throttled(0.02)).toMatchObject([
    { code: 'cores', mark: 'look', parameters: { quota: 3, throttledShare: 0.02, isFew: false } },
  ])
  expect(throttled(0.3)).toMatchObject([{ code: 'cores', mark: 'bad' }])
})

test('load is taken in relation to the processors that there are', () => {
  expect(amiss({ load: 0.9 })).toEqual([])
  expect(amiss({ load: 1 })).toEqual([{ code: 'load', mark: 'look', parameters: { load: 1, share: 0.25 } }])
  expect(amiss({ load: 4 })).toEqual([{ code: 'load', mark: 'bad', parameters: { load: 4, share: 1 } }])
  expect(amiss({ load: 0.9, processors: { ...processors, quota: 2 } })).toEqual([
    { code: 'load', mark: 'look', parameters: { load: 0.9, share: 0.45 } },
  ])
})

test('too little memory, a governor that saves power, heat and steal are named', () => {
  const little = { availableBytes: 1e9, totalBytes: 2e9 }
  expect(amiss({ memory: little })).toEqual([{ code: 'memory', mark: 'look', parameters: little }])
  const less = { availableBytes: 0.3e9, totalBytes: 2e9 }
  expect(amiss({ memory: less })).toEqual([{ code: 'memory', mark: 'bad', parameters: less }])
  const saving = { governors: ['performance', 'powersave'], isTurbo: true }
  expect(amiss({ frequency: saving })).toEqual([
    { code: 'frequency', mark: 'look', parameters: { ...saving, isSteady: false } },
  ])
  const hot = { ...frequency, heatThrottles: 7 }
  expect(amiss({ frequency: hot })).toEqual([
    { code: 'frequency', mark: 'look', parameters: { ...hot, isSteady: true } },
  ])
  expect(amiss({ stealShare: 0.006 })).toEqual([{ code: 'steal', mark: 'look', parameters: { share: 0.006 } }])
  expect(amiss({ stealShare: 0.06 })).toEqual([{ code: 'steal', mark: 'bad', parameters: { share: 0.06 } }])
})

test('late timers and coarse or slow clocks are named', () => {
  const late = (medianLateMs: number, worstLateMs: number) => amiss({ timer: { ...timer, medianLateMs, worstLateMs } })
  expect(late(1.2, 9)).toEqual([])
  expect(late(1.2, 30)).toEqual([
    { code: 'timer', mark: 'look', parameters: { medianLateMs: 1.2, worstLateMs: 30, timers: 50 } },
  ])
  expect(late(14, 15)).toMatchObject([{ code: 'timer', mark: 'bad' }])
  expect(late(0.1, 150)).toMatchObject([{ code: 'timer', mark: 'bad' }])
  expect(amiss({ clock: { stepMs: 0.005 } })).toEqual([
    { code: 'clock', mark: 'look', parameters: { stepMs: 0.005, isSlow: false } },
  ])
  expect(amiss({ clock: { stepMs: 1 } })).toMatchObject([{ code: 'clock', mark: 'bad' }])
  expect(amiss({ clock: { ...clock, source: 'hpet' } })).toEqual([
    { code: 'clock', mark: 'look', parameters: { ...clock, source: 'hpet', isSlow: true } },
  ])
})

test('too few descriptors for a wide scenario are named, and no limit at all is enough', () => {
  expect(amiss({ descriptors: { soft: 'unlimited', hard: 'unlimited' } })).toEqual([])
  expect(amiss({ descriptors: { soft: 1100, hard: 1100 } })).toEqual([])
  expect(amiss({ descriptors: { soft: 1024, hard: 4096 } })).toEqual([
    { code: 'descriptors', mark: 'look', parameters: { soft: 1024, hard: 4096 } },
  ])
  expect(amiss({ descriptors: { soft: 128, hard: 128 } })).toMatchObject([{ code: 'descriptors', mark: 'bad' }])
})

test('a thread pool smaller than the launcher makes it is named, with how large that is', () => {
  expect(amiss({}, ['threadPool'])).toEqual([{ code: 'thread-pool', mark: 'look', parameters: { wanted: 64 } }])
  expect(amiss({ threadPool: 128 })).toEqual([])
  expect(amiss({ threadPool: 8 })).toEqual([
    { code: 'thread-pool', mark: 'look', parameters: { threads: 8, wanted: 64 } },
  ])
})

test('what the lab alone could use is worth a look where it is missing', () => {
  const small = { ...udp, grantedBytes: 425_984, mostBytes: 212_992 }
  expect(amiss({ udp: small })).toEqual([
    { code: 'udp', mark: 'look', parameters: { ...small, wantedBytes: 4_194_304 } },
  ])
  expect(amiss({ mayRaisePriority: false, mayLimitProcessors: false })).toEqual([
    { code: 'priority', mark: 'look', parameters: { mayRaise: false } },
    { code: 'cpu-groups', mark: 'look', parameters: { mayLimit: false } },
  ])
})

test('credentials and the webhook are there, perhaps, or not', () => {
  const none = { credentials: [], hasRegion: false, hasConfigFile: false }
  expect(amiss({ aws: none, webhook: 'absent' })).toEqual([
    { code: 'credentials', mark: 'look', parameters: none },
    { code: 'region', mark: 'look', parameters: none },
    { code: 'webhook', mark: 'look', parameters: { webhook: 'absent' } },
  ])
  const perhaps = { ...none, hasConfigFile: true }
  expect(amiss({ aws: perhaps, webhook: 'no address' })).toEqual([
    { code: 'credentials', mark: 'look', parameters: perhaps },
    { code: 'region', mark: 'look', parameters: perhaps },
    { code: 'webhook', mark: 'look', parameters: { webhook: 'no address' } },
  ])
  expect(amiss({ aws: { ...aws, hasConfigFile: true } })).toEqual([])
})
