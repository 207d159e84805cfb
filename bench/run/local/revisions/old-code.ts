import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { race } from '../race.ts'
import type { Plan } from '../../../plan/plan.ts'
import { type Trial, trialSchema } from '../../../trial/trial.ts'
import { CannotJudge } from './cannot-judge.ts'
import { type OldCode, withOldVariants } from './old-variants.ts'
import type { Problem } from '../../../io/problems.ts'
import { problemOf } from '../../../io/user-error.ts'

/** Throws CannotJudge where a checkout has no code that this one could start, before anything is spent on it. */
export function checkDrivable(checkout: string): void {
  const lacking = ['bench/run/local/child.ts', 'strategies/index.ts'].find((file) => !existsSync(join(checkout, file)))
  if (lacking !== undefined) throw cannotDrive({ code: 'old-code-lacks-file', parameters: { file: lacking } })
}

/** How long the registry of a checkout may take to load, however busy the machine. */
const LOADING_MS = 60_000

/** The names of the strategies that a checkout has; throws CannotJudge where they cannot be loaded. */
export async function strategiesIn(checkout: string, loadingMs = LOADING_MS): Promise<string[]> {
  // In a process of its own: whatever it loads and does stays there.
  const registry = JSON.stringify(pathToFileURL(join(checkout, 'strategies/index.ts')).href)
  const script = `const { strategies } = await import(${registry}); console.log(JSON.stringify(Object.keys(strategies)))`
  try {
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], {
      timeout: loadingMs,
      killSignal: 'SIGKILL',
    })
    return JSON.parse(stdout) as string[]
  } catch (error) {
    throw cannotDrive({ code: 'old-strategies-unloadable', parameters: {} }, error)
  }
}

/** A job of two feeds shows as well as one of a thousand whether old code answers. */
const MAX_FEEDS = 2

/** As long as a small job of all its variants may take, however busy the machine. */
const PATIENCE_MS = 120_000

export interface TryOutOptions {
  readonly signal: AbortSignal
  readonly patienceMs?: number
}

/** Lets old code do a small job in each of its variants of a plan; throws CannotJudge where what it answers is no run. Ends early when aborted. */
export async function tryOut(
  plan: Plan,
  code: OldCode,
  { signal, patienceMs = PATIENCE_MS }: TryOutOptions,
): Promise<void> {
  const { scenario } = plan
  const { world } = scenario
  const items = { ...world.items, count: Math.min(MAX_FEEDS, world.items.count) }
  const easy = { ...world, items, fetchFaults: {}, notifyFaults: {} }
  const small: Plan = {
    ...plan,
    variants: withOldVariants(plan, code).variants.filter(({ role }) => role === 'baseline'),
    looks: [{ blocks: 1, alpha: 0.05 }],
    scenario: { ...scenario, world: easy, plan: { ...scenario.plan, warmUps: 1, iterations: 1 } },
  }
  const trials: Trial[] = []
  // Code that knows no such questions may leave them unanswered.
  const late = AbortSignal.timeout(patienceMs)
  try {
    const ending = AbortSignal.any([signal, late])
    await race(small, { ended: (trial) => trials.push(trial), goOn: () => false }, ending)
  } catch (error) {
    const { message } = error as Error
    throw cannotDrive(
      error instanceof TypeError ? { code: 'old-answer-invalid', parameters: { message } } : problemOf(error),
      error,
    )
  }
  if (signal.aborted) return
  if (late.aborted)
    throw cannotDrive({ code: 'old-code-too-slow', parameters: { seconds: Math.round(patienceMs / 1000) } })
  for (const trial of trials) checkAnswer(trial)
}

function checkAnswer(trial: Trial): void {
  const { variant, faults } = trial
  const [fault] = faults
  if (fault) throw cannotDrive({ code: 'old-run-failed', parameters: { variant, fault } })
  const { error } = trialSchema.safeParse(JSON.parse(JSON.stringify(trial)))
  if (error) throw cannotDrive({ code: 'old-answer-lacks', parameters: { path: error.issues[0]!.path.join('.') } })
}

function cannotDrive(problem: Problem, cause?: unknown): CannotJudge {
  return new CannotJudge('old-code-undrivable', { problem }, { cause })
}
