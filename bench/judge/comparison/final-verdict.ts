import { failureKey } from '../../trial/failure-key.ts'
import { type FailedItem, hasSamePosts, isSameOutput, modelFor, type Trial } from '../../trial/trial.ts'
import { type OutputMismatch, type Verdict, withheld } from '../verdict.ts'
import type { VariantResult } from './judgement.ts'

/** Where no run of the reference was sound. */
export const NO_DIGEST = 'none'

/** Above this the mock server is saturated. */
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
  /** The runs of the reference that did not fail. */
  readonly models: readonly Trial[]
  /** Every run that counts, cold ones too. */
  readonly runs: readonly Trial[]
  readonly scenario: Trial['scenario']
}

/** What stands before any verdict on speed, in this order: a right output, no failed run, no other servers, a server that keeps up, a machine that is fit. */
export function finalVerdict(
  result: VariantResult,
  { isFit, bound, untraced, models, runs, scenario }: Gate,
): { verdict?: Verdict } {
  const { variant, failed, verdict, ratio } = result
  const isOther = (trial: Trial) => {
    const model = modelFor(trial, models)
    return model !== undefined && !isSameOutput(trial, model)
  }
  const wrong = runs.filter(
    (trial) =>
      trial.variant === variant && trial.faults.length === 0 && (trial.deliveries.duplicates > 0 || isOther(trial)),
  )
  if (wrong.length > 0) {
    const duplicates = wrong.reduce((sum, { deliveries }) => sum + deliveries.duplicates, 0)
    const example = exampleOf(wrong, models)
    const fails = failureBeyond(wrong, runs, scenario)
    return {
      verdict: {
        code: 'output-mismatch',
        runs: wrong.length,
        of: failed.of,
        duplicates,
        ...(example && { example }),
        ...(fails && { fails }),
      },
    }
  }
  if (failed.trials > 0)
    return { verdict: { code: 'unreliable', cause: { code: 'runs-failed', failed: failed.trials, of: failed.of } } }
  if (!ratio) return {}
  if (runs.some((trial) => trial.variant === scenario.reference && trial.faults.length > 0))
    return { verdict: { code: 'unreliable', cause: { code: 'reference', verdict: 'unreliable' } } }
  // What other servers took is in the times, and may differ from run to run.
  if (scenario.allowsNet) return { verdict: { code: 'network-allowed' } }
  if (untraced) return { verdict: { code: 'insufficient-traces' } }
  if (bound || isLate(result)) return { verdict: { code: 'mock-server-saturated' } }
  if (!verdict) return {}
  return { verdict: isFit ? verdict : withheld(verdict) }
}

/** The first run with other posts. What a job on a schedule has is an even share of what its series sent. */
function exampleOf(wrong: readonly Trial[], models: readonly Trial[]): OutputMismatch['example'] {
  for (const trial of wrong) {
    const model = modelFor(trial, models)
    if (model && trial.deliveries.duplicates === 0 && !trial.arrival && !hasSamePosts(trial, model))
      return { sent: trial.deliveries.accepted, expected: model.deliveries.accepted }
  }
  return undefined
}

/** The first failure in some runs that no run of the reference has, or else one of the reference that none of them has. */
function failureBeyond(
  wrong: readonly Trial[],
  runs: readonly Trial[],
  { reference }: Trial['scenario'],
): (FailedItem & { readonly isReference?: true }) | undefined {
  const failuresIn = (some: readonly Trial[]) => some.flatMap(({ failedItems = [] }) => failedItems)
  const ofReference = failuresIn(runs.filter(({ variant }) => variant === reference))
  const ofVariant = failuresIn(wrong)
  const beyond = firstBeyond(ofVariant, ofReference)
  if (beyond) return beyond
  const lacking = firstBeyond(ofReference, ofVariant)
  return lacking && { ...lacking, isReference: true }
}

function firstBeyond(failures: readonly FailedItem[], known: readonly FailedItem[]): FailedItem | undefined {
  const keys = new Set(known.map(failureKey))
  return failures.find((failure) => !keys.has(failureKey(failure)))
}
