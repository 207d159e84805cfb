import { BrokenDocument, readDocument } from '../../io/json-documents.ts'
import { isOtlp, readSpans } from '../../io/otlp.ts'
import { headOf, linesOf } from '../../io/read-file.ts'
import { UserError } from '../../io/user-error.ts'
import { isCsv, readCsv } from './csv.ts'
import { exchangeOfEntry, HAR_ENTRIES, HAR_VERSION, isKnownVersion } from './har.ts'
import type { LeftOut, Observations, SourceExchange } from './observations.ts'
import { exchangeOfSpan } from './otlp.ts'
import { isRecording, readRecording } from './recording.ts'
import { exchangesOfSegment, XRAY_SEGMENTS } from './xray.ts'

export type SourceKind = 'recording' | 'csv' | 'har' | 'otlp' | 'x-ray'

/** What a document holds, and where. */
const DOCUMENTS: Readonly<
  Record<'har' | 'x-ray', { readonly path: string; readonly read: (part: unknown) => (SourceExchange | LeftOut)[] }>
> = {
  har: { path: HAR_ENTRIES, read: (entry) => [exchangeOfEntry(entry)] },
  'x-ray': { path: XRAY_SEGMENTS, read: exchangesOfSegment },
}

/** Reads what a file holds, whatever of these it is; throws a UserError for any other. */
export function readSource(file: string, into: Observations): SourceKind {
  const kind = kindOf(file)
  switch (kind) {
    case 'recording':
      readRecording(file, into)
      break
    case 'csv':
      readCsv(file, into)
      break
    case 'x-ray-lines':
      readSegmentLines(file, into)
      return 'x-ray'
    case 'otlp':
      readSpans(file, {
        take: (span, place) => take(span ? exchangeOfSpan(span) : 'unfinished', place, into),
        torn: (place) => into.leaveOut('torn', place),
      })
      break
    case undefined:
      throw new UserError('not-a-source', { file })
    default:
      readDocuments(file, into, kind)
  }
  return kind
}

/** Enough to see what a file is. */
const HEAD_BYTES = 10_000

function kindOf(file: string): SourceKind | 'x-ray-lines' | undefined {
  const head = headOf(file, HEAD_BYTES)
  const [line = ''] = head.split('\n')
  if (isRecording(line)) return 'recording'
  if (isCsv(line)) return 'csv'
  if (!/^\s*[{[]/.test(head)) return undefined
  if (/"log"\s*:/.test(head)) return 'har'
  if (isOtlp(head)) return 'otlp'
  if (/"Traces"\s*:/.test(head)) return 'x-ray'
  return /"trace_id"\s*:/.test(line) ? 'x-ray-lines' : undefined
}

function readDocuments(file: string, into: Observations, kind: keyof typeof DOCUMENTS): void {
  const { path, read } = DOCUMENTS[kind]
  let place = 0
  try {
    readDocument(file, {
      paths: kind === 'har' ? [path, HAR_VERSION] : [path],
      take(part) {
        if (kind === 'har' && typeof part !== 'object') {
          if (!isKnownVersion(part)) into.addOtherVersion()
          return
        }
        place++
        for (const one of read(part)) take(one, place, into)
      },
    })
  } catch (error) {
    if (!(error instanceof BrokenDocument)) throw error
    into.leaveOut('torn', place + 1)
  }
}

const MAX_BYTES = 2_000_000_000
/** A document of X-Ray has at most 64 kB. */
const MAX_LINE_BYTES = 1_000_000

function readSegmentLines(file: string, into: Observations): void {
  for (const { text, number } of linesOf(file, { mostBytes: MAX_BYTES, mostLineBytes: MAX_LINE_BYTES }))
    if (text.trim() !== '') for (const one of exchangesOfSegment({ Document: text })) take(one, number, into)
}

function take(one: SourceExchange | LeftOut, place: number, into: Observations): void {
  if (typeof one === 'string') into.leaveOut(one, place)
  else into.add(one, place)
}
