import type { Document, SentDocument } from './document.ts'

/** A segment as BatchGetTraces returns it. */
export interface Segment {
  readonly Id: string
  /** JSON. */
  readonly Document: string
}

/** A subsegment that would be nested deeper is a piece of its own. */
const MAX_LEVELS = 128

/**
 * Puts each subsegment that was sent alone into its parent, which may be a subsegment too; what has no parent here stays
 * a piece of its own. Pieces and subsegments are in the order of their start, whatever the order in which they came.
 */
export function nest(documents: readonly SentDocument[]): readonly SentDocument[] {
  const inOrder = documents.toSorted(byStart)
  const ids = new Set<string>()
  const children = new Map<string, SentDocument[]>()
  for (const document of inOrder) {
    for (const { id } of flat(document)) ids.add(id)
    if (document.type !== 'subsegment') continue
    const siblings = children.get(document.parent_id!)
    if (siblings) siblings.push(document)
    else children.set(document.parent_id!, [document])
  }
  const placed = new Set<string>()

  function grown<T extends Document>(document: T, level: number): T {
    const sent = level < MAX_LEVELS ? (children.get(document.id) ?? []).filter(({ id }) => !placed.has(id)) : []
    for (const { id } of sent) placed.add(id)
    const subsegments = [...(document.subsegments ?? []), ...sent.map(inner)]
    if (subsegments.length === 0) return document
    return { ...document, subsegments: subsegments.toSorted(byStart).map((child) => grown(child, level + 1)) }
  }

  const pieces: SentDocument[] = []
  const isRoot = ({ type, parent_id: parent }: SentDocument) => type !== 'subsegment' || !ids.has(parent!)
  // After the roots come those that are nobody's: subsegments that are each other's parents, or too deep.
  for (const document of [...inOrder.filter(isRoot), ...inOrder]) {
    if (placed.has(document.id)) continue
    placed.add(document.id)
    pieces.push(grown(document, 0))
  }
  return pieces.toSorted(byStart)
}

/** The pieces of a trace in the form of BatchGetTraces. */
export function segmentsOf(pieces: readonly SentDocument[]): readonly Segment[] {
  return pieces.map((piece) => ({ Id: piece.id, Document: JSON.stringify(piece) }))
}

/** A document and all that are nested in it, outermost first. */
export function* flat(document: Document): Generator<Document> {
  yield document
  for (const child of document.subsegments ?? []) yield* flat(child)
}

/** Members of a subsegment that was sent alone; once it is nested, its position says the same. */
const OUTER = new Set(['type', 'trace_id', 'parent_id'])

function inner(sent: SentDocument): Document {
  return Object.fromEntries(Object.entries(sent).filter(([key]) => !OUTER.has(key))) as Document
}

function byStart(a: Document, b: Document): number {
  return a.start_time - b.start_time || (a.id < b.id ? -1 : 1)
}
