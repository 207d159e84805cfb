import { ENGLISH } from '../report/messages/english.ts'
import type { Language } from '../report/messages/language.ts'
import type { Trial } from '../trial/trial.ts'
import { type Verdict, withheld } from './verdict.ts'
import type { VariantResult } from './result.ts'

/** Where no run of the reference was sound. */
export const NO_DIGEST = 'none'

/** Held over drawn above this is `server-bound`. */
export const MAX_MOCK_SERVER_LAG = 1.15

/** Whether the mock server was too late for a variant to be measured at all. */
export function isLate({ mockServerLag = 1 }: Pick<VariantResult, 'mockServerLag'>): boolean {
  return mockServerLag > MAX_MOCK_SERVER_LAG
}

export interface Gate {
  readonly isFit: boolean
  readonly bound: boolean
  /** Too few invocations have a trace that says the same as they do. */
  readonly untraced: boolean
  /** Of a run of the reference that did not fail. */
  readonly digest: string
  /** Cold runs too. */
  readonly told: readonly Trial[]
  readonly scenario: Trial['scenario']
}

/** What stands before any word on speed, in this order: a right output, no failed run, a server that keeps up, a machine that is fit. */
export function finalVerdict(
  result: VariantResult,
  { isFit, bound, untraced, digest, told, scenario }: Gate,
  { say }: Language = ENGLISH,
): { verdict?: Verdict } {
  const { variant, failed, verdict, ratio } = result
  const wrong = told.filter(
    ({ variant: name, faults, deliveries }) =>
      name === variant &&
      faults.length === 0 &&
      ((digest !== NO_DIGEST && deliveries.digest !== digest) || deliveries.duplicates > 0),
  )
  if (wrong.length > 0)
    return {
      verdict: { word: 'wrong output', because: say`${wrong.length} of ${failed.of} runs told people something else` },
    }
  if (failed.trials > 0)
    return { verdict: { word: 'unreliable', because: say`${failed.trials} of ${failed.of} failed` } }
  if (!ratio) return {}
  if (told.some((trial) => trial.variant === scenario.reference && trial.faults.length > 0)) {
    return { verdict: { word: 'unreliable', because: say`the reference failed` } }
  }
  if (untraced) return { verdict: { word: 'untraced' } }
  if (bound || isLate(result)) return { verdict: { word: 'server-bound' } }
  if (!verdict) return {}
  return { verdict: isFit ? verdict : withheld(verdict) }
}
