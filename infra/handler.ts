/** A Lambda function of a comparison: one job by one strategy, and the figures of the run as the answer. */
import { type StrategyName, strategies } from '../strategies/index.ts'
import type { Limits, Strategy } from '../strategies/job.ts'
import { foreignLimits, hasThreads } from '../strategies/limits.ts'
import { type Answer, answering, answerOf, type ErrorAnswer } from './answer.ts'
import { CALENDARS } from './calendar-job.ts'
import { endInit, enterContainer } from './container.ts'
import { startDeadline } from './deadline.ts'
import { readEnvironment } from './environment.ts'
import type { LambdaContext } from './lambda-context.ts'
import { logMetrics, metricsLine } from './metrics.ts'
import { perform, shortcomingOf } from './perform.ts'
import { Refusal } from './refusal.ts'
import { chooseTrace, preloadTrace } from './trace-backend.ts'

await preloadTrace(process.env.TRACE)
/** The built-in one, unless the function was deployed with a job of a user's own. */
const { read, asJson } = process.env.OWN_JOB
  ? await import('./own-job.ts').then(({ loadBundledJob }) => loadBundledJob(process.env.OWN_JOB!))
  : CALENDARS

/** See `readEvent` for what it can be invoked with and `Answer` for what it answers; what cannot be done is an error object with the exact key. */
export function handler(event: unknown, context: LambdaContext): Promise<Answer | ErrorAnswer> {
  const container = enterContainer(process.env)
  // Also where the rest of the event is what is wrong.
  const strict = (event as { readonly strict?: unknown } | null | undefined)?.strict === true
  return answering(async () => {
    const { request, ready } = read(event)
    const environment = readEnvironment(process.env)
    const { strategy, traceMode } = environment
    refuseForeign(strategy, request.limits)
    const header = process.env._X_AMZN_TRACE_ID
    const threads = hasThreads(strategies[strategy])
    const deadline = startDeadline(context.getRemainingTimeInMillis(), container.memoryMb, threads)
    try {
      const { limits, dryRun, outcomes, trial, slowedBy } = request
      const performed = await perform({
        strategy,
        ...(await ready(environment, { header, signal: deadline.signal })),
        limits,
        container,
        signal: deadline.signal,
        beginTrace: await chooseTrace(traceMode, header),
        trial,
        slowedBy,
      })
      logMetrics(metricsLine(context.functionName, strategy, performed, { dryRun }))
      const shortcoming = strict ? shortcomingOf(performed) : undefined
      if (shortcoming !== undefined) throw new Error(shortcoming)
      return answerOf(performed, { environment, container, outcomes, asJson, dryRun })
    } finally {
      deadline.stop()
    }
  }, strict)
}

/** A limit that means nothing to the strategy would be passed over, and the run be taken for another one. */
function refuseForeign(name: StrategyName, limits: Partial<Limits> = {}): void {
  const strategy: Strategy = strategies[name]
  const [foreign] = foreignLimits(strategy, limits)
  if (foreign === undefined) return
  const own = Object.keys(strategy.limits ?? {}).join(', ') || 'none'
  throw new Refusal({ key: `limits.${foreign}`, expected: `a limit that ${name} has (${own})`, got: 'another' })
}

endInit()
