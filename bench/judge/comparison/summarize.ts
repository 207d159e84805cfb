import { type SelectionCriteria, SPEED } from '../selection-criteria.ts'
import { isSelectable } from '../../plan/schedule.ts'
import { coldTable } from '../../statistics/cold-table.ts'
import { median } from '../../statistics/quantile.ts'
import { isSameOutput, modelFor, type Trial } from '../../trial/trial.ts'
import { isComparison, type Verdict } from '../verdict.ts'
import { recommend } from './recommendation.ts'
import { mockServerLag } from '../mock-server-lag.ts'
import { variantResult } from './variant-result.ts'
import { finalVerdict, isLate, NO_DIGEST } from './final-verdict.ts'
import { aaCheckOf, isFit, sensitivityCheckOf } from './controls.ts'
import { lambdaResult } from './functions.ts'
import { selectFrom } from './selection.ts'
import { rank } from './ranking.ts'
import { JUDGEMENT_SCHEMA, type Result, type Selection } from './judgement.ts'
import { countedIterations, lookOf, type Iteration, discardedOf } from './iterations.ts'
import { isBilled, scoresOf } from './scores.ts'
import { tracingResult } from './tracing.ts'
import { timeBreakdownsOf } from './time-breakdowns.ts'
import { predecessorEffects } from '../../statistics/predecessor.ts'
import { steadiness } from '../../statistics/steadiness.ts'
import { UserError } from '../../io/user-error.ts'

/** With less than this many times the fastest client's rate to spare, the mock server is saturated. */
export const MIN_CEILING = 1.25

