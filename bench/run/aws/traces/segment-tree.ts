import { isObject, type JsonObject, numberIn, objectIn, textIn } from '../../../io/json-fields.ts'
import { DAY_MS } from '../../../io/record-fields.ts'

/** A segment or subsegment, as far as its fields are what X-Ray says they are; what is not is absent. */
export interface TraceNode {
  readonly id: string | undefined
  readonly parentId: string | undefined
  readonly name: string
  readonly origin: string | undefined
  /** Epoch milliseconds. */
  readonly beginMs: number | undefined
  /** Absent also while it is in progress. */
  readonly endMs: number | undefined
  readonly hasFault: boolean
  readonly hasError: boolean
  readonly isThrottled: boolean
  readonly annotations: Annotations
  /** What our functions put under their own namespace of metadata. */
  readonly metadata: JsonObject
  readonly requestId: string | undefined
  readonly children: readonly TraceNode[]
}

export type Annotations = Readonly<Record<string, string | number | boolean>>

export interface TraceTree {
  /** What services sent, in the order of their begin; a segment is never below another one. */
  readonly segments: readonly TraceNode[]
  /** Subsegments that were sent by themselves, and whose parent is not in the trace. */
  readonly orphans: readonly TraceNode[]
  /** Something was nested so deep that it was left out. */
  readonly isCut: boolean
}

/** Far deeper than anybody looks, and nothing to the stack. */
const MAX_DEPTH = 100

/** Thirty years in milliseconds; what is far beyond would make sums infinite. */
const MAX_FIGURE = 1e12

/** The end of the year 9999. */
const MAX_SECONDS = 253_402_300_799

type Growing = TraceNode & { readonly children: Growing[] }

/**
 * The documents of a trace as a tree. X-Ray hands subsegments that were sent by themselves back inside their segment; other
 * collectors hand them back as they came, so that they are put under their parent here. Every node has one parent at most,
 * so that no walk from a segment or an orphan comes by a node twice. Source: AWS X-Ray Developer Guide, "Segment documents".
 */
export function growTree(documents: readonly JsonObject[]): TraceTree {
  const byId = new Map<string, Growing>()
  let isCut = false

  const grow = (document: JsonObject, depth: number): Growing => {
    const all = Array.isArray(document.subsegments) ? document.subsegments.filter(isObject) : []
    const nested = depth < MAX_DEPTH ? all : []
    if (nested.length < all.length) isCut = true
    const node = { ...fieldsOf(document), children: nested.map((one) => grow(one, depth + 1)) }
    // One that was sent by itself and again inside its segment is the one inside.
    if (node.id !== undefined && (depth > 1 || !byId.has(node.id))) byId.set(node.id, node)
    return node
  }
  const grown = documents.map((document) => ({ node: grow(document, 1), isPart: document.type === 'subsegment' }))

  const segments = grown.flatMap(({ node, isPart }) => (isPart ? [] : node))
  const parts = grown.flatMap(({ node, isPart }) => (isPart && (!node.id || byId.get(node.id) === node) ? node : []))
  const orphans = parts.filter((node) => {
    const parent = node.parentId === undefined ? undefined : byId.get(node.parentId)
    parent?.children.push(node)
    return !parent
  })
  return { segments: segments.sort(byBegin), orphans: orphans.sort(byBegin), isCut }
}

function byBegin(a: TraceNode, b: TraceNode): number {
  return (a.beginMs ?? Number.MAX_VALUE) - (b.beginMs ?? Number.MAX_VALUE)
}

/** Nodes and all that is below them, each before what is below it. */
export function withAllBelow(nodes: readonly TraceNode[]): readonly TraceNode[] {
  const all = [...nodes]
  for (const node of all) for (const child of node.children) all.push(child)
  return all
}

/** Milliseconds; undefined for what did not end, or not within a day, which nothing of Lambda's takes. */
export function lengthMsOf({ beginMs, endMs }: Pick<TraceNode, 'beginMs' | 'endMs'>): number | undefined {
  if (beginMs === undefined || endMs === undefined || endMs - beginMs > DAY_MS) return undefined
  return Math.max(0, endMs - beginMs)
}

function fieldsOf(document: JsonObject): Omit<TraceNode, 'children'> {
  const origin = textIn(document, 'origin')
  return {
    id: textIn(document, 'id'),
    parentId: textIn(document, 'parent_id'),
    name: nameOf(textIn(document, 'name') ?? '', origin),
    origin,
    beginMs: msIn(document, 'start_time'),
    endMs: document.in_progress === true ? undefined : msIn(document, 'end_time'),
    hasFault: document.fault === true,
    hasError: document.error === true,
    isThrottled: document.throttle === true,
    annotations: annotationsIn(document),
    metadata: objectIn(objectIn(document, 'metadata'), 'utakata'),
    requestId: textIn(objectIn(document, 'aws'), 'request_id'),
  }
}

/** Of a function that was invoked by a version or an alias, its own name, whether Lambda writes the qualifier or not. */
function nameOf(name: string, origin: string | undefined): string {
  return /^AWS::Lambda(?:::Function)?$/.test(origin ?? '') ? name.replace(/:[\w$-]+$/, '') : name
}

/** Seconds with microseconds as milliseconds, without what a double adds in the eighth place. */
function msIn(document: JsonObject, key: string): number | undefined {
  const seconds = numberIn(document, key)
  return seconds === undefined || seconds <= 0 || seconds > MAX_SECONDS ? undefined : Math.round(seconds * 1e6) / 1e3
}

function annotationsIn(document: JsonObject): Annotations {
  const entries = Object.entries(objectIn(document, 'annotations'))
  return Object.fromEntries(
    entries.filter((entry): entry is [string, string | number | boolean] => isAnnotation(entry[1])),
  )
}

function isAnnotation(value: unknown): boolean {
  if (typeof value === 'number') return Math.abs(value) <= MAX_FIGURE
  return typeof value === 'string' || typeof value === 'boolean'
}
