import { EXIT } from '../../cli/exit-code.ts'
import { isLate } from '../final-verdict.ts'
import { isFit } from '../controls.ts'
import { remedyFor } from '../remedies.ts'
import type { Result } from '../result.ts'
import { countedIterations, lookOf, type Iteration, discardedOf } from '../iterations.ts'
import { summarize } from '../summarize.ts'
import { blocksMissing } from '../../statistics/with-blocks.ts'
import type { Trial } from '../../trial/trial.ts'
import { type Changed, type Comparison, comparisonsIn } from './comparison.ts'
import type { Condition } from './condition.ts'
import { type Against, type Gate, type JudgedChange, type JudgedGate, uncomparedWith } from './gate.ts'
import { sideOf } from './limit.ts'

/**
 * Judges a race by a gate at the last look that it has reached: a regression lies wholly beyond its limit, what passes wholly
 * within it. The level of the look is shared by all comparisons and conditions. Before any word on size: what both tell
 * people must be the same, no run may have failed, and the mock server must have kept up. Where the report's guards have failed
 * nothing passes, and a regression lies wholly beyond the margin as well. `trials`: at least one iteration in which every variant ran.
 */
export function judgeGate(trials: readonly Trial[], gate: Gate): JudgedGate {
  const { against, conditions } = gate
  const result = summarize(trials)
  const discarded = discardedOf(trials)
  const iterations = countedIterations(trials, discarded)
  const look = lookOf(iterations, discarded, result.scenario)
  const which = new Set(look?.which ?? iterations.map(({ block }) => block))
  const isTold = ({ phase, block, discarded: discarded }: Trial) =>
    (phase === 'measured' || phase === 'cold') && which.has(block) && discarded === undefined
  const told = trials.filter(isTold)
  const comparisons = comparisonsIn(result.scenario, told, against)
  const judged = comparisons.flatMap((comparison) =>
    conditions
      .filter(({ strategy }) => strategy === undefined || strategy === comparison.strategy)
      .map((condition) => ({ comparison, condition })),
  )
  const counted = iterations.filter(({ block }) => which.has(block))
  const level = look && look.alpha / judged.length
  const changes = judged.map((one) => ({ ...named(one), ...judge(one, { result, told, iterations: counted, level }) }))
  const isWrongOutput = result.exitCode === EXIT.wrongOutput
  const unmet = conditions.flatMap((condition) => unmetBy(condition, comparisons, against))
  return { ...gate, changes: [...changes, ...unmet], isWrongOutput }
}

/** What was asked for by name and is not there to be compared, as a strategy that is new, is no pass. */
function unmetBy(
  { strategy, metric, limit }: Condition,
  comparisons: readonly Comparison[],
  against: Against,
): JudgedChange[] {
  if (strategy === undefined || comparisons.some((one) => one.strategy === strategy)) return []
  const known = uncomparedWith(against).find((one) => one.strategy === strategy)
  const because = known?.because ?? 'there is nothing to compare it with'
  return [{ strategy, condition: { metric, limit }, outcome: 'cannot judge', because, isOpen: false, seconds: 0 }]
}

interface Judged {
  readonly comparison: Comparison
  readonly condition: Condition
}

interface Raced {
  readonly result: Result
  readonly told: readonly Trial[]
  readonly iterations: readonly Iteration[]
  /** Of one comparison; undefined before the first look. */
  readonly level: number | undefined
}

function named({
  comparison: { strategy, seconds },
  condition: { metric, limit },
}: Judged): Pick<JudgedChange, 'strategy' | 'condition' | 'seconds'> {
  return { strategy, condition: { metric, limit }, seconds }
}

type Said = Pick<JudgedChange, 'change' | 'outcome' | 'kind' | 'because' | 'moreBlocks' | 'isOpen'>

function judge({ comparison, condition }: Judged, raced: Raced): Said {
  const { metric, limit } = condition
  const { result, iterations, level } = raced
  const fault = faultOf(comparison, raced)
  if (fault) return { ...fault, isOpen: false }
  if (level === undefined)
    return { outcome: 'cannot judge', because: 'the race was stopped before its first look', isOpen: true }
  const changed = comparison.changeOf(iterations, metric, level)
  if (!changed) return { outcome: 'cannot judge', because: `not every run tells its ${metric}`, isOpen: false }
  const { change } = changed
  const fit = isFit(result)
  const side = sideOf(change, fit ? limit : Math.max(limit, result.scenario.margin))
  if (side === 'beyond') return { change, outcome: 'regression', isOpen: false }
  // No further block mends a copy that has failed.
  const isOpen = (result.aaCheck.trouble ?? result.sensitivityCheck.trouble) !== 'failed'
  if (!fit) return { change, outcome: 'cannot judge', because: unfitness(result), isOpen }
  if (side === 'open') return { change, outcome: 'cannot judge', ...forecast(changed, limit), isOpen: true }
  return { change, outcome: 'pass', isOpen: false }
}

function faultOf(
  { variants, deliveriesDigest, doubt }: Comparison,
  { result, told }: Raced,
): Omit<Said, 'isOpen'> | undefined {
  const sound = told.filter(({ variant, faults }) => variants.includes(variant) && faults.length === 0)
  const digests = new Set(sound.map(({ deliveries }) => deliveries.digest))
  if (deliveriesDigest !== undefined) digests.add(deliveriesDigest)
  if (digests.size > 1)
    return { outcome: 'regression', kind: 'wrong output', because: 'it tells people something else than it did' }
  const own = result.variants.filter(({ variant }) => variants.includes(variant))
  const failing = own.find(({ failed }) => failed.trials > 0)
  if (failing) {
    const { variant, failed } = failing
    return {
      outcome: 'cannot judge',
      because: `${failed.trials} of ${failed.of} runs of ${variant} failed: ${failed.reasons[0]}`,
    }
  }
  if (result.mock.bound || own.some(isLate))
    return {
      outcome: 'cannot judge',
      because: 'the mock server could not keep up, as with longer delays or on a quieter machine it might',
    }
  return doubt === undefined ? undefined : { outcome: 'cannot judge', because: doubt }
}

function forecast({ change, changeWith }: Changed, limit: number): Pick<Said, 'because' | 'moreBlocks'> {
  const moreBlocks = blocksMissing(change.blocks, (blocks) => sideOf(changeWith(blocks), limit) === 'open')
  return {
    because: 'it may be within its limit or beyond it',
    ...(moreBlocks !== undefined && { moreBlocks }),
  }
}

/** Which guard has failed, and what may help. */
function unfitness(result: Result): string {
  const { aaCheck, sensitivityCheck } = result
  return `${aaCheck.passed ? `planted arm ${sensitivityCheck.sentence}` : `guard ${aaCheck.sentence}`}; ${remedyFor(result)}`
}
