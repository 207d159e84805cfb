import { AA_CHECK, SENSITIVITY_CHECK, SLOWED_BY } from '../../bench/plan/schedule.ts'
import type { AbPlan } from '../../bench/run/aws/ab-plan.ts'
import type { AbVariant } from '../../bench/run/aws/variants.ts'
import type { Turn } from '../../bench/run/aws/drive.ts'
import type { Invoked } from '../../bench/run/aws/invoke.ts'
import type { FetchedTrace } from '../../bench/run/aws/traces/arrivals.ts'
import { readInvocation, type TracedInvocation } from '../../bench/run/aws/traces/segments.ts'
import type { Trial } from '../../bench/trial/trial.ts'
import { answerOf } from '../../infra/answer.ts'
import { readEnvironment } from '../../infra/environment.ts'
import type { StrategyName } from '../../strategies/index.ts'
import type { Failure, Outcome } from '../../strategies/job.ts'
import { createRecording, summarizeRun } from '../../strategies/recording.ts'
import { lambdaSegments, runDocuments } from './lambda-segments.ts'
import { aTracedRun, BEGAN_MS, ROOT } from './traced-runs.ts'
import { A_TRIAL } from './trials.ts'

export function aVariant(name = 'sequential', role: AbVariant['role'] = 'candidate'): AbVariant {
  const strategy = name === AA_CHECK || name === SENSITIVITY_CHECK ? 'sequential' : name
  const slowedBy = role === 'sensitivity-check' && { slowedBy: SLOWED_BY }
  const called = `function-${strategy}`
  return {
    name,
    label: name,
    strategy,
    role,
    function: called,
    memoryMb: 1769,
    architecture: 'arm64',
    isResized: false,
    ...slowedBy,
  }
}

/** Of functions of ours: also a copy of the reference that is slowed. */
export const VARIANTS_WITH_CONTROLS = [
  aVariant('sequential', 'reference'),
  aVariant('pipelined'),
  aVariant(AA_CHECK, 'aa-check'),
  aVariant(SENSITIVITY_CHECK, 'sensitivity-check'),
]

/** Sequential, pipelined and the A/A check; by default two new containers of each, with two warm invocations. */
export function anAbPlan(changes: Partial<AbPlan> = {}): AbPlan {
  const { variants = [aVariant('sequential', 'reference'), aVariant('pipelined'), aVariant(AA_CHECK, 'aa-check')] } =
    changes
  const { warm = 2, concurrency = 1 } = changes
  return {
    run: 'ab-20260115-090000-1a2b3c4d',
    scenario: {
      name: 'mock world',
      digest: '0123456789ab',
      reference: variants[0]!.name,
      variants: variants.map(({ name }) => name),
      margin: 0.05,
      quick: false,
      iterations: warm * concurrency,
      check: 'prefilter',
      looks: [],
    },
    variants,
    seed: 1,
    environments: 2,
    warm,
    concurrency,
    pauseMs: 0,
    allowedErrors: 0,
    ...changes,
  }
}

/** A trial of that turn as far as a driver looks at it. */
export function trialAt({ variant, block, iteration, position }: Turn, changes: Partial<Trial> = {}): Trial {
  const phase = iteration === 0 ? 'cold' : 'measured'
  const scenario = { ...A_TRIAL.scenario, variants: [...new Set([...A_TRIAL.scenario.variants, variant.name])] }
  const own = { variant: variant.name, strategy: variant.strategy, role: variant.role, block, iteration, position }
  return { ...A_TRIAL, scenario, ...own, phase, ...changes }
}

export interface AnswerOptions {
  readonly strategy?: string
  readonly makespanMs?: number
  readonly isCold?: boolean
  readonly container?: string
  readonly feeds?: number
  /** Keys of notices, each of a feed of its own. */
  readonly keys?: readonly string[]
  /** Of the first feed. */
  readonly failures?: readonly Failure[]
  readonly isCutOff?: boolean
  readonly dryRun?: boolean
  readonly outcomes?: boolean
}

const KEYS = ['a', 'b', 'c', 'd', 'e', 'f']

