import { type LoadPlan, loadPlanOf } from '../../plan/load-plan.ts'
import { readScenario } from '../../scenario/file.ts'
import { MAX_TRIALS } from '../../trial/trial.ts'
import { UserError } from '../../io/user-error.ts'
import { settingsOf } from '../race/bench-plan.ts'
import { parseCount, parseDuration } from '../../cli/values.ts'

export interface LoadOptions {
  readonly every?: string
  readonly rate?: string
  readonly jobs?: string
  readonly forks?: string
  readonly set?: readonly string[]
  readonly strategies?: string
  readonly reference?: string
  readonly seed?: string
  readonly out?: string
  readonly json?: boolean
}

const EVERY_MS = 100
/** Below what timers can resolve, and beyond what anybody waits for. */
const MIN_EVERY_MS = 1
const MAX_EVERY_MS = 3_600_000
/** A quarter of fewer is no beginning and no end. */
const MIN_JOBS = 8

/** What a command line asks for; throws a UserError for what makes no sense. */
export function loadPlanFrom(name: string, options: LoadOptions): LoadPlan {
  const { jobs = '40', forks = '6' } = options
  const everyMs = everyMsOf(options)
  const counts = { jobs: parseCount(jobs, '--jobs', MIN_JOBS), blocks: parseCount(forks, '--forks', 2) }
  const load = loadPlanOf(readScenario(name, settingsOf(options)), { everyMs, ...counts })
  const { variants, scenario } = load.plan
  // Each block of a variant is run once cold and then warmed up, and all of it has to be read again.
  const runs = counts.blocks * variants.length * (1 + scenario.plan.warmUps + counts.jobs)
  if (runs <= MAX_TRIALS) return load
  throw new UserError('too-many-runs', { most: MAX_TRIALS, variants: variants.length, runs })
}

function everyMsOf({ every, rate }: LoadOptions): number {
  if (every !== undefined && rate !== undefined) throw new UserError('schedule-twice', { every, rate })
  const everyMs = rate === undefined ? everyOf(every) : parseRate(rate)
  if (everyMs >= MIN_EVERY_MS && everyMs <= MAX_EVERY_MS) return everyMs
  throw rate === undefined
    ? new UserError('not-a-schedule', { option: 'every', given: String(every) })
    : new UserError('not-a-schedule', { option: 'rate', given: rate })
}

function everyOf(every: string | undefined): number {
  return every === undefined ? EVERY_MS : parseDuration(every, '--every')
}

const UNIT_MS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000 }

/** `10/s`, `600/m` or `5/h` as milliseconds between two. */
function parseRate(text: string): number {
  const [, count, unit] = /^(\d+(?:\.\d+)?)\/(s|m|h)$/.exec(text.trim()) ?? []
  const everyMs = (UNIT_MS[unit ?? ''] ?? Number.NaN) / Number(count)
  if (Number.isFinite(everyMs)) return everyMs
  throw new UserError('not-a-job-rate', { given: text })
}
