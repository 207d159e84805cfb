import type { Facts } from '../../bench/doctor/facts.ts'

/** A quiet machine that has all there is, so that every check is ok with it. */
export const A_QUIET_MACHINE: Facts = {
  node: { version: 'v24.21.0', platform: 'linux', arch: 'x64', origin: 'host' },
  processors: { cores: 4, model: 'Paper 3000' },
  load: 0.2,
  memory: { availableBytes: 12e9, totalBytes: 16e9 },
  frequency: { governors: ['performance'], isTurbo: false, heatThrottles: 0 },
  stealShare: 0.0004,
  timer: { medianLateMs: 0.09, worstLateMs: 1.2, timers: 50 },
  clock: { stepMs: 0.00003, source: 'tsc' },
  descriptors: { soft: 20_000, hard: 20_000 },
  threadPool: 64,
  udp: { grantedBytes: 8 * 1024 * 1024, usualBytes: 212_992, mostBytes: 4 * 1024 * 1024 },
  mayRaisePriority: true,
  mayLimitProcessors: true,
  aws: { credentials: ['environment'], hasRegion: true, hasConfigFile: false },
  webhook: 'an address',
}