/** What a function of ours answers, made by its own code, as it comes over the wire. */
export function anAnswer(options: AnswerOptions = {}): Record<string, unknown> & { readonly run: object } {
  const { strategy = 'sequential', makespanMs = 60, isCold = false, container = 'a-container', feeds = 12 } = options
  const { keys = KEYS, failures = [], isCutOff = false, dryRun = false, outcomes: hasOutcomes = true } = options
  const outcomes = Array.from({ length: feeds }, (_, index): Outcome => {
    const feed = { id: `feed ${index}`, url: `https://feeds.test/5ecret/${index}.ics` }
    const key = keys[index]
    const notice = { feedId: feed.id, calendar: 'Team', uid: 'u', summary: 's', startMs: 0, allDay: false }
    return {
      feed,
      sent: key === undefined ? [] : [{ ...notice, key, acceptedMs: 5 }],
      failures: index === 0 ? failures : [],
    }
  })
  const measured = {
    beganMs: Date.UTC(2026, 0, 15, 9),
    makespanMs,
    limits: { concurrency: Infinity, threads: 1, buffer: 0 },
    figures: summarizeRun(createRecording(feeds), outcomes, 0),
    cpuMs: 7,
    eventLoopDelayMs: 1,
    eventLoop: [],
    peakRssBytes: 1e8,
    examples: failures,
  }
  const answer = answerOf(
    { outcomes, measured, isCutOff, trace: { documents: 2, bytes: 900, rows: feeds, traceBuildMs: 3 } },
    {
      environment: readEnvironment({ STRATEGY: strategy, BUNDLE_DIGEST: 'b'.repeat(64) }),
      container: {
        id: container,
        isCold,
        invocation: 1,
        initMs: 120,
        initialization: 'on-demand',
        memoryMb: 1769,
      },
      outcomes: hasOutcomes,
      dryRun,
    },
  )
  return JSON.parse(JSON.stringify(answer)) as ReturnType<typeof anAnswer>
}

/** An invocation that ended well. */
export function anInvoked(changes: Partial<Invoked> = {}): Invoked {
  return {
    traceId: '1-67891233-abcdef012345678912345678',
    beganMs: Date.UTC(2026, 0, 15, 9),
    roundTripMs: 90,
    requestId: 'a-request',
    answer: anAnswer(),
    report: { requestId: 'a-request', durationMs: 70, billedMs: 71, memoryMb: 1769, maxMemoryMb: 120 },
    failure: undefined,
    ...changes,
  }
}

export interface TraceOptions {
  readonly functionName?: string
  readonly strategy?: StrategyName
  readonly makespanMs?: number
  readonly run?: string
  readonly block?: number | undefined
  readonly iteration?: number | undefined
  readonly container?: string | undefined
  readonly memoryMb?: number
  readonly isCold?: boolean
  readonly beganMs?: number
  readonly feeds?: number
  readonly sent?: number
  readonly slowedBy?: number
}

/** The documents of one invocation of a function of ours, as X-Ray hands them back. */
export function documentsOf(options: TraceOptions = {}): readonly object[] {
  const { strategy = 'sequential', functionName = `function-${strategy}`, isCold = false, beganMs = BEGAN_MS } = options
  const { feeds = 12, memoryMb, run: named = 'a run', block, iteration, container, slowedBy } = options
  const run = aTracedRun(feeds, { inFlight: 4 })
  const { makespanMs = run.measured.makespanMs, sent = 0 } = options
  const figures = { ...run.measured.figures, sent }
  return [
    ...lambdaSegments({ name: functionName, isCold, beganMs }),
    ...runDocuments({
      ...run,
      strategy,
      measured: { ...run.measured, makespanMs, figures },
      annotations: { run: named, block, iteration, slowedBy, container, cold: isCold, memory_mb: memoryMb },
    }),
  ]
}

/** A trace with these documents, as it was fetched. */
export function fetchedTrace(documents: readonly object[], id = ROOT): FetchedTrace {
  return { id, segments: documents as FetchedTrace['segments'], limitExceeded: false }
}

/** What is read of a trace with these documents. */
export function readTrace(documents: readonly object[], id?: string): TracedInvocation {
  const read = readInvocation(fetchedTrace(documents, id))
  if ('lack' in read) throw new Error(`expected an invocation, got ${read.lack.code}`)
  return read.invocation
}
