/** The notifier on its schedule: what starts in [scheduled, scheduled + within) is sent, each occurrence once. */
import { createBudget, defaultMaxBytes } from '../strategies/budget.ts'
import { strategies } from '../strategies/index.ts'
import { hasThreads } from '../strategies/limits.ts'
import { createPause } from '../strategies/pause.ts'
import { type Answer, answerOf, withoutAddresses } from './answer.ts'
import { endInit, enterContainer } from './container.ts'
import { type Deadline, startDeadline } from './deadline.ts'
import { readEnvironment } from './environment.ts'
import { configuredFeeds, readWebhook } from './job-source.ts'
import type { LambdaContext } from './lambda-context.ts'
import { logMetrics, metricsLine } from './metrics.ts'
import { createWork, NOTIFIER_WORK_MODULE } from './notifier-work.ts'
import { perform, type Performed, shortcomingOf } from './perform.ts'
import { Refusal } from './refusal.ts'
import { chooseTrace, preloadTrace } from './trace-backend.ts'

await preloadTrace(process.env.TRACE)

/**
 * Takes `{ scheduled }`, an ISO 8601 instant: not the present, so that a run that comes late or again looks at the same span. It
 * throws where a notice was not sent, it was cut off or every feed failed, once it has sent the rest, so that it is tried again
 * and at last ends in the dead-letter queue: what was sent is claimed, and not sent again.
 */
export async function handler(event: unknown, context: LambdaContext): Promise<Answer> {
  const container = enterContainer(process.env)
  const remainingMs = context.getRemainingTimeInMillis()
  try {
    const environment = readEnvironment(process.env)
    const { strategy, traceMode, withinMs, claimsTable } = environment
    if (claimsTable === undefined)
      throw new Refusal({ key: 'CLAIMS_TABLE', expected: 'the name of a table, set by the stack', got: 'nothing' })
    const fromMs = readScheduled(event)
    const deadline = startDeadline(remainingMs, container.memoryMb, hasThreads(strategies[strategy]))
    const performed = await performUntil(deadline, async (signal) => {
      const [feeds, slackUrl] = await Promise.all([
        configuredFeeds(environment, signal),
        readWebhook(environment.webhookSecret, signal),
      ])
      const budget = createBudget(defaultMaxBytes(container.memoryMb * 2 ** 20))
      const options = { pause: createPause(), claimsTable, budget }
      return perform({
        strategy,
        job: { feeds, window: { fromMs, untilMs: fromMs + withinMs }, slackUrl },
        source: { createWork, module: NOTIFIER_WORK_MODULE, options },
        container,
        signal,
        beginTrace: await chooseTrace(traceMode, process.env._X_AMZN_TRACE_ID),
      })
    })
    logMetrics(metricsLine(context.functionName, strategy, performed))
    const shortcoming = shortcomingOf(performed) ?? unsentOf(performed)
    if (shortcoming !== undefined) throw new Error(shortcoming)
    return answerOf(performed, { environment, container })
  } catch (error) {
    throw withoutAddresses(error)
  }
}

async function performUntil<T>({ signal, stop }: Deadline, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  try {
    return await work(signal)
  } finally {
    stop()
  }
}

/** What was left unsent, or may have been. A feed that could not be fetched is for the next run, which looks at the same span again. */
function unsentOf({ measured: { figures } }: Performed): string | undefined {
  const unsent = Object.entries(figures.failures).filter(
    ([what]) => what.startsWith('notify ') || what.endsWith(' defect'),
  )
  const list = unsent.map(([what, count]) => `${count} ${what}`).join(', ')
  return unsent.length === 0 ? undefined : `${figures.sent} notifications were sent, but not all: ${list}`
}

function readScheduled(event: unknown): number {
  const scheduled = (event as { scheduled?: unknown } | null)?.scheduled
  const ms = typeof scheduled === 'string' ? Date.parse(scheduled) : Number.NaN
  if (!Number.isNaN(ms)) return ms
  throw new Refusal({
    key: 'scheduled',
    expected: 'the scheduled time, such as { "scheduled": "2026-01-15T09:00:00Z" }, as the schedule sends it',
    got: scheduled === undefined ? 'nothing' : `a ${typeof scheduled}`,
  })
}

endInit()
