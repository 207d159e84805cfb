import { checkClock, checkTimer } from './clock-checks.ts'
import type { Facts } from './facts.ts'
import type { Finding } from './finding.ts'
import { checkCpuGroups, checkDescriptors, checkPriority, checkThreadPool, checkUdp } from './limit-checks.ts'
import {
  checkCores,
  checkFrequency,
  checkLoad,
  checkMemory,
  checkNode,
  checkNodeBinary,
  checkSteal,
} from './machine-checks.ts'
import { checkCredentials, checkRegion, checkWebhook } from './secret-checks.ts'

/** In the order in which they are told: what every measurement rests on, then what only some commands need. */
const CHECKS: readonly ((facts: Facts) => Finding)[] = [
  checkNode,
  checkNodeBinary,
  checkCores,
  checkLoad,
  checkMemory,
  checkFrequency,
  checkSteal,
  checkTimer,
  checkClock,
  checkDescriptors,
  checkThreadPool,
  checkPriority,
  checkUdp,
  checkCpuGroups,
  checkCredentials,
  checkRegion,
  checkWebhook,
]

/** A finding for each thing that matters to a measurement here. */
export function checkMachine(facts: Facts): Finding[] {
  return CHECKS.map((check) => check(facts))
}
