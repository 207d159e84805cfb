import { z } from 'zod'
import type { Immutable } from '../io/immutable.ts'
import { describeIssue, described } from '../scenario/describe-issue.ts'
import { linesOf, type Line, UnreadableFile } from '../io/read-file.ts'
import {
  bytes,
  count,
  figure,
  instant,
  memoryMb,
  ms,
  name,
  place,
  sentence,
  slowedBy,
  signedMs,
  totalMs,
  whole,
} from '../io/record-fields.ts'
import { writeWhole } from '../io/write-whole.ts'
import type { Problem } from '../io/problems.ts'
import { UserError } from '../io/user-error.ts'
import { discardSchema, faultSchema, untracedSchema } from '../io/trial-reasons.ts'

/** Raised whenever a field changes its meaning, or what is measured changes: trials of different versions are not compared. */
export const TRIAL_SCHEMA = 6

/** More than anybody compares or can distinguish. */
export const MAX_VARIANTS = 64
const MAX_FAULTS = 1000

/** In a share of the machine. */
const processors = figure(0, 100_000)

/** One step over all feeds of a run. */
export const stepFiguresSchema = z.object({
  count,
  failed: count,
  busyMs: totalMs,
  p50Ms: ms,
  p95Ms: ms,
  maxMs: ms,
})

/** When a job on a schedule was due and when it began, from the begin of its series, of jobs that are due every so many milliseconds. */
const arrivalSchema = z.object({
  intendedMs: totalMs,
  startedMs: totalMs,
  /** How many more jobs were due when it began. */
  backlog: count,
  everyMs: figure(0.001, 86_400_000, 'ms'),
  /** How long the schedule was delayed before it began, for what the harness itself had to do. */
  stoodStillMs: totalMs,
})

/** What is known of a run that was an invocation of a Lambda function, local or not. */
export const invocationSchema = z.object({
  function: name,
  memoryMb,
  /** Who says how long it took: the function's own answer, Lambda's REPORT line, whoever called, an X-Ray trace or an OpenTelemetry span. */
  timedBy: z.enum(['answer', 'report', 'caller', 'trace', 'span']).optional(),
  /** The execution environment, as the function or its traces name it; the unit of all statistics. */
  container: name,
  requestId: name.optional(),
  traceId: name.optional(),
  bundleDigest: name.optional(),
  /** From the question to the answer, where it was asked from. */
  roundTripMs: ms.optional(),
  /** As Lambda's REPORT has them; billed includes init. */
  initMs: ms.optional(),
  durationMs: ms.optional(),
  billedMs: totalMs.optional(),
  maxMemoryMb: memoryMb.optional(),
  architecture: z.enum(['arm64', 'x86_64']).optional(),
})

/** What stood in for Lambda where a run was emulated. */
export const emulationSchema = z.object({
  client: z.enum(['native', 'stand-in']),
  freezes: z.boolean(),
  /** Whether containers had no more than their share while they started, too. */
  limitsInit: z.boolean().optional(),
  /** In processors; `achieved` is what a busy process got, absent where nothing limits containers. */
  share: z.object({
    wanted: processors,
    achieved: processors.optional(),
    /** Limited all the same, but what that comes to was not measured. */
    isUnmeasured: z.boolean().optional(),
  }),
})

/** Where a makespan went along the chain of steps that the run waited for. The four times add up to it. */
export const timeBreakdownSchema = z.object({
  /** The server held the answer. */
  waitingMs: signedMs,
  /** Work of the steps on that chain themselves. */
  cpuMs: signedMs,
  /** A step was ready, or under way, and stood behind others: for a lane, the event loop, a processor, the network. */
  queueingMs: signedMs,
  /** Before the first step of the run began, and after its last one ended. */
  startUpMs: signedMs,
  /** How many of each step the chain has. */
  path: z.object({ fetch: count, check: count, notify: count }),
  /** Steps under way at a time, on average. */
  meanConcurrency: count,
})

