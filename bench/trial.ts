import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { writeWhole } from './write-whole.ts'

/** Raised whenever a field changes its meaning: trials of different versions are not compared. */
export const TRIAL_SCHEMA = 3

/** One step over all feeds of a run. */
export const stepFiguresSchema = z.object({
  count: z.number(),
  failed: z.number(),
  busyMs: z.number(),
  p50Ms: z.number(),
  p95Ms: z.number(),
  maxMs: z.number(),
})

/** When a job on a schedule was due and when it began, from the begin of its series, of jobs that are due every so many milliseconds. */
const arrivalSchema = z.object({
  intendedMs: z.number(),
  startedMs: z.number(),
  /** How many more jobs were due when it began. */
  backlog: z.number(),
  everyMs: z.number(),
  /** How long the schedule stood still before it began, for what the harness itself had to do. */
  stoodStillMs: z.number(),
})

/** What is known of a run that was an invocation of a Lambda function, local or not. */
const invocation = z.object({
  function: z.string(),
  memoryMb: z.number(),
  /** The execution environment, as the function or its traces name it; the unit of all statistics. */
  container: z.string(),
  requestId: z.string().optional(),
  traceId: z.string().optional(),
  bundleDigest: z.string().optional(),
  /** From the question to the answer, where it was asked from. */
  roundTripMs: z.number().optional(),
  /** As Lambda's REPORT has them; billed includes init. */
  initMs: z.number().optional(),
  durationMs: z.number().optional(),
  billedMs: z.number().optional(),
  maxMemoryMb: z.number().optional(),
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
    wanted: z.number(),
    achieved: z.number().optional(),
    /** Limited all the same, but what that comes to was not measured. */
    isUnmeasured: z.boolean().optional(),
  }),
})

/** Where a makespan went along the chain of steps that the run waited for. The four times add up to it. */
export const timeSplitSchema = z.object({
  /** The server held the answer. */
  waitingMs: z.number(),
  /** Work of the steps on that chain themselves. */
  cpuMs: z.number(),
  /** A step was ready, or under way, and stood behind others: for a lane, the event loop, a processor, the network. */
  queueingMs: z.number(),
  /** Before the first step of the run began, and after its last one ended. */
  startUpMs: z.number(),
  /** How many of each step the chain has. */
  path: z.object({ fetch: z.number(), check: z.number(), notify: z.number() }),
  /** Steps under way at a time, on average. */
  overlap: z.number(),
})

export type TimeSplit = z.infer<typeof timeSplitSchema>

/** What a run's X-Ray trace tells, in milliseconds. */
const traced = z.object({
  totalMs: z.number(),
  functionMs: z.number().optional(),
  initMs: z.number().optional(),
  invocationMs: z.number().optional(),
  overheadMs: z.number().optional(),
  /** Where the makespan went: each step as far as the run waited for it, between steps, and before and after them. */
  path: z.object({ stepsMs: z.record(z.string(), z.number()), waitingMs: z.number(), aroundMs: z.number() }).optional(),
  /** How many steps were under way at a time, on average. */
  overlap: z.number().optional(),
  /** What the run told of itself; absent of a function that is not ours. */
  makespanMs: z.number().optional(),
  sent: z.number().optional(),
})

