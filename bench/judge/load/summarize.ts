import { isSameOutput, type Trial } from '../../trial/trial.ts'
import { isComparison, type Verdict, withheld } from '../verdict.ts'
import { isLate, NO_DIGEST } from '../comparison/final-verdict.ts'
import { aaCheckOf, isFit as isFitBy, sensitivityCheckOf } from '../comparison/controls.ts'
import { JUDGEMENT_SCHEMA } from '../comparison/judgement.ts'
import { recommend } from './recommendation.ts'
import { judgeVariant } from './judge-variant.ts'
import { isScheduled, discardedBlocks, wholeBlocks } from './blocks.ts'
import type { LoadResult, LoadVariant } from './judgement.ts'
import { UserError } from '../../io/user-error.ts'

/** Judges jobs on a schedule from their trials. Throws where trials cannot be compared, or no block is whole. */
export function summarizeLoad(all: readonly Trial[]): LoadResult {
  const first = all.find(isScheduled)
  if (!first) throw new UserError('no-scheduled-jobs', {})
  const { scenario } = first
  const other = all.find((trial) => trial.scenario.digest !== scenario.digest)
  if (other)
    throw new UserError('two-schedules', {
      scenarios: [scenario, other.scenario].map(({ name, digest }) => ({ name, digest })),
    })
  const whole = wholeBlocks(all)
  if (whole.length === 0) throw new UserError('no-whole-schedule', {})
  const { everyMs } = first.arrival
  const planned = scenario.looks?.at(-1)
  const look = planned && whole.length >= planned.blocks ? planned : undefined
  const which = new Set(whole.map(({ block }) => block))
  const cold = all.filter(
    ({ phase, block, discarded }) => phase === 'cold' && which.has(block) && discarded === undefined,
  )
  const runs = [...whole.flatMap(({ jobs }) => [...jobs.values()].flat()), ...cold]
  const output = checkOutput(runs, scenario.reference)
  const perVariant = scenario.variants.map((variant) =>
    judgeVariant(variant, {
      blocks: whole,
      cold: cold.filter((trial) => trial.variant === variant),
      scenario,
      look,
      everyMs,
    }),
  )
  const controlled = { variants: perVariant, scenario, isJudged: look !== undefined }
  const [aaCheck, sensitivityCheck] = [aaCheckOf(controlled), sensitivityCheckOf(controlled)]
  const isFit = isFitBy({ aaCheck, sensitivityCheck })
  const { allowsNet = false } = scenario
  const last = all.at(-1)!
  const result: Omit<LoadResult, 'recommendation' | 'unfit' | 'exitCode'> = {
    schema: JUDGEMENT_SCHEMA,
    kind: 'load',
    scenario,
    environment: last.environment,
    items: all.reduce((most, { items }) => Math.max(most, items), 0),
    everyMs,
    jobs: scenario.iterations,
    blocks: whole.length,
    trials: all.length,
    elapsedMs: Date.parse(last.beganAt) + last.makespanMs - Date.parse(all[0]!.beganAt),
    beganAt: all[0]!.beganAt,
    ...(look && { look }),
    variants: perVariant.map((variant) => withVerdicts(variant, { variants: perVariant, output, isFit, allowsNet })),
    aaCheck,
    sensitivityCheck,
    deliveries: output.deliveries,
    throttled: runs.reduce((sum, { deliveries }) => sum + deliveries.throttled, 0),
    discardedBlocks: Array.from(discardedBlocks(all), ([block, reason]) => ({ block, reason })),
  }
  return { ...result, ...recommend(result), exitCode: exitCodeOf(result) }
}

interface Gate {
  readonly variants: readonly LoadVariant[]
  readonly output: OutputCheck
  readonly isFit: boolean
  /** Whether other servers may be in the times. */
  readonly allowsNet: boolean
}