/** Judges a comparison from its trials, by selection criteria. Throws where trials cannot be compared: different scenarios, or no measured run at all. */
export function summarize(all: readonly Trial[], criteria: SelectionCriteria = SPEED): Result {
  const [first] = all
  if (!first) throw new UserError('no-trials', {})
  const other = all.find(({ scenario }) => scenario.digest !== first.scenario.digest)
  if (other)
    throw new UserError('two-scenarios', {
      scenarios: [first.scenario, other.scenario].map(({ name, digest }) => ({ name, digest })),
    })
  const { scenario } = first
  const discarded = discardedOf(all)
  const iterations = countedIterations(all, discarded)
  const look = lookOf(iterations, discarded, scenario)
  const judged = look && new Set(look.which)
  const blocks = judged ? iterations.filter(({ block }) => judged.has(block)) : iterations
  const counted = blocks.flatMap(({ trials }) => trials)
  // What went wrong in a container's first run went wrong, though it is no part of any time.
  const which = new Set(blocks.map(({ block }) => block))
  const cold = all.filter((trial) => trial.phase === 'cold' && which.has(trial.block) && trial.discarded === undefined)
  const runs = [...counted, ...cold]
  const models = runs.filter(({ variant, faults }) => variant === scenario.reference && faults.length === 0)
  const deliveries = deliveriesOf(runs, models)
  const mock = mockOf(all, counted, scenario.reference)
  const names = scenario.variants.filter((variant) => counted.some((trial) => trial.variant === variant))
  const lambda = lambdaResult(all, scenario.variants)
  const tracing = tracingResult(all, { ...scenario, blocks: which })
  const perVariant = names.map((variant) =>
    variantResult(variant, {
      iterations: blocks,
      cold: cold.filter((trial) => trial.variant === variant),
      scenario,
      look,
    }),
  )
  const controlled = { variants: perVariant, scenario, isJudged: look !== undefined }
  const aaCheck = aaCheckOf(controlled)
  const sensitivityCheck = sensitivityCheckOf(controlled)
  const selectable = perVariant.flatMap(({ variant, role }) => (isSelectable(role) ? variant : []))
  const fit = isFit({ aaCheck, sensitivityCheck })
  const untraced = tracing?.crossCheck.isTooLittle ?? false
  const gate = { isFit: fit, bound: mock.bound, untraced, models, runs, scenario }
  const elapsedMs = Date.parse(all.at(-1)!.beganAt) + all.at(-1)!.makespanMs - Date.parse(first.beganAt)
  const blockMs = elapsedMs / new Set(all.map(({ block }) => block)).size
  const judgedVariants = perVariant.map((variant) => ({
    ...variant,
    ...withForecast(finalVerdict(variant, gate), blockMs),
  }))
  // A rank is a verdict on speed too.
  const ranked = judgedVariants.flatMap(({ variant, role, verdict }) =>
    isSelectable(role) && (!verdict || isComparison(verdict)) ? variant : [],
  )
  const letters =
    look &&
    lettersOf(
      blocks,
      { variants: ranked, reference: scenario.reference },
      { ...look, margin: scenario.margin, isFit: fit },
    )
  const variants = judgedVariants.map((variant) => ({
    ...variant,
    ...(letters?.has(variant.variant) && { letters: letters.get(variant.variant)! }),
  }))
  const order = orderChecksOf(blocks, scenario)
  const result: Omit<Result, 'recommendation' | 'unfit' | 'exitCode'> = {
    schema: JUDGEMENT_SCHEMA,
    kind: 'comparison',
    target: first.target,
    scenario,
    environment: all.at(-1)!.environment,
    items: all.reduce((most, { items }) => Math.max(most, items), 0),
    blocks: new Set(blocks.map(({ block }) => block)).size,
    iterationsCounted: blocks.length,
    trials: all.length,
    elapsedMs,
    beganAt: all.reduce((earliest, { beganAt }) => (beganAt < earliest ? beganAt : earliest), first.beganAt),
    ...(look && { look: { blocks: look.blocks, alpha: look.alpha, last: look.last } }),
    variants,
    aaCheck,
    sensitivityCheck,
    deliveries,
    mock,
    cold: lambda ? [] : coldRows(cold, counted, selectable),
    timeBreakdowns: timeBreakdownsOf(blocks, scenario, look?.alpha),
    ...(order && { order }),
    ...(look && {
      pick: withForecasts(
        selectFrom({ criteria, iterations: blocks, runs, variants, scenario, look, isFit: fit }),
        blockMs,
      ),
    }),
    throttled: counted.reduce((sum, trial) => sum + trial.deliveries.throttled, 0),
    isBilled: isBilled(blocks),
    ...(lambda && { lambda }),
    ...(tracing && { tracing }),
    discardedIterations: [...discarded.values()],
  }
  return { ...result, ...recommend(result), exitCode: exitCodeOf(result) }
}

/** The same of verdicts on what is picked by. */
function withForecasts(pick: Selection, blockMs: number): Selection {
  return { ...pick, scored: pick.scored.map((one) => ({ ...one, ...withForecast(one, blockMs) })) }
}

/** With how long the blocks that are missing would take. */
function withForecast<Judged extends { readonly verdict?: Verdict }>(judged: Judged, blockMs: number): Judged {
  const { verdict } = judged
  return verdict?.code === 'inconclusive' && verdict.moreBlocks !== undefined
    ? { ...judged, verdict: { ...verdict, moreMs: verdict.moreBlocks * blockMs } }
    : judged
}

function lettersOf(
  iterations: readonly Iteration[],
  selectable: Parameters<typeof scoresOf>[1],
  options: Parameters<typeof rank>[1],
): ReadonlyMap<string, string> | undefined {
  return rank(scoresOf(iterations, selectable, { for: 'speed' }), options)?.letters
}

/** First runs of fresh processes that ended well, against the later ones of the same process. */
function coldRows(cold: readonly Trial[], warm: readonly Trial[], variants: readonly string[]): Result['cold'] {
  const sound = cold.filter(({ faults }) => faults.length === 0)
  const warmMs = Map.groupBy(warm, ({ variant, block }) => `${variant} ${block}`)
  return coldTable(
    variants.map((variant) => ({
      variant,
      cold: sound
        .filter((trial) => trial.variant === variant)
        .map(({ makespanMs, block }) => {
          const own = warmMs.get(`${variant} ${block}`) ?? []
          const warmMakespanMs = own.reduce((sum, one) => sum + one.makespanMs, 0) / own.length
          return { makespanMs, ...(own.length > 0 && { warmMakespanMs }) }
        }),
    })),
  )
}

