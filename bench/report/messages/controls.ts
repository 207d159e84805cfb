import type { AaCheck, FailedCheck, SensitivityCheck } from '../../io/controls.ts'
import type { Result } from '../../judge/comparison/judgement.ts'
import { SLOWED_BY, slowdownIn, slowedName } from '../../plan/schedule.ts'
import { ENGLISH } from './en.ts'
import { asPercent } from './formats.ts'
import type { Messages } from './messages.ts'

/** What the checks belong to. */
interface Checked {
  readonly scenario: Pick<Result['scenario'], 'margin' | 'variants'>
  readonly target?: Result['target']
}

/** How the second copy of the reference came out, as a clause. */
export function aaCheckText(
  { aaCheck, ...checked }: Checked & { readonly aaCheck: AaCheck },
  messages: Messages = ENGLISH,
): string {
  const margin = asPercent(checked.scenario.margin)
  switch (aaCheck.code) {
    case 'absent':
      return messages.checks.aaAbsent
    case 'not-judged':
      return notYet(checked, messages)
    case 'runs-failed':
    case 'late':
      return messages.checks.aaUnreliable(troubleText(aaCheck, messages))
    case 'failed':
      return messages.checks.aaFailed(margin, rangeOf(aaCheck, messages))
    case 'passed': {
      const { low, high } = aaCheck
      return low > 1 || high < 1
        ? messages.checks.aaPassedButDifferent(margin, rangeOf(aaCheck, messages))
        : messages.checks.aaPassed(margin, rangeOf(aaCheck, messages))
    }
  }
}

/** How the slowed copy of the reference came out, as a clause. */
export function sensitivityCheckText(
  { sensitivityCheck, ...checked }: Checked & { readonly sensitivityCheck: SensitivityCheck },
  messages: Messages = ENGLISH,
): string {
  const slowdown = slowdownText(checked.scenario)
  switch (sensitivityCheck.code) {
    case 'absent':
      return messages.checks.sensitivityAbsent
    case 'not-judged':
      return notYet(checked, messages)
    case 'runs-failed':
    case 'late':
      return messages.checks.sensitivityUnreliable(slowdown, troubleText(sensitivityCheck, messages))
    case 'found':
    case 'missed': {
      const ratio = messages.units.withDetail(sensitivityCheck.ratio.toFixed(3), rangeOf(sensitivityCheck, messages))
      return sensitivityCheck.code === 'found'
        ? messages.checks.sensitivityFound(slowdown, ratio)
        : messages.checks.sensitivityMissed(slowdown, ratio)
    }
  }
}

/** How a check that has failed came out, as a clause. `slowdown`: the share by which the sensitivity check was slower. */
export function failedCheckText(
  check: FailedCheck,
  { margin, slowdown }: { readonly margin: number; readonly slowdown: number },
  messages: Messages,
): string {
  const scenario = { margin, variants: [slowedName(slowdown)] }
  return 'aaCheck' in check
    ? aaCheckText({ ...check, scenario }, messages)
    : sensitivityCheckText({ ...check, scenario }, messages)
}

/** By how much the sensitivity check is slower. */
export function slowdownText({ variants }: Pick<Result['scenario'], 'variants'>): string {
  return asPercent(slowdownIn(variants) ?? SLOWED_BY)
}

function rangeOf({ low, high }: { readonly low: number; readonly high: number }, messages: Messages): string {
  return messages.units.range(low.toFixed(3), high.toFixed(3))
}

function notYet({ target = 'local' }: Pick<Checked, 'target'>, messages: Messages): string {
  return target === 'local' ? messages.checks.notJudgedYetProcesses : messages.checks.notJudgedYetContainers
}

function troubleText(trouble: Extract<AaCheck, { code: 'runs-failed' | 'late' }>, messages: Messages): string {
  if (trouble.code === 'runs-failed') return messages.checks.runsFailed(trouble.failed, trouble.of)
  const percent = ((trouble.mockServerLag - 1) * 100).toFixed(0)
  return messages.checks.mockServerLag(percent)
}
