import type { Facts } from './facts.ts'
import { type Finding, finding, type Mark, markAbove } from './finding.ts'
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
import { formatNumber } from '../report/format.ts'

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

/** Node's own timers, which know whole milliseconds, are up to one late on a quiet machine. */
const MEDIAN_MS = { look: 1.5, bad: 5 }
const WORST_MS = { look: 10, bad: 100 }

function checkTimer({ timer: { medianLateMs, worstLateMs, timers } }: Facts): Finding {
  return finding('timer', worse(markAbove(medianLateMs, MEDIAN_MS), markAbove(worstLateMs, WORST_MS)), {
    found: `${formatNumber(medianLateMs)} ms late, ${formatNumber(worstLateMs)} at worst (${timers} of 1 ms)`,
    advice: 'the mock server answers that late: quieten the machine, or use longer delays',
  })
}

/** The shortest makespans are of some milliseconds, and steps of them of tens of microseconds. */
const STEP_MS = { look: 0.001, bad: 0.1 }

function checkClock({ clock: { stepMs, source } }: Facts): Finding {
  const isSlow = source === 'hpet' || source === 'acpi_pm'
  return finding('clock', worse(markAbove(stepMs, STEP_MS), isSlow ? 'look' : 'ok'), {
    found: `steps of ${Math.max(1, Math.round(stepMs * 1e6)).toLocaleString('en-US')} ns${source === undefined ? '' : ` (${source})`}`,
    advice: isSlow
      ? `reading ${source} is slow: see in the kernel's log why it does not trust tsc`
      : 'use longer delays, so that a run has many of them',
  })
}

function worse(one: Mark, other: Mark): Mark {
  return [one, other].includes('bad') ? 'bad' : one === 'ok' ? other : one
}

const NEEDED_BY = 'only by utakata ab, utakata xray and npm run deploy'
const PERHAPS = 'perhaps by the shared config file, which is not read here'

function checkCredentials({ aws: { credentials, hasConfigFile } }: Facts): Finding {
  const none = hasConfigFile ? PERHAPS : 'none found; a role of the machine is not asked for'
  return finding('AWS credentials', credentials.length > 0 ? 'ok' : 'look', {
    found: credentials.length > 0 ? `present, from ${credentials.join(', ')}` : none,
    advice: `needed ${NEEDED_BY}: ${hasConfigFile ? 'see aws configure list' : 'aws configure, or aws configure sso'}`,
  })
}

function checkRegion({ aws: { hasRegion, hasConfigFile } }: Facts): Finding {
  return finding('AWS region', hasRegion ? 'ok' : 'look', {
    found: hasRegion ? 'present, from the environment' : hasConfigFile ? PERHAPS : 'none found',
    advice: `needed ${NEEDED_BY}: set AWS_REGION, or a region in the profile`,
  })
}

function checkWebhook({ webhook }: Facts): Finding {
  return finding('Slack webhook', webhook === 'an address' ? 'ok' : 'look', {
    found:
      webhook === 'absent'
        ? 'SLACK_WEBHOOK_URL is not set'
        : `SLACK_WEBHOOK_URL is set${webhook === 'an address' ? '' : ', but to no http: or https: address'}`,
    advice: 'only utakata run needs it, and not with --dry-run',
  })
}
