import { createHash } from 'node:crypto'
import { z } from 'zod'
import { type StrategyName, strategies } from '../../../strategies/index.ts'
import { ownLimits, resolveLimits } from '../../../strategies/limits.ts'
import { faultsIn, nothingDoneIn, unexpectedFailures } from '../../trial/faults.ts'
import type { Fault } from '../../io/trial-reasons.ts'
import { bytes, count, DAY_MS, figure, ms, totalMs, whole } from '../../io/record-fields.ts'
import { runFigures } from '../../trial/run-figures.ts'
import type { ScenarioWorld } from '../../scenario/scenario.ts'
import { withFailedItems } from '../failed-items.ts'
import type { ServerSide } from '../server-side.ts'
import { type FailedItem, stepFiguresSchema, type Trial, TRIAL_SCHEMA } from '../../trial/trial.ts'
import { type AbPlan, scenarioOf } from './ab-plan.ts'
import { containerOf, type Turn } from './drive.ts'
import type { Invoked } from './invoke.ts'
import { shortened } from './client/truncated.ts'

/** What becomes part of every line of a record. */
const name = z.string().max(200)
/** As a record can hold. */
const instant = z.number().min(0).max(253_402_300_799_999)
const limit = whole(1, 1e9)
/** `fetch status` and the like. */
const failureKind = z.string().regex(/^(fetch|check|notify) [a-z-]{1,30}$/)

const notices = z.array(z.object({ key: z.string() }))
const failure = z.object({ step: z.enum(['fetch', 'check', 'notify']), kind: name, message: z.string() })

/** What our functions answer (infra/answer.ts), as far as a trial needs it. */
const answerSchema = z.object({
  strategy: name,
  bundleDigest: name.optional(),
  container: z.object({ id: name, isCold: z.boolean() }),
  run: z.object({
    beganMs: instant,
    makespanMs: figure(0.001, DAY_MS),
    limits: z.object({
      concurrency: limit.optional(),
      threads: limit.optional(),
      buffer: whole(0, 1e9).optional(),
    }),
    figures: z.object({
      feeds: count,
      sent: count,
      firstNotificationMs: ms.optional(),
      medianNotificationMs: ms.optional(),
      lastNotificationMs: ms.optional(),
      steps: z.object({ fetch: stepFiguresSchema, check: stepFiguresSchema, notify: stepFiguresSchema }),
      failures: z.record(failureKind, count),
    }),
    cpuMs: totalMs,
    eventLoopDelayMs: ms,
    peakRssBytes: bytes,
    examples: z.array(failure),
  }),
  isCutOff: z.boolean(),
  outcomesLeftOut: z.number().optional(),
  outcomes: z
    .array(
      z.object({
        /** Of the built-in job. */
        feed: z.string().optional(),
        /** Of a user's own. */
        item: z.string().optional(),
        sent: notices.optional(),
        wouldBeSent: notices.optional(),
        failures: z.array(failure).default([]),
      }),
    )
    .optional(),
})

type FunctionAnswer = z.infer<typeof answerSchema>

/** What a function answered to an event that it cannot handle. */
const refusalSchema = z.object({ error: z.object({ message: z.string() }) })

export interface EndedInvocation {
  readonly plan: AbPlan
  readonly target: 'lab' | 'aws'
  readonly turn: Turn
  readonly invoked: Invoked
  readonly environment: Trial['environment']
  readonly emulation?: Trial['emulation']
  /** What the mock server knows of it; absent where there is none to query. */
  readonly server?: (strategy: StrategyName, limits: ReturnType<typeof resolveLimits>) => Promise<ServerSide>
  /** Of the mock world, for what it planned to go wrong. */
  readonly world?: ScenarioWorld | undefined
}

