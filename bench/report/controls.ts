import type { AaCheck, Result, SensitivityCheck } from '../judge/comparison/judgement.ts'
import { asPercent, type Unit, unitOf } from './format.ts'
import { ENGLISH } from './messages/english.ts'
import type { Language } from './messages/language.ts'

/** What the checks belong to. */
interface Checked {
  readonly scenario: Pick<Result['scenario'], 'margin'>
  readonly target?: Result['target']
}

/** How the second copy of the reference came out, as a clause. */
export function aaCheckText(
  { aaCheck, ...checked }: Checked & { readonly aaCheck: AaCheck },
  language: Language = ENGLISH,
): string {
  const { say } = language
  const margin = asPercent(checked.scenario.margin)
  switch (aaCheck.code) {
    case 'absent':
      return say`none, since there is no second copy of the reference: nearness proves nothing`
    case 'not-judged':
      return notYet(checked, language)
    case 'runs-failed':
    case 'late':
      return say`failed: of the second copy of the reference ${troubleText(aaCheck, language)}`
    case 'failed':
      return say`failed: two copies of the reference may differ by more than ${margin} (${rangeOf(aaCheck, language)})`
    case 'passed': {
      const { low, high } = aaCheck
      return low > 1 || high < 1
        ? say`passed: two copies of the reference agree within ${margin} (${rangeOf(aaCheck, language)}, measurably different)`
        : say`passed: two copies of the reference agree within ${margin} (${rangeOf(aaCheck, language)})`
    }
  }
}

/** How the slowed copy of the reference came out, as a clause. */
export function sensitivityCheckText(
  { sensitivityCheck, ...checked }: Checked & { readonly sensitivityCheck: SensitivityCheck },
  language: Language = ENGLISH,
): string {
  const { say } = language
  switch (sensitivityCheck.code) {
    case 'absent':
      return say`none: these functions cannot be made slower`
    case 'not-judged':
      return notYet(checked, language)
    case 'runs-failed':
    case 'late':
      return say`missed: of the copy of the reference made 10 % slower ${troubleText(sensitivityCheck, language)}`
    case 'found':
    case 'missed': {
      const ratio = say`${sensitivityCheck.ratio.toFixed(3)} (${rangeOf(sensitivityCheck, language)})`
      return sensitivityCheck.code === 'found'
        ? say`found: a copy of the reference made 10 % slower came out as ${ratio}`
        : say`missed: a copy of the reference made 10 % slower came out as ${ratio}`
    }
  }
}

function rangeOf({ low, high }: { readonly low: number; readonly high: number }, { say }: Language): string {
  return say`${low.toFixed(3)} to ${high.toFixed(3)}`
}

function notYet({ target = 'local' }: Pick<Checked, 'target'>, { say }: Language): string {
  const unit: Unit = unitOf({ target: target })
  return unit === 'fork'
    ? say`not yet, it needs the forks of a whole look`
    : say`not yet, it needs the containers of a whole look`
}

function troubleText(trouble: Extract<AaCheck, { code: 'runs-failed' | 'late' }>, { say }: Language): string {
  if (trouble.code === 'runs-failed') return say`${trouble.failed} of ${trouble.of} runs failed`
  const percent = ((trouble.mockServerLag - 1) * 100).toFixed(0)
  return say`the waiting was ${percent} % longer than the mock server meant it to be`
}
