import type { AaCheck, FailedCheck, SensitivityCheck } from '../../io/controls.ts'
import type { Result } from '../../judge/comparison/judgement.ts'
import { AA_CHECK, SLOWED_BY, slowdownIn, slowedName } from '../../plan/schedule.ts'
import { ENGLISH } from './en.ts'
import { asPercent } from './formats.ts'
import type { Messages } from './messages.ts'

/** What the checks belong to. */
interface Checked {
  readonly scenario: Pick<Result['scenario'], 'margin' | 'reference' | 'variants'>
  readonly target?: Result['target']
}

/** How the second copy of the reference came out, as a clause. */
export function aaCheckText(
  { aaCheck, ...checked }: Checked & { readonly aaCheck: AaCheck },
  messages: Messages = ENGLISH,
): string {
  const { reference, margin } = checked.scenario
  const { checks } = messages
  switch (aaCheck.code) {
    case 'absent':
      return checks.aaAbsent
    case 'not-judged':
      return notYet(checked, messages)
    case 'runs-failed':
    case 'late':
      return checks.aaTrouble(reference, troubleText(aaCheck, messages))
    case 'failed':
      return checks.aaFailed(reference, formatChange(aaCheck, messages), asPercent(margin))
    case 'passed': {
      const text = aaCheck.low > 1 || aaCheck.high < 1 ? checks.aaPassedButDifferent : checks.aaPassed
      return text(reference, formatChange(aaCheck, messages), asPercent(margin))
    }
  }
}

/** How the slowed copy of the reference came out, as a clause. */
export function sensitivityCheckText(
  { sensitivityCheck, ...checked }: Checked & { readonly sensitivityCheck: SensitivityCheck },
  messages: Messages = ENGLISH,
): string {
  const { checks } = messages
  const slowedBy = slowdownText(checked.scenario)
  switch (sensitivityCheck.code) {
    case 'absent':
      return checks.sensitivityAbsent
    case 'not-judged':
      return notYet(checked, messages)
    case 'runs-failed':
    case 'late':
      return checks.sensitivityTrouble(slowedBy, troubleText(sensitivityCheck, messages))
    case 'found':
      return checks.sensitivityFound(slowedBy, formatChange(sensitivityCheck, messages))
    case 'missed':
      return checks.sensitivityMissed(slowedBy, formatChange(sensitivityCheck, messages))
  }
}

/** How a check that has failed came out, as a clause. `slowdown`: the share by which the sensitivity check was slower. */
export function failedCheckText(
  check: FailedCheck,
  { margin, slowdown }: { readonly margin: number; readonly slowdown: number },
  messages: Messages,
): string {
  const scenario = { margin, reference: messages.checks.theReference, variants: [slowedName(slowdown)] }
  return 'aaCheck' in check
    ? aaCheckText({ ...check, scenario }, messages)
    : sensitivityCheckText({ ...check, scenario }, messages)
}

/** A variant in a sentence; only tables explain the names of the copies of the reference. */
export function variantInSentence(variant: string, { checks }: Messages): string {
  if (variant === AA_CHECK) return checks.unchangedCopy
  return slowdownIn([variant]) === undefined ? variant : checks.slowedCopy
}

/** By how much the sensitivity check is slower. */
export function slowdownText({ variants }: Pick<Result['scenario'], 'variants'>): string {
  return asPercent(slowdownIn(variants) ?? SLOWED_BY)
}

function notYet({ target = 'local' }: Pick<Checked, 'target'>, messages: Messages): string {
  return target === 'local' ? messages.checks.notJudgedYetProcesses : messages.checks.notJudgedYetContainers
}

function troubleText(trouble: Extract<AaCheck, { code: 'runs-failed' | 'late' }>, messages: Messages): string {
  if (trouble.code === 'runs-failed') return messages.checks.runsFailed(trouble.failed, trouble.of)
  return messages.checks.copyWaitedTooLong(((trouble.mockServerLag - 1) * 100).toFixed(0))
}

interface Change {
  readonly ratio: number
  readonly low: number
  readonly high: number
}

/** A ratio of times as a change with its sign and its interval, such as `+3.3% (-3.1% to +10.1%)`. */
export function formatChange({ ratio, low, high }: Change, messages: Messages): string {
  const [estimate, least, most] = [ratio, low, high].map((one) => {
    const text = ((one - 1) * 100).toFixed(1)
    // What is rounded to nothing has no direction.
    return text === '-0.0' ? '+0.0%' : `${text.startsWith('-') ? '' : '+'}${text}%`
  }) as [string, string, string]
  return messages.units.withInterval({ estimate, low: least, high: most })
}