export type TimeBreakdown = z.infer<typeof timeBreakdownSchema>

/** What a run's trace reports, in milliseconds. */
export const tracedSchema = z.object({
  /** By spans of OpenTelemetry, which know of the handler alone; absent where it was X-Ray. */
  by: z.literal('spans').optional(),
  totalMs: signedMs,
  functionMs: signedMs.optional(),
  initMs: signedMs.optional(),
  invocationMs: signedMs.optional(),
  overheadMs: signedMs.optional(),
  /** The part of the overhead in which Lambda waited for extensions. */
  extensionsMs: signedMs.optional(),
  /** Where the makespan went: each step as far as the run waited for it, between steps, and before and after them. */
  path: z.object({ stepsMs: z.record(name, signedMs), waitingMs: signedMs, aroundMs: signedMs }).optional(),
  /** How many steps were under way at a time, on average. */
  meanConcurrency: count.optional(),
  /** What the run reported of itself; absent of a function that is not ours. */
  makespanMs: signedMs.optional(),
  sent: count.optional(),
})

/** As many as help anybody. */
export const MAX_FAILED_ITEMS = 100

/** `item`: its place. A message is kept of the first few. */
const failedItemSchema = z.object({ item: place, step: name, kind: name, message: sentence.optional() })

/** One run as one line of `trials.jsonl`: everything a report knows. Times in milliseconds from the run's begin. */
export const trialSchema = z.object({
  schema: z.literal(TRIAL_SCHEMA),
  target: z.enum(['local', 'lab', 'aws']),
  scenario: z.object({
    name,
    digest: name,
    /** What the rules of judgement need: nothing beside this file is read. */
    reference: name,
    variants: z.array(name).max(MAX_VARIANTS, { error: `expected at most ${MAX_VARIANTS} names` }),
    margin: figure(0.001, 1),
    quick: z.boolean(),
    iterations: place,
    check: name,
    /** Of a job of a user's own: of its code and, behind a point, of its bodies. */
    codeDigest: name.optional(),
    /** Of a job of a user's own that may reach for more than the mock server. */
    allowsNet: z.literal(true).optional(),
    /** Of a job of a user's own whose posts are compared by how many there are of each item. */
    countsPosts: z.literal(true).optional(),
    /** Of a world in which other requests fail in each iteration: only runs of one iteration have to send the same. */
    hasFetchErrors: z.literal(true).optional(),
    /** Whether its runs are cold starts, of which each container has one: init and duration together. */
    isOnlyCold: z.literal(true).optional(),
    /** Of functions of several sizes, which are judged size by size; absent where there is one. */
    memoryMb: memoryMb.optional(),
    /** The moments at which it may be judged, where they are not those of a benchmark on this machine. */
    looks: z
      .array(z.object({ blocks: whole(1, 1_000_000), alpha: figure(1e-6, 0.5) }))
      .max(100)
      .optional(),
  }),
  variant: name,
  strategy: name,
  /** Of a program in place of a strategy. */
  program: z
    .object({
      digest: name.optional(),
      /** What a job of no items took right after the run: about what the protocol took of it. */
      protocolMs: ms.optional(),
      /** Whether it says what failed: without that nothing is known of its failures. */
      reportsFailures: z.literal(true).optional(),
    })
    .optional(),
  /** A baseline is a strategy as it was at another revision, for a gate. */
  role: z.enum(['reference', 'candidate', 'aa-check', 'sensitivity-check', 'baseline']),
  /** Of a sensitivity check: by which share of its own time each run was made longer. */
  slowedBy: slowedBy.optional(),
  limits: z.record(name, z.union([count, z.literal('unbounded')])),
  block: place,
  iteration: place,
  position: place,
  seed: whole(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER),
  phase: z.enum(['warmup', 'measured', 'cold']),
  makespanMs: ms,
  firstNotificationMs: ms.optional(),
  medianNotificationMs: ms.optional(),
  lastNotificationMs: ms.optional(),
  /**
   * What the waiting alone takes in the order of the strategy; a job on a schedule has its even share of its series. Absent, like
   * all that only the mock server knows, where none of ours was asked, or it could not be.
   */
  idealMs: ms.optional(),
  /** The same from the delays that were drawn: how much shorter it is shows how late the server was where it mattered. */
  plannedIdealMs: ms.optional(),
  cpuMs: totalMs,
  /** Absent of a program or a function that does not report it. */
  eventLoopDelayMs: ms.optional(),
  peakRssBytes: bytes,
  /** Where the makespan went; absent where no recording was made, or the mock server could not be asked. */
  timeBreakdown: timeBreakdownSchema.optional(),
  peakConnections: count.optional(),
  peakItemsInFlight: count.optional(),
  /** `fetch`, `check` and `notify`; none of a function that does not report them. */
  steps: z.record(name, stepFiguresSchema),
  items: count,
  sent: count,
  failures: z.record(name, count),
  /** Of a job of a user's own: its first failures, item by item, by which variants are compared. */
  failedItems: z.array(failedItemSchema).max(MAX_FAILED_ITEMS).optional(),
  /** Why this run does not count as a right one; empty for a right one. */
  faults: z.array(faultSchema).overwrite((faults) => faults.slice(0, MAX_FAULTS)),
  /** The harness itself failed: the whole iteration is discarded, for all variants. */
  discarded: discardSchema.optional(),
  deliveries: z.object({
    /** Who reports what was sent: the mock server, unless it was the function's own answer, or its trace alone. */
    by: z.enum(['mock', 'answer', 'trace']).optional(),
    digest: name,
    /** Of what was sent alone, where `digest` is of the items that failed, too. */
    postsDigest: name.optional(),
    posts: count,
    accepted: count,
    duplicates: count,
    throttled: count,
  }),
  mock: z
    .object({
      requests: count,
      heldMs: totalMs,
      /** The same by step, over all feeds, with what was never answered. */
      fetchHeldMs: totalMs,
      notifyHeldMs: totalMs,
      drawnMs: totalMs,
      cpuMs: totalMs,
      lagMs: ms,
    })
    .optional(),
  /** Of a job that was started on a schedule: what it was due by. Its delivery record and `mock` are its even share of its series'. */
  arrival: arrivalSchema.optional(),
  invocation: invocationSchema.optional(),
  emulation: emulationSchema.optional(),
  traced: tracedSchema.optional(),
  /** Why there is no whole trace of it, where X-Ray was asked for one. */
  untraced: untracedSchema.optional(),
  beganAt: instant,
  environment: z.object({
    node: name,
    cpu: name,
    cores: count,
    revision: name,
    load: count,
  }),
})

