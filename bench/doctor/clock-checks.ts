import { formatNumber } from '../report/format.ts'
import type { Facts } from './facts.ts'
import { type Finding, finding, type Mark, markAbove } from './finding.ts'

/** Node's own timers, which know whole milliseconds, are up to one late on a quiet machine. */
const MEDIAN_MS = { look: 1.5, bad: 5 }
const WORST_MS = { look: 10, bad: 100 }

export function checkTimer({ timer: { medianLateMs, worstLateMs, timers } }: Facts): Finding {
  return finding('timer', worse(markAbove(medianLateMs, MEDIAN_MS), markAbove(worstLateMs, WORST_MS)), {
    found: `${formatNumber(medianLateMs)} ms late, ${formatNumber(worstLateMs)} at worst (${timers} of 1 ms)`,
    advice: 'the mock server answers that late: quieten the machine, or use longer delays',
  })
}

/** The shortest makespans are of some milliseconds, and steps of them of tens of microseconds. */
const STEP_MS = { look: 0.001, bad: 0.1 }

export function checkClock({ clock: { stepMs, source } }: Facts): Finding {
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
