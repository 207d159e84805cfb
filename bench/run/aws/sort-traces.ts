import type { Untraced } from '../../io/trial-reasons.ts'
import type { InvocationExtract } from './traces/traced.ts'
import type { FetchedTraces } from './traces/fetch-traces.ts'
import type { RunPlace } from './traces/invocation-place.ts'
import { invocationOf } from './traces/segments.ts'

/** An invocation of which too little has come to know how long it took. */
export interface LostInvocation extends RunPlace {
  readonly why: Untraced
  readonly traceId: string
  readonly functionName?: string | undefined
  readonly isCold: boolean
  /** Epoch milliseconds. */
  readonly beganMs: number
}

export type LeftOutReason = Untraced | { readonly code: 'of-another-function' }

export interface SortedTraces {
  readonly invocations: readonly InvocationExtract[]
  readonly lost: readonly LostInvocation[]
  /** Why others are of no function that was named, a reason for each. */
  readonly leftOut: readonly LeftOutReason[]
}

/** Separates what can be read, what is lost of the named functions, and what is of others. */
export function sortTraces({ traces, missing, incomplete }: FetchedTraces, functionName?: string): SortedTraces {
  const lacksOf = new Map(incomplete.map(({ id, lacks }) => [id, lacks]))
  const invocations: InvocationExtract[] = []
  const lost: LostInvocation[] = []
  const leftOut: LeftOutReason[] = []
  const isOfOther = (names: readonly string[]) =>
    functionName !== undefined && names.length > 0 && !names.includes(functionName)
  for (const { id, read } of traces) {
    const { functions, place } = read
    const one = invocationOf(functions, functionName)
    const lacks = lacksOf.get(id) ?? ('lack' in one ? [one.lack] : [])
    const isThrottled = functions.length === 0 && !lacksOf.has(id)
    const why: Untraced = { code: 'incomplete', lacks }
    if (lacks.length === 0 && 'invocation' in one) invocations.push(one.invocation)
    else if (!place || isThrottled || isOfOther(place.functionNames))
      leftOut.push(lacks.length > 0 ? why : { code: 'of-another-function' })
    else {
      const { functionNames, beganMs = timeIn(id), ...known } = place
      lost.push({ ...known, beganMs, traceId: id, functionName: functionName ?? functionNames[0], why })
    }
  }
  for (const id of missing)
    lost.push({ traceId: id, isCold: false, beganMs: timeIn(id), why: { code: 'not-delivered' } })
  const [known, silent] = withoutSilent(invocations)
  return { invocations: known, lost: [...lost, ...silent], leftOut }
}

/** Of a function that reports its runs, an invocation without one has lost it: it would look like another function's. */
function withoutSilent(invocations: readonly InvocationExtract[]): [InvocationExtract[], LostInvocation[]] {
  const reporting = new Set(invocations.flatMap(({ functionName, strategy }) => (strategy ? functionName : [])))
  const isSilent = ({ functionName, strategy }: InvocationExtract) => !strategy && reporting.has(functionName)
  const silent = invocations.filter(isSilent).map(({ traceId, functionName, isCold, beganMs }) => {
    const why: Untraced = { code: 'incomplete', lacks: [{ code: 'no-run' }] }
    return { traceId, functionName, isCold, beganMs, why }
  })
  return [invocations.filter((one) => !isSilent(one)), silent]
}

/** Its second digits are the begin in seconds. */
function timeIn(traceId: string): number {
  const [, seconds = '0'] = /^1-([\da-f]{8})-/.exec(traceId) ?? []
  return Number.parseInt(seconds, 16) * 1000
}

/**
 * Without invocations beside a comparison, such as by hand: invocations without a block of a strategy whose others
 * have one.
 */
export function withoutStrays({ invocations, lost }: Pick<SortedTraces, 'invocations' | 'lost'>): {
  readonly invocations: readonly InvocationExtract[]
  readonly lost: readonly LostInvocation[]
  readonly strays: number
} {
  const driven = new Set(
    [...invocations, ...lost].flatMap(({ strategy, block }) => (block === undefined ? [] : strategy)),
  )
  const isDriven = ({ strategy, block }: RunPlace) =>
    strategy === undefined || block !== undefined || !driven.has(strategy)
  const kept = { invocations: invocations.filter(isDriven), lost: lost.filter(isDriven) }
  return {
    ...kept,
    strays: invocations.length + lost.length - kept.invocations.length - kept.lost.length,
  }
}