export type Trial = Immutable<z.infer<typeof trialSchema>>
export type FailedItem = Immutable<z.infer<typeof failedItemSchema>>
export type Traced = NonNullable<Trial['traced']>
export type Arrival = z.infer<typeof arrivalSchema>

/** Whether two runs had the same output: the same posts and, unless one of them is of a program, the same failures. */
export function isSameOutput(one: Trial, other: Trial): boolean {
  if (one.program || other.program) return hasSamePosts(one, other)
  return one.deliveries.digest === other.deliveries.digest
}

/** Whether two runs made the same posts, whichever items failed. */
export function hasSamePosts(one: Trial, other: Trial): boolean {
  const postsOf = ({ deliveries: { digest, postsDigest = digest } }: Trial) => postsDigest
  return postsOf(one) === postsOf(other)
}

/** The run of the reference that a run is held against: any, or that of its own iteration where other requests fail in each. */
export function modelFor({ scenario, block, iteration, phase }: Trial, sound: readonly Trial[]): Trial | undefined {
  return sound.find(
    (one) =>
      one.variant === scenario.reference &&
      (!scenario.hasFetchErrors || (one.block === block && one.iteration === iteration && one.phase === phase)),
  )
}

/** Writes trials as one file, whole or not at all. */
export function writeTrials(file: string, trials: readonly Trial[]): void {
  writeWhole(file, trials.map((trial) => `${JSON.stringify(trial)}\n`).join(''))
}

