import { endpointOf, targetOf } from '../../run/aws/client/endpoint.ts'
import type { LogSpan } from '../../run/aws/logs/ask-logs.ts'
import { type FetchedLogs, fetchInvocations } from '../../run/aws/logs/fetch-invocations.ts'
import { createLogsClient } from '../../run/aws/logs/logs-client.ts'
import { EXIT } from '../../cli/exit-code.ts'
import { judgeLogs, type LoggedSubject } from '../../judge/logs/judge-logs.ts'
import type { LogsJudgement } from '../../judge/logs/judgement.ts'
import { logsDocument } from '../../report/documents/logs.ts'
import type { Messages } from '../../report/messages/messages.ts'
import { drawTerminal } from '../../report/render/terminal.ts'
import { takeFolder } from '../results/folder.ts'
import { giveReport } from '../results/give-report.ts'
import { onInterrupt } from '../../cli/interrupt.ts'
import { parseLanguage } from '../../cli/language.ts'
import { parseDuration, parseMargin } from '../../cli/values.ts'
import { print, printJson, widthOf } from '../../cli/print.ts'
import { createProgressLine } from '../../cli/progress-line.ts'
import { type LogsCommandOptions, wantedLogs, type WantedLogs } from './logs-wanted.ts'
import type { Io } from '../../cli/io.ts'
import { logsTexts, progressTexts, stoppingTexts } from '../../report/messages/commands.ts'

/** `utakata logs`: what CloudWatch Logs alone has of any functions, compared where there are several. Gives the exit code. */
export async function logsCommand(names: readonly string[], options: LogsCommandOptions, io: Io): Promise<number> {
  const wanted = wantedLogs(names, options, Date.now())
  const margin = parseMargin(options.margin)
  const patienceMs = options.patience === undefined ? undefined : parseDuration(options.patience, '--patience')
  const messages = await parseLanguage(options)
  using out = options.output === undefined ? undefined : takeFolder(options.output, { name: 'logs' }, io)
  const region = wanted.find((one) => one.region !== undefined)?.region
  const client = createLogsClient(region === undefined ? {} : { region })
  const interrupt = onInterrupt(stoppingTexts.plain, io)
  const line = createProgressLine(io.stderr, { env: io.env })
  // Versions of a function have one log group.
  const spans = [...new Map(wanted.map((one) => [keyOf(one), one])).values()]
  let fetched: FetchedLogs
  let target: LogsJudgement['target']
  try {
    fetched = await fetchInvocations(client, spans, {
      functionNames: [...new Set(wanted.map(({ functionName }) => functionName))],
      signal: interrupt.signal,
      ...(patienceMs !== undefined && { patienceMs }),
      progress: ({ share, found }) => line.draw(share, progressTexts.invocations(found)),
    })
    target = targetOf(await endpointOf(client))
  } catch (error) {
    if (interrupt.signal.aborted) return EXIT.interrupted
    throw error
  } finally {
    line.clear()
    interrupt.dispose()
    client.destroy()
  }
  print(logsTexts.calls(fetched.calls), io.stderr)
  const judgement = judgeLogs(subjectsOf(wanted, spans, fetched), {
    target,
    margin,
    reference: options.reference,
    oddities: odditiesOf(fetched),
  })
  const document = logsDocument(judgement, messages)
  if (out) {
    const { json, verbose } = options
    const { exitCode } = judgement
    return await giveReport(
      out,
      { judgement, document, messages, files: [], warnings: [], exitCode },
      { json, verbose },
      io,
    )
  }
  if (options.json) printJson(judgement, io.stdout)
  else drawReport(document, messages, options, io)
  return judgement.exitCode
}

function drawReport(
  document: ReturnType<typeof logsDocument>,
  messages: Messages,
  { verbose = false }: LogsCommandOptions,
  { stdout }: Io,
): void {
  const colour = stdout.isTTY && stdout.hasColors()
  stdout.write(`${drawTerminal(document, { width: widthOf(stdout), colour, messages, isFull: verbose })}\n`)
}

function keyOf({ group, fromMs, untilMs }: LogSpan): string {
  return `${fromMs} ${untilMs} ${group}`
}

function subjectsOf(
  wanted: readonly WantedLogs[],
  spans: readonly WantedLogs[],
  fetched: FetchedLogs,
): LoggedSubject[] {
  const places = new Map(spans.map((span, place) => [keyOf(span), place]))
  return wanted.map((one) => {
    const { functionName, version, part, fromMs, untilMs } = one
    const { invocations, failedStarts } = fetched.spans[places.get(keyOf(one))!]!
    const isOwn = (logged: (typeof invocations)[number]) =>
      logged.functionName === functionName && (version === undefined || logged.version === version)
    return {
      functionName,
      version,
      part,
      fromMs,
      untilMs,
      invocations: invocations.filter(isOwn),
      failedStarts: failedStarts.get(functionName) ?? 0,
    }
  })
}

function odditiesOf({ spans }: FetchedLogs): LogsJudgement['oddities'] {
  const sum = (of: keyof LogsJudgement['oddities']) => spans.reduce((total, { oddities }) => total + oddities[of], 0)
  return { torn: sum('torn'), printed: sum('printed'), overlapping: sum('overlapping') }
}