/** One run as one line of `trials.jsonl`: everything a report knows. Times in milliseconds from the run's begin. */
export const trialSchema = z.object({
  schema: z.literal(TRIAL_SCHEMA),
  place: z.enum(['local', 'lab', 'aws']),
  scenario: z.object({
    name: z.string(),
    digest: z.string(),
    /** What the rules of judgement need: nothing beside this file is read. */
    reference: z.string(),
    arms: z.array(z.string()),
    margin: z.number(),
    quick: z.boolean(),
    rounds: z.number(),
    check: z.string(),
    /** Of functions of several sizes, which are judged size by size; absent where there is one. */
    memoryMb: z.number().optional(),
    /** The moments at which it may be judged, where they are not those of a race on this machine. */
    looks: z.array(z.object({ forks: z.number(), alpha: z.number() })).optional(),
  }),
  arm: z.string(),
  strategy: z.string(),
  /** A baseline is a strategy as it was at another revision, for a gate. */
  role: z.enum(['reference', 'candidate', 'guard', 'planted', 'baseline']),
  /** Of a planted arm: by which share of its own time each run was made longer. */
  planted: z.number().optional(),
  limits: z.record(z.string(), z.union([z.number(), z.literal('unbounded')])),
  fork: z.number(),
  round: z.number(),
  position: z.number(),
  seed: z.number(),
  phase: z.enum(['warmup', 'measured', 'cold']),
  makespanMs: z.number(),
  firstNotificationMs: z.number().optional(),
  medianNotificationMs: z.number().optional(),
  lastNotificationMs: z.number().optional(),
  /** Absent, like all that only the mock server knows, where none of ours was asked, or it could not be. */
  structuralMs: z.number().optional(),
  /** The same from the delays that were drawn: how much shorter it is shows how late the server was where it mattered. */
  structuralDrawnMs: z.number().optional(),
  cpuMs: z.number(),
  stallMs: z.number(),
  peakRssBytes: z.number(),
  /** Where the makespan went; absent where no recording was made, or the mock server could not be asked. */
  split: timeSplitSchema.optional(),
  peakConnections: z.number().optional(),
  peakFeedsInFlight: z.number().optional(),
  /** `fetch`, `check` and `notify`; none of a function that does not tell. */
  steps: z.record(z.string(), stepFiguresSchema),
  feeds: z.number(),
  sent: z.number(),
  failures: z.record(z.string(), z.number()),
  /** Why this run does not count as a right one; empty for a right one. */
  faults: z.array(z.string()),
  /** The harness itself failed: the whole round is void, for all arms. */
  void: z.string().optional(),
  ledger: z.object({
    /** Who tells what people were told: the mock server, unless it was the function's own answer, or its trace alone. */
    by: z.enum(['mock', 'answer', 'trace']).optional(),
    digest: z.string(),
    posts: z.number(),
    accepted: z.number(),
    duplicates: z.number(),
    throttled: z.number(),
  }),
  mock: z
    .object({
      requests: z.number(),
      heldMs: z.number(),
      /** The same by step, over all feeds, with what was never answered. */
      fetchHeldMs: z.number(),
      notifyHeldMs: z.number(),
      drawnMs: z.number(),
      cpuMs: z.number(),
      lagMs: z.number(),
    })
    .optional(),
  /** Of a job that was started on a schedule: what it was due by. Its ledger and `mock` are its even share of its series'. */
  arrival: arrivalSchema.optional(),
  invocation: invocation.optional(),
  emulation: emulationSchema.optional(),
  traced: traced.optional(),
  /** Why there is no whole trace of it, where X-Ray was asked for one. */
  untraced: z.string().optional(),
  beganAt: z.string(),
  environment: z.object({
    node: z.string(),
    cpu: z.string(),
    cores: z.number(),
    revision: z.string(),
    load: z.number(),
  }),
})

export type Trial = z.infer<typeof trialSchema>
export type Traced = NonNullable<Trial['traced']>
export type Arrival = z.infer<typeof arrivalSchema>

/** Writes trials as one file, whole or not at all. */
export function writeTrials(file: string, trials: readonly Trial[]): void {
  writeWhole(file, trials.map((trial) => `${JSON.stringify(trial)}\n`).join(''))
}

/** Reads `trials.jsonl`. A torn last line is left out and named in `warnings`; anything else that does not fit throws. */
export function readTrials(file: string): { readonly trials: Trial[]; readonly warnings: string[] } {
  const text = textOf(file)
  const end = text.lastIndexOf('\n')
  const trials = end < 0 ? [] : parseTrials(text.slice(0, end), file)
  const warnings =
    end < text.length - 1
      ? [`${file}:${trials.length + 1}: the last line is torn (the run was killed while writing it) and is left out`]
      : []
  if (trials.length === 0) throw new Error(`expected trials in ${file}, which has none`)
  return { trials, warnings }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    const why = code === 'ENOENT' ? 'is not there' : `cannot be read (${code})`
    throw new Error(`expected trials in ${file}, which ${why}`, { cause: error })
  }
}

/** The trials of whole lines of a file; `before`: how many lines of it precede them. */
export function parseTrials(text: string, file: string, before = 0): Trial[] {
  return text.split('\n').map((line, index) => parseTrial(line, `${file}:${before + index + 1}`))
}

function parseTrial(line: string, place: string): Trial {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch (cause) {
    throw new Error(`${place}: expected a trial as JSON, got "${line.slice(0, 40)}"`, { cause })
  }
  const schema = typeof value === 'object' && value !== null && 'schema' in value ? value.schema : undefined
  if (schema !== TRIAL_SCHEMA)
    throw new Error(
      `${place}: expected a trial of schema ${TRIAL_SCHEMA}, got ${JSON.stringify(schema)}; another version of utakata wrote it`,
    )
  const { data, error } = trialSchema.safeParse(value)
  if (data) return data
  const [issue] = error.issues
  throw new Error(`${place}: not a whole trial: ${issue?.path.join('.')}: ${issue?.message}`)
}
