import { flagIn, textIn } from '../../../io/json-fields.ts'
import { fitting, memoryMb, place, slowedBy, whole } from '../../../io/record-fields.ts'
import type { FetchedTrace } from './arrivals.ts'
import { FUNCTION, isOurs, SERVICE, strategyOf } from './names.ts'
import { growTree, type TraceNode, withAllBelow } from './segment-tree.ts'

/** Iterations of a container. */
const FROM_ONE = whole(1, 1_000_000)

/** Which invocation of a comparison a run of ours was, as it says itself. */
export interface RunPlace {
  readonly strategy?: string
  readonly run?: string | undefined
  readonly block?: number | undefined
  readonly iteration?: number | undefined
  readonly container?: string | undefined
  readonly memoryMb?: number | undefined
  /** By which share of its own time it was made longer; absent where it was not. */
  readonly slowedBy?: number | undefined
}

/** What is known of an invocation, however little of its trace has come. */
export interface InvocationPlace extends RunPlace {
  /** All that are in the trace, the one that began first before the others. */
  readonly functionNames: readonly string[]
  readonly isCold: boolean
  /** Epoch milliseconds. */
  readonly beganMs?: number | undefined
}

/** Undefined where something has come, and none of it is of a Lambda function. */
export function readPlace({ segments: documents }: FetchedTrace): InvocationPlace | undefined {
  const { segments, orphans } = growTree(documents)
  const of = (wanted: string) => segments.filter(({ origin }) => origin === wanted)
  const lambdas = [...of(FUNCTION), ...of(SERVICE)]
  const main = withAllBelow([...segments, ...orphans]).find(isOurs)
  if (documents.length > 0 && lambdas.length === 0 && !main) return undefined
  return {
    ...(main && runPlaceOf(main)),
    functionNames: [...new Set(lambdas.map(({ name }) => name))],
    isCold: main !== undefined && flagIn(main.annotations, 'cold') === true,
    beganMs: (lambdas[0] ?? main)?.beginMs,
  }
}

export function runPlaceOf(main: TraceNode): RunPlace & { readonly strategy: string } {
  const { annotations } = main
  return {
    strategy: strategyOf(main),
    run: textIn(annotations, 'run'),
    block: fitting(place, annotations.block),
    iteration: fitting(FROM_ONE, annotations.iteration),
    container: textIn(annotations, 'container'),
    memoryMb: fitting(memoryMb, annotations.memory_mb),
    slowedBy: fitting(slowedBy, annotations.slowedBy),
  }
}