/** One invocation as a line of the record. */
export async function abTrial(ended: EndedInvocation): Promise<Trial> {
  const { plan, target, turn, invoked, environment, emulation, server, world } = ended
  const { variant } = turn
  const { report, failure } = invoked
  const answer = answerSchema.safeParse(invoked.answer).data
  const refusal = refusalSchema.safeParse(invoked.answer).data
  const run = answer?.run
  const strategy = isOurs(variant.strategy) ? variant.strategy : undefined
  const limits = strategy && { ...resolveLimits(strategies[strategy]), ...run?.limits }
  const initMs = report?.initMs ?? report?.restoreMs
  const isMeantCold = turn.iteration < plan.concurrency
  // Of a version that was published for this turn the first invocation is cold, where no report says otherwise.
  const isUnreported = turn.version !== undefined && isMeantCold && !report
  const isFirst = answer?.container.isCold ?? (initMs !== undefined || isUnreported)
  const { isOnlyCold = false } = plan.scenario
  // Where cold starts are compared, one without an initialisation was none: its container was initialised ahead.
  const isCold = isOnlyCold ? isFirst && initMs !== undefined : isFirst
  const [makespanMs, timedBy] = timeOf()
  const known = server && strategy && limits ? await server(strategy, limits) : undefined
  const deliveries = known?.deliveries ?? deliveriesOf(answer)
  return {
    schema: TRIAL_SCHEMA,
    target,
    scenario: scenarioOf(plan, variant),
    variant: variant.label,
    strategy: variant.strategy,
    role: variant.role,
    ...(variant.slowedBy !== undefined && { slowedBy: variant.slowedBy }),
    limits: strategy ? ownLimits(strategies[strategy], limits!) : {},
    block: turn.block,
    iteration: turn.iteration,
    position: turn.position,
    seed: plan.seed,
    // One that was meant to be cold and was not would stand in the way of the warm ones.
    phase: isCold ? (isOnlyCold ? 'measured' : 'cold') : isMeantCold ? 'warmup' : 'measured',
    makespanMs,
    ...runFigures(run),
    faults: faultsOf(),
    ...known,
    ...(variant.isOwnJob ? withFailedItems(failedOf(answer), deliveries) : { deliveries }),
    invocation: {
      function: variant.function,
      memoryMb: report?.memoryMb ?? variant.memoryMb,
      timedBy,
      container: answer?.container.id ?? containerOf(turn),
      requestId: invoked.requestId,
      traceId: invoked.traceId,
      bundleDigest: answer?.bundleDigest,
      roundTripMs: invoked.roundTripMs,
      initMs,
      durationMs: report?.durationMs,
      billedMs: report?.billedMs,
      maxMemoryMb: report?.maxMemoryMb,
      architecture: variant.architecture,
    },
    ...(emulation && { emulation }),
    beganAt: new Date(run?.beganMs ?? invoked.beganMs).toISOString(),
    environment,
  }

  /** Of a cold start what whoever calls waits for, without the network in between. */
  function timeOf(): [ms: number, by: 'answer' | 'report' | 'caller'] {
    if (run && !isOnlyCold) return [run.makespanMs, 'answer']
    if (report) return [report.durationMs + (isOnlyCold ? (initMs ?? 0) : 0), 'report']
    return [invoked.roundTripMs, 'caller']
  }

  function faultsOf(): Fault[] {
    if (failure?.message !== undefined) return [{ ...failure, message: shortened(failure.message) }]
    if (failure) return [failure]
    if (refusal) return [{ code: 'refused', message: shortened(refusal.error.message) }]
    if (strategy && !answer) return [{ code: 'unknown-answer' }]
    if (!run || !answer) return []
    const cutOff: Fault[] = answer.isCutOff ? [{ code: 'cut-off' }] : []
    const answered = shortened(answer.strategy)
    const other: Fault[] =
      answer.strategy === variant.strategy ? [] : [{ code: 'other-strategy', answered, expected: variant.strategy }]
    const examples = run.examples.map((example) => ({ ...example, message: shortened(example.message) }))
    const shown = { ...run, examples }
    return [
      ...cutOff,
      ...other,
      ...(world ? faultsIn(shown, world, { plain: false, isOwn: variant.isOwnJob }) : defectsIn(shown)),
      ...(variant.isOwnJob && !world ? nothingDoneIn(shown) : []),
    ]
  }
}

/** The failures of an answer, item by item; none where it holds no outcomes. */
function failedOf(answer: FunctionAnswer | undefined): FailedItem[] {
  return (answer?.outcomes ?? []).flatMap(({ failures }, item) =>
    failures.map(({ message, ...rest }) => ({ item, ...rest, message: shortened(message) })),
  )
}

/** Without a world of ours nobody has planned what goes wrong: only what must never be counts. */
function defectsIn({ figures, examples }: FunctionAnswer['run']): Fault[] {
  return Object.entries(figures.failures).flatMap(([kind, failures]) =>
    /(unknown|defect)$/.test(kind) ? unexpectedFailures(kind, failures, examples) : [],
  )
}

function isOurs(strategy: string): strategy is StrategyName {
  return Object.hasOwn(strategies, strategy)
}

/** What a function says that it sent: keys are the same whoever sent them, and whenever. */
function deliveriesOf(answer: FunctionAnswer | undefined): Trial['deliveries'] {
  const { outcomes, outcomesLeftOut = 0, run } = answer ?? {}
  const keys = (outcomes ?? [])
    .flatMap(({ feed, item = feed, sent = [], wouldBeSent = [] }) =>
      [...sent, ...wouldBeSent].map(({ key }) => `${item} ${key}`),
    )
    .sort()
  // Without all outcomes there are the numbers alone to compare by.
  const isWhole = outcomes !== undefined && outcomesLeftOut === 0
  const accepted = isWhole ? keys.length : (run?.figures.sent ?? 0)
  const content = isWhole ? keys.join('\n') : `${accepted} notifications`
  const digest = createHash('sha256').update(content).digest('hex').slice(0, 16)
  const duplicates = keys.length - new Set(keys).size
  return { by: 'answer', digest, posts: accepted, accepted, duplicates, throttled: 0 }
}
