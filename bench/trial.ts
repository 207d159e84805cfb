import { appendFileSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { z } from 'zod'

/** Raised whenever a field changes its meaning: trials of different versions are not compared. */
export const TRIAL_SCHEMA = 2

/** One step over all feeds of a run. */
export const stepFiguresSchema = z.object({
  count: z.number(),
  failed: z.number(),
  busyMs: z.number(),
  p50Ms: z.number(),
  p95Ms: z.number(),
  maxMs: z.number(),
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
  role: z.enum(['reference', 'candidate', 'guard']),
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
      drawnMs: z.number(),
      cpuMs: z.number(),
      lagMs: z.number(),
    })
    .optional(),
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

/** Appends a trial the moment it ended, so that whatever goes wrong later loses nothing. */
export function appendTrial(file: string, trial: Trial): void {
  appendFileSync(file, `${JSON.stringify(trial)}\n`)
}

/** Writes trials as one file, whole or not at all. */
export function writeTrials(file: string, trials: readonly Trial[]): void {
  writeFileSync(`${file}.part`, trials.map((trial) => `${JSON.stringify(trial)}\n`).join(''))
  renameSync(`${file}.part`, file)
}

/** Reads `trials.jsonl`. A torn last line is left out and named in `warnings`; anything else that does not fit throws. */
export function readTrials(file: string): { readonly trials: Trial[]; readonly warnings: string[] } {
  if (!existsSync(file)) throw new Error(`expected trials in ${file}, which is not there`)
  const lines = readFileSync(file, 'utf8').split('\n')
  const torn = lines.pop()
  const warnings = torn
    ? [`${file}:${lines.length + 1}: the last line is torn (the run was killed while writing it) and is left out`]
    : []
  const trials = lines.map((line, index) => parseTrial(line, `${file}:${index + 1}`))
  if (trials.length === 0) throw new Error(`expected trials in ${file}, which has none`)
  return { trials, warnings }
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
