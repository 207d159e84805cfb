import { type LogsService, startLogsService } from '../../bench/run/lab/logs/service.ts'
import type { LoggedInvocation } from '../../bench/run/aws/logs/logged-invocations.ts'
import { withEnv } from './env.ts'
import { run } from './in-process.ts'
import { jsonLine, requestIdOf, streamOf, textLine } from './log-lines.ts'

/** The hour in which everything of these tests was logged. */
export const HOUR = ['--from', '2026-01-15T09:00:00Z', '--to', '2026-01-15T10:00:00Z']

/** Local logs with what Lambda would have logged of these invocations, whose order of time they are put in. */
export async function logsOf(
  invocations: readonly LoggedInvocation[],
  options: Parameters<typeof startLogsService>[0] = {},
): Promise<LogsService> {
  let nowMs = 0
  const logs = await startLogsService({ now: () => nowMs, ...options })
  for (const [number, one] of invocations.toSorted((a, b) => a.endedMs - b.endedMs).entries()) {
    nowMs = one.endedMs
    const { functionName, version, container, format, outcome, ...figures } = one
    const line = format === 'json' ? jsonLine : textLine
    const status = outcome === 'success' ? {} : { status: outcome }
    const stream = streamOf(container, { version })
    logs.store.put(
      `/aws/lambda/${functionName}`,
      stream,
      line({ ...figures, requestId: requestIdOf(number), ...status }),
    )
  }
  // What is put later was logged before the command begins, whose span ends with that instant.
  nowMs = Date.now() - 1000
  return logs
}

/** Runs `utakata logs`: the SDK's own settings lead to logs of the test, and never beyond this machine. */
export function logs(
  { endpoint, key }: Pick<LogsService, 'endpoint' | 'key'>,
  args: readonly string[],
  surroundings?: Parameters<typeof run>[1],
) {
  const variables = {
    AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: endpoint,
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: key.accessKeyId,
    AWS_SECRET_ACCESS_KEY: key.secretAccessKey,
  }
  for (const [name, value] of Object.entries(variables)) withEnv(name, value)
  return run(['logs', ...args], surroundings)
}
