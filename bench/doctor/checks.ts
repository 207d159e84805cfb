import type { Finding, Mark } from '../io/findings.ts'
import type { Facts } from './facts.ts'
import { finding, markAbove } from './finding.ts'
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

/** In the order of the table: what every measurement rests on, then what only some commands need. */
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

/** Node's own timers, which know whole milliseconds, are up to one late on a quiet machine. */
const MEDIAN_MS = { look: 1.5, bad: 5 }
const WORST_MS = { look: 10, bad: 100 }

function checkTimer({ timer }: Facts): Finding {
  const mark = worse(markAbove(timer.medianLateMs, MEDIAN_MS), markAbove(timer.worstLateMs, WORST_MS))
  return finding('timer', mark, timer)
}

/** The shortest makespans are of some milliseconds, and steps of them of tens of microseconds. */
const STEP_MS = { look: 0.001, bad: 0.1 }

function checkClock({ clock }: Facts): Finding {
  const isSlow = clock.source === 'hpet' || clock.source === 'acpi_pm'
  return finding('clock', worse(markAbove(clock.stepMs, STEP_MS), isSlow ? 'look' : 'ok'), { ...clock, isSlow })
}

function worse(one: Mark, other: Mark): Mark {
  return [one, other].includes('bad') ? 'bad' : one === 'ok' ? other : one
}

function checkCredentials({ aws }: Facts): Finding {
  return finding('credentials', aws.credentials.length > 0 ? 'ok' : 'look', aws)
}

function checkRegion({ aws }: Facts): Finding {
  return finding('region', aws.hasRegion ? 'ok' : 'look', aws)
}

function checkWebhook({ webhook }: Facts): Finding {
  return finding('webhook', webhook === 'an address' ? 'ok' : 'look', { webhook })
}