const MAX_LINE_BYTES = 1_000_000

/** Many times as many as the longest comparison has: what a report needs grows with them. */
export const MAX_TRIALS = 100_000
/** A run has about 2 kB. */
const MAX_BYTES = 3000 * MAX_TRIALS

/** Where the reading of a file ended. */
export type TrialsRead = Pick<Line, 'endByte' | 'number'>

/** Reads `trials.jsonl`. A cut last line is left out and named in `warnings`; the first line that does not fit throws, and ends the reading. */
export function readTrials(file: string): { readonly trials: Trial[]; readonly warnings: Problem[] } {
  const { trials, warnings } = readTrialsAfter(file)
  if (trials.length === 0) throw new UserError('trials-missing', { file })
  return { trials, warnings }
}

/** As `readTrials`, of what stands after a place in it, and be it nothing; `last`: where the last of the whole lines ends. */
export function readTrialsAfter(
  file: string,
  after: TrialsRead = { endByte: 0, number: 0 },
): { readonly trials: Trial[]; readonly warnings: Problem[]; readonly last: TrialsRead } {
  const trials: Trial[] = []
  const warnings: Problem[] = []
  let last = after
  try {
    for (const line of linesOf(file, { mostBytes: MAX_BYTES, mostLineBytes: MAX_LINE_BYTES, after })) {
      const where = `${file}:${line.number}`
      if (line.number > MAX_TRIALS) throw new UserError('too-many-trials', { place: where, most: MAX_TRIALS })
      if (line.isWhole) {
        trials.push(parseTrial(line.text, where))
        last = line
      } else warnings.push({ code: 'last-line-torn', parameters: { place: where } })
    }
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error
    throw new UserError('trials-unreadable', { file, why: error.why }, { cause: error })
  }
  return { trials, warnings, last }
}

function parseTrial(line: string, place: string): Trial {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch (cause) {
    throw new UserError('trial-not-json', { place, got: described(line.slice(0, 40)) }, { cause })
  }
  if (typeof value !== 'object' || value === null) throw new UserError('not-a-trial', { place, got: described(value) })
  const schema = 'schema' in value ? value.schema : undefined
  if (schema === undefined) throw new UserError('trial-without-schema', { place, got: described(value) })
  if (schema !== TRIAL_SCHEMA)
    throw new UserError('trial-of-other-schema', { place, expected: TRIAL_SCHEMA, got: described(schema) })
  const { data, error } = lineSchema.safeParse(value)
  if (data) return data
  throw new UserError('trial-wrong', { place, issue: describeIssue(error.issues[0]!, value) })
}

/** What counts takes some time: there are ratios to it. */
const SHORTEST_MS = 0.001

const counts = ({ phase }: Trial) => phase !== 'warmup'

/** What judging rests on, of the runs that are judged. */
const lineSchema = trialSchema
  .refine((trial) => !counts(trial) || trial.makespanMs >= SHORTEST_MS, {
    path: ['makespanMs'],
    error: 'expected 0.001 to 86,400,000 ms',
  })
  .refine((trial) => !counts(trial) || trial.scenario.variants.includes(trial.scenario.reference), {
    path: ['scenario', 'reference'],
    error: 'expected one of scenario.variants',
  })
  .refine(({ scenario: { variants } }) => new Set(variants).size === variants.length, {
    path: ['scenario', 'variants'],
    error: 'expected each name once',
  })
  .refine((trial) => !counts(trial) || trial.scenario.variants.includes(trial.variant), {
    path: ['variant'],
    error: 'expected one of scenario.variants',
  })
