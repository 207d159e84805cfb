import { functionNameOf } from '../../run/aws/client/function-name.ts'
import { beginOfRun } from '../../run/aws/run-id.ts'
import type { TracesWanted } from '../../run/aws/traces/fetch-traces.ts'
import type { Trial } from '../../trial/trial.ts'
import { UserError } from '../../io/user-error.ts'
import { parseDuration, parseInstant } from '../../cli/values.ts'
import type { Beside } from '../../io/problems.ts'
import { DAY_MS } from '../../io/record-fields.ts'

export interface XRayCommandOptions {
  readonly run?: string
  readonly spans?: readonly string[]
  readonly trace?: readonly string[]
  readonly filter?: string
  readonly last?: string
  readonly from?: string
  readonly until?: string
  readonly function?: string
  readonly reference?: string
  readonly margin?: string
  readonly patience?: string
  readonly output?: string
  readonly json?: boolean
  readonly lang?: string
  readonly open?: boolean
  readonly verbose?: boolean
}

/** Refuses several ways of saying which traces, of which only one can be meant. */
export function checkAlone(folder: string | undefined, options: XRayCommandOptions): void {
  const {
    run,
    spans,
    trace = [],
    filter,
    last,
    from,
    until,
    function: functionName,
    reference,
    output,
    patience,
  } = options
  const refuse = (what: string, why: Beside, others: object) => {
    const [beside] = Object.entries(others).find(([, value]) => value !== undefined) ?? []
    if (beside !== undefined) throw new UserError('traces-named-twice', { what, beside, why })
  }
  const selecting = { run, filter, last, from, until }
  const ids = trace.length > 0 ? trace : undefined
  if (folder !== undefined)
    refuse('a folder', 'folder-has-traces', {
      ...selecting,
      spans,
      trace: ids,
      function: functionName,
      reference,
      output,
    })
  if (spans !== undefined) refuse('--spans', 'reads-files', { run, trace: ids, filter, patience })
  if (ids) refuse('--trace', 'names-traces', selecting)
  if (last !== undefined) refuse('--last', 'both-begin', { from })
}

/** Named by ids, by a run, or by a span of time; of a comparison's folder all its invocations. */
export function wantedBy(options: XRayCommandOptions, driven: readonly Trial[] | undefined): TracesWanted {
  const { run, trace: ids = [], filter } = options
  if (driven) {
    const own = driven.flatMap(({ invocation }) => invocation?.traceId ?? [])
    if (own.length === 0) throw new UserError('no-traced-runs', {})
    return { ids: own }
  }
  if (ids.length > 0) return { ids: [...new Set(ids.map(traceIdOf))] }
  if (run !== undefined && !/^[\w.-]{1,100}$/.test(run)) throw new UserError('not-a-run-name', { given: run })
  const name = functionNameOf(options.function)
  if (name !== undefined && !/^[\w-]{1,140}$/.test(name))
    throw new UserError('not-a-function-name', { given: options.function! })
  const span = spanOf(options)
  if (span.untilMs - span.fromMs > MOST_DAYS * DAY_MS) throw new UserError('span-too-long', { mostDays: MOST_DAYS })
  const parts = [
    ...(run === undefined ? [] : [`annotation.run = "${run}"`]),
    // Or else the traffic of a whole account would be fetched, and most of it thrown away here.
    ...(name === undefined ? [] : [`service(id(name: "${name}", type: "AWS::Lambda::Function"))`]),
    ...(filter === undefined ? [] : [`(${filter})`]),
  ]
  return { ...span, ...(parts.length > 0 && { filter: parts.join(' AND ') }) }
}

const XRAY_ID = /^1-[\da-f]{8}-[\da-f]{24}$/
/** An id by itself, or in a header of its version, its parent and its flags. Source: W3C Trace Context, section 3.2. */
const W3C_IDS = [
  /^([\da-f]{8})([\da-f]{24})$/,
  /^(?!ff)[\da-f]{2}-([\da-f]{8})([\da-f]{24})-[\da-f]{16}-[\da-f]{2}$/,
] as const

/** As X-Ray writes it, which of an id of W3C is the same digits. */
function traceIdOf(given: string): string {
  const id = given.trim().toLowerCase()
  if (XRAY_ID.test(id)) return id
  const [, seconds, rest] = W3C_IDS.map((form) => form.exec(id)).find((found) => found !== null) ?? []
  if (seconds === undefined || /^0+$/.test(seconds + rest!)) throw new UserError('not-a-trace-id', { given })
  return `1-${seconds}-${rest!}`
}

/** The span of time that is meant, where one is: what files have is there without any. */
export function timesOf({ last, from, until }: XRayCommandOptions): {
  readonly fromMs?: number
  readonly untilMs?: number
} {
  if (last !== undefined || from !== undefined) return spanOf({ last, from, until })
  return until === undefined ? {} : { untilMs: parseInstant(until, '--until') }
}

function spanOf({ run, last, from, until }: XRayCommandOptions): { readonly fromMs: number; readonly untilMs: number } {
  const begunMs = run === undefined || last !== undefined || from !== undefined ? undefined : beginOfRun(run)
  if (begunMs !== undefined)
    return { fromMs: begunMs - MINUTE_MS, untilMs: Math.min(Date.now(), begunMs + LONGEST_RUN_MS) }
  if (last === undefined && from === undefined && run !== undefined)
    throw new UserError('run-of-unknown-begin', { given: run })
  if (last === undefined && from === undefined) throw new UserError('traces-unnamed', {})
  const untilMs = until === undefined ? Date.now() : parseInstant(until, '--until')
  const fromMs = from === undefined ? untilMs - parseDuration(last!, '--last') : parseInstant(from, '--from')
  if (fromMs >= untilMs) throw new UserError('span-reversed', { given: (from ?? last)! })
  return { fromMs, untilMs }
}

const MINUTE_MS = 60_000
/** For which X-Ray keeps traces: what is older is searched for in vain, six hours at a time. */
const MOST_DAYS = 30
const LONGEST_RUN_MS = DAY_MS
