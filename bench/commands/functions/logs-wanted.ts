import type { LoggedPart } from '../../judge/logs/judgement.ts'
import type { LogSpan } from '../../run/aws/logs/ask-logs.ts'
import { groupOf, type LoggedFunction, readFunctionName, readGroupName } from '../../run/aws/logs/log-names.ts'
import { UserError } from '../../io/user-error.ts'
import { parseDuration, parseInstant } from '../../cli/values.ts'

export interface LogsCommandOptions {
  readonly last?: string
  readonly from?: string
  readonly to?: string
  readonly split?: string
  readonly againstFrom?: string
  readonly againstTo?: string
  readonly logGroup?: string
  readonly patience?: string
  readonly reference?: string
  readonly margin?: string
  readonly output?: string
  readonly json?: boolean
  readonly lang?: string
  readonly verbose?: boolean
}

/** A function in a span of time, and where its log is. */
export interface WantedLogs extends LoggedFunction, LogSpan {
  readonly part?: LoggedPart
}

const DEFAULT_LAST = '24h'

/** Which functions in which spans of time are asked for, in the order in which they are reported: what is compared with comes first. */
export function wantedLogs(names: readonly string[], options: LogsCommandOptions, nowMs: number): WantedLogs[] {
  checkExclusions(options)
  const functions = names.map(functionNamed)
  checkTwice(functions)
  const regions = [...new Set(functions.flatMap(({ region }) => region ?? []))]
  if (regions.length > 1) throw new UserError('logs-of-two-regions', { regions })
  const group = options.logGroup === undefined ? undefined : readGroupName(options.logGroup)
  if (options.logGroup !== undefined && group === undefined)
    throw new UserError('not-a-log-group', { given: options.logGroup })
  const spans = spansOf(options, names.length, nowMs)
  return functions.flatMap((one) =>
    spans.map((span) => ({ ...one, group: group ?? one.groupArn ?? groupOf(one.functionName), ...span })),
  )
}

function functionNamed(given: string): LoggedFunction {
  const named = readFunctionName(given)
  if (!named) throw new UserError('not-a-logged-function', { given })
  if ('alias' in named) throw new UserError('logs-of-alias', { functionName: named.functionName, alias: named.alias })
  return named
}

/** A version is in its function. */
function checkTwice(functions: readonly LoggedFunction[]): void {
  for (const [functionName, alike] of Map.groupBy(functions, (one) => one.functionName)) {
    const versions = new Set(alike.map(({ version }) => version))
    if (versions.size < alike.length || (versions.size > 1 && versions.has(undefined)))
      throw new UserError('logs-function-twice', { name: functionName })
  }
}

function checkExclusions({ last, from, split, againstFrom, againstTo, reference }: LogsCommandOptions): void {
  const refuse = (option: string, beside: string, ...given: readonly unknown[]) => {
    if (given.every((one) => one !== undefined)) throw new UserError('logs-options-exclude', { option, beside })
  }
  refuse('--last', '--from', last, from)
  refuse('--split', '--against-from', split, againstFrom)
  // Which of the two spans is compared with is clear.
  refuse('--reference', '--split', reference, split)
  refuse('--reference', '--against-from', reference, againstFrom)
  const half = (given: string, missing: string) => new UserError('against-half', { given, missing })
  if (againstFrom !== undefined && againstTo === undefined) throw half('--against-from', '--against-to')
  if (againstTo !== undefined && againstFrom === undefined) throw half('--against-to', '--against-from')
}

type Span = Pick<WantedLogs, 'fromMs' | 'untilMs' | 'part'>

function spansOf(options: LogsCommandOptions, functions: number, nowMs: number): Span[] {
  const { split, againstFrom, againstTo } = options
  const one = mainSpan(options, nowMs)
  const option = split === undefined ? '--against-from' : '--split'
  if ((split !== undefined || againstFrom !== undefined) && functions > 1)
    throw new UserError('one-function-in-parts', { option, got: functions })
  if (split !== undefined) {
    const atMs = parseInstant(split, '--split')
    const [from, until] = [one.fromMs, one.untilMs].map((ms) => new Date(ms).toISOString()) as [string, string]
    if (atMs <= one.fromMs || atMs >= one.untilMs) throw new UserError('split-outside', { given: split, from, until })
    return [
      { fromMs: one.fromMs, untilMs: atMs, part: 'before' },
      { fromMs: atMs, untilMs: one.untilMs, part: 'after' },
    ]
  }
  if (againstFrom === undefined || againstTo === undefined) return [one]
  const other = {
    fromMs: parseInstant(againstFrom, '--against-from'),
    untilMs: Math.min(nowMs, parseInstant(againstTo, '--against-to')),
    part: 'against' as const,
  }
  if (other.fromMs >= other.untilMs)
    throw new UserError('logs-span-reversed', { from: '--against-from', to: '--against-to', given: againstFrom })
  if (other.fromMs < one.untilMs && one.fromMs < other.untilMs) throw new UserError('spans-overlap', {})
  return [other, one]
}

function mainSpan({ last, from, to }: LogsCommandOptions, nowMs: number): Span {
  // What is to come is not in a log yet.
  const untilMs = to === undefined ? nowMs : Math.min(nowMs, parseInstant(to, '--to'))
  const fromMs =
    from === undefined ? untilMs - parseDuration(last ?? DEFAULT_LAST, '--last') : parseInstant(from, '--from')
  if (fromMs >= untilMs) throw new UserError('logs-span-reversed', { from: '--from', to: '--to', given: from! })
  return { fromMs: Math.max(0, fromMs), untilMs }
}