/** `models`: what all others are held against, the runs of the reference that did not fail. */
function deliveriesOf(trials: readonly Trial[], models: readonly Trial[]): Result['deliveries'] {
  const [model] = models
  // A run that failed by its own account is unreliable, not wrong.
  const sound = trials.filter(({ faults }) => faults.length === 0)
  const duplicates = trials.reduce((sum, trial) => sum + trial.deliveries.duplicates, 0)
  const isOnce = sound.every(({ deliveries }) => deliveries.duplicates === 0)
  if (!model) return { same: isOnce, digest: NO_DIGEST, accepted: 0, duplicates }
  const same = isOnce && sound.every((trial) => isSameOutput(trial, modelFor(trial, models) ?? trial))
  const { digest, accepted, by } = model.deliveries
  return { ...(by !== undefined && { by }), same, digest, accepted, duplicates }
}

function mockOf(all: readonly Trial[], counted: readonly Trial[], reference: string): Result['mock'] {
  const late = isLate({ mockServerLag: mockServerLag(counted.filter(({ variant }) => variant === reference)) })
  // Warm-ups without delays show what an answer costs the server; while it waits for the end of a delay it also looks at the clock.
  const plain = all.flatMap(({ phase, iteration, mock }) =>
    phase === 'warmup' && iteration > 0 && mock && mock.requests > 0 ? mock : [],
  )
  const rates = counted.map(({ mock, makespanMs }) => (mock?.requests ?? 0) / makespanMs)
  if (plain.length === 0 || rates.length === 0) return { bound: late, isKnown: all.some(({ mock }) => mock) }
  const costMs = median(plain.map(({ cpuMs, requests }) => cpuMs / requests))
  const ceiling = 1 / costMs / Math.max(...medianByVariant(counted, rates))
  return { ceiling, bound: late || ceiling < MIN_CEILING, isKnown: true }
}

function medianByVariant(trials: readonly Trial[], values: readonly number[]): number[] {
  const byVariant = Map.groupBy(values.keys(), (index) => trials[index]!.variant)
  return Array.from(byVariant.values(), (indices) => median(indices.map((index) => values[index]!)))
}

/** Whether a variant has sent something else than the reference, or something twice. */
export function isOutputMismatch({ deliveries }: Pick<Result, 'deliveries'>): boolean {
  return !deliveries.same
}

function exitCodeOf(result: Pick<Result, 'variants' | 'deliveries'>): Result['exitCode'] {
  const { variants } = result
  if (isOutputMismatch(result)) return 2
  const candidates = variants.filter(({ role }) => role === 'candidate')
  const decided = candidates.filter(
    ({ verdict }) => verdict && isComparison(verdict) && verdict.code !== 'inconclusive',
  )
  return decided.length > 0 || candidates.length === 0 ? 0 : 5
}

/** The level of both checks of the order in which runs were made. */
const ORDER_ALPHA = 0.05

/** Undefined where the runs are invocations, which do not follow each other in one place, and below two blocks. */
export function orderChecksOf(
  iterations: readonly Iteration[],
  { variants, reference }: Trial['scenario'],
): Result['order'] {
  const runs = iterations.flatMap(({ trials }) =>
    trials.toSorted((a, b) => variants.indexOf(a.variant) - variants.indexOf(b.variant)),
  )
  if (runs.some(({ invocation }) => invocation) || new Set(runs.map(({ block }) => block)).size < 2) return undefined
  return { predecessors: predecessorEffects(runs, ORDER_ALPHA), steadiness: steadiness(runs, reference, ORDER_ALPHA) }
}
