/** The notifier on its schedule: what starts in [scheduled, scheduled + within) is told, each occurrence once. */
import { createPause } from '../strategies/notify.ts'
import { type Answer, answerOf, withoutAddresses } from './answer.ts'
import { endInit, enterContainer } from './container.ts'
import { startDeadline } from './deadline.ts'
import { readEnvironment } from './environment.ts'
import { configuredFeeds, readWebhook } from './job-source.ts'
import type { LambdaContext } from './lambda-context.ts'
import { logMetrics, metricsLine } from './metrics.ts'
import { createWork, NOTIFIER_WORK_MODULE } from './notifier-work.ts'
import { perform } from './perform.ts'
import { Refusal } from './refusal.ts'
import { chooseTrace, preloadTrace } from './trace-backend.ts'

await preloadTrace(process.env.TRACE)

/**
 * Takes `{ scheduled }`, an ISO 8601 instant: not the present, so that a run that comes late or again looks at the same span. It
 * throws where it cannot do its work, so that it is tried again and ends in the dead-letter queue: what it had told is claimed.
 */
export async function handler(event: unknown, context: LambdaContext): Promise<Answer> {
  const container = enterContainer(process.env)
  const deadline = startDeadline(context.getRemainingTimeInMillis(), container.memoryMb)
  try {
    const environment = readEnvironment(process.env)
    const { strategy, traceMode, withinMs, claimsTable } = environment
    if (claimsTable === undefined)
      throw new Refusal({ key: 'CLAIMS_TABLE', expected: 'the name of a table, set by the stack', got: 'nothing' })
    const fromMs = readScheduled(event)
    const [feeds, slackUrl] = await Promise.all([configuredFeeds(environment), readWebhook(environment.webhookSecret)])
    const performed = await perform({
      strategy,
      job: { feeds, window: { fromMs, untilMs: fromMs + withinMs }, slackUrl },
      source: { createWork, module: NOTIFIER_WORK_MODULE, options: { pause: createPause(), claimsTable } },
      container,
      signal: deadline.signal,
      beginTrace: await chooseTrace(traceMode, process.env._X_AMZN_TRACE_ID),
    })
    logMetrics(metricsLine(context.functionName, strategy, performed))
    const answer = answerOf(performed, { environment, container })
    console.log(JSON.stringify({ failures: answer.run.figures.failures, examples: answer.run.examples }))
    return answer
  } catch (error) {
    throw withoutAddresses(error)
  } finally {
    deadline.stop()
  }
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