/** What stands before any verdict, on latency and on the pace: right output, no failed job, no other servers, a mock server that keeps up. */
function withVerdicts(variant: LoadVariant, { variants, output, isFit, allowsNet }: Gate): LoadVariant {
  const reference = variants.find(({ role }) => role === 'reference')!
  const { pace, verdict, ...rest } = variant
  const barred = barFor(variant, output)
  if (barred) return { ...rest, verdict: barred }
  if (allowsNet) return rest.ratio ? { ...rest, verdict: { code: 'network-allowed' } } : rest
  const paced = { ...rest, ...(pace && { pace }) }
  if (!rest.ratio) return paced
  // Whoever cannot be compared may keep up all the same.
  const bar = barFor(reference, output)
  if (bar?.code === 'mock-server-saturated') return { ...paced, verdict: bar }
  if (bar) return { ...paced, verdict: { code: 'unreliable', cause: { code: 'reference', verdict: bar.code } } }
  if (!verdict) return paced
  return { ...paced, verdict: isFit ? verdict : withheld(verdict) }
}

type Bar = Extract<Verdict, { code: 'output-mismatch' | 'unreliable' }> | { readonly code: 'mock-server-saturated' }

function barFor(result: LoadVariant, { wrong }: OutputCheck): Bar | undefined {
  const { variant, failed } = result
  const wrongRuns = wrong.get(variant)
  if (wrongRuns !== undefined) return { code: 'output-mismatch', of: failed.of, ...wrongRuns }
  if (failed.trials > 0)
    return { code: 'unreliable', cause: { code: 'runs-failed', failed: failed.trials, of: failed.of } }
  return isLate(result) ? { code: 'mock-server-saturated' } : undefined
}

function exitCodeOf({
  variants,
  deliveries,
  look,
}: Omit<LoadResult, 'recommendation' | 'exitCode'>): LoadResult['exitCode'] {
  if (!deliveries.same) return 2
  const isSaid = ({ role, pace, verdict }: LoadVariant) =>
    ((role === 'reference' || role === 'candidate') && pace && pace.code !== 'inconclusive') ||
    (role === 'candidate' && verdict && isComparison(verdict) && verdict.code !== 'inconclusive')
  return look && variants.some(isSaid) ? 0 : 5
}

/** Whether the variants sent the same. */
interface OutputCheck {
  readonly deliveries: LoadResult['deliveries']
  /** By variant, how many of its runs sent something else than the reference's did, or something twice, and how often. */
  readonly wrong: ReadonlyMap<string, { readonly runs: number; readonly duplicates: number }>
}

/**
 * Holds runs against those of the reference: a series against a series, a cold run against a cold run. What a series sent
 * is known of the whole of it alone, so where one job of it failed nothing can be held against the others.
 */
function checkOutput(trials: readonly Trial[], reference: string): OutputCheck {
  const failed = new Set(trials.filter(({ faults }) => faults.length > 0).map(seriesOf))
  const sound = trials.filter((trial) => !failed.has(seriesOf(trial)))
  const ofReference = (phase: Trial['phase']) =>
    sound.filter((trial) => trial.variant === reference && trial.phase === phase)
  const models = { measured: ofReference('measured'), cold: ofReference('cold') }
  const isOther = (trial: Trial) => {
    const own = trial.phase === 'cold' ? models.cold : models.measured
    // Where other requests fail in each job, the jobs of one block alone are alike.
    const model = own.find(({ block }) => !trial.scenario.hasFetchErrors || block === trial.block)
    return model !== undefined && !isSameOutput(trial, model)
  }
  const wrong = sound.filter((trial) => isOther(trial) || trial.deliveries.duplicates > 0)
  const { digest, accepted } = models.measured[0]?.deliveries ?? { digest: NO_DIGEST, accepted: 0 }
  return {
    deliveries: {
      same: wrong.length === 0,
      digest,
      accepted,
      duplicates: trials.reduce((sum, { deliveries }) => sum + deliveries.duplicates, 0),
    },
    wrong: new Map(
      [...Map.groupBy(wrong, ({ variant }) => variant)].map(([variant, runs]) => [
        variant,
        { runs: runs.length, duplicates: runs.reduce((sum, { deliveries }) => sum + deliveries.duplicates, 0) },
      ]),
    ),
  }
}

function seriesOf(trial: Trial): string {
  return `${trial.variant} ${trial.block} ${isScheduled(trial) ? 'series' : trial.phase}`
}
