import SdkSubsegment from 'aws-xray-sdk-core/dist/lib/segments/attributes/subsegment.js'
import { expect, test } from 'vitest'
import { readTraceHeader } from '../../infra/trace-header.ts'
import { xrayDocuments } from '../../infra/xray-documents.ts'
import { spanOf, STEPS } from '../../strategies/recording.ts'
import { readDocument, type SentDocument } from '../../bench/run/lab/xray/document.ts'
import { viewOf } from '../../bench/run/lab/xray/view.ts'
import type { Document } from '../support/daemon.ts'
import { lambdaSegments } from '../support/lambda-segments.ts'
import { aTracedRun, BEGAN_MS, HEADER, PARENT, ROOT } from '../support/traced-runs.ts'

const header = readTraceHeader(HEADER)!
const KB = 1000

function documentsOf(run: Parameters<typeof xrayDocuments>[0], isWhole = true) {
  const { documents, rows } = xrayDocuments(run, header, { isWhole })
  return { texts: documents, documents: documents.map((text) => JSON.parse(text) as Document), rows }
}

/** A document and all that is nested in it. */
function withAll(document: Document): Document[] {
  return [document, ...(document.subsegments ?? []).flatMap(withAll)]
}

function timelineRowsOf(documents: readonly Document[]): (readonly number[])[] {
  return documents.flatMap(({ metadata }) => {
    const shard = metadata?.utakata.timeline as { readonly rows: readonly (readonly number[])[] } | undefined
    return shard?.rows ?? []
  })
}

const sizes = (texts: readonly string[]) => texts.map((text) => Buffer.byteLength(text))
const total = (texts: readonly string[]) => sizes(texts).reduce((sum, bytes) => sum + bytes, 0)

// Breakage: a document hangs under anything but the run, or the run under anything but Lambda's own segment.
test('1,000 feeds at 200 in flight: every parent is right, no document is over 64 KB, all are under 100 KB', () => {
  const { texts, documents, rows } = documentsOf(aTracedRun(1000, { failing: 50 }))
  const [main, ...shards] = documents
  expect(main).toMatchObject({ name: 'utakata:promise-all', type: 'subsegment', trace_id: ROOT, parent_id: PARENT })
  for (const shard of shards)
    expect(shard).toMatchObject({
      type: 'subsegment',
      trace_id: ROOT,
      parent_id: main!.id,
      name: expect.stringMatching(/^timeline/),
    })
  const ids = documents.flatMap(withAll).map(({ id }) => id)
  expect(new Set(ids).size).toBe(ids.length)
  for (const id of ids) expect(id).toMatch(/^[\da-f]{16}$/)
  expect(Math.max(...sizes(texts))).toBeLessThan(64 * KB)
  expect(total(texts)).toBeLessThan(100 * KB)
  expect(rows).toBe(1000)
})

test('every feed has its row in the timeline, from which its times can be read back', () => {
  const run = aTracedRun(1000, { failing: 50 })
  const rows = timelineRowsOf(documentsOf(run).documents)
  expect(rows.map(([feed]) => feed)).toEqual(run.outcomes.map((_, index) => index))
  for (const [feed, ...times] of rows) {
    let lastMs = BEGAN_MS
    for (const [at, step] of STEPS.entries()) {
      const [gap, length] = [times[2 * at]!, times[2 * at + 1]!]
      const { beginMs, endMs } = spanOf(run.recording, feed!, step)
      if (endMs === 0) {
        expect([gap, length]).toEqual([-1, -1])
        continue
      }
      expect(Math.abs(lastMs + gap / 10 - beginMs)).toBeLessThan(0.2)
      expect(Math.abs(lastMs + (gap + length) / 10 - endMs)).toBeLessThan(0.2)
      lastMs += (gap + length) / 10
    }
  }
})

/** A subsegment of the X-Ray SDK with the content of one of ours, set by the SDK's own methods. */
function rebuiltBySdk(document: Document): SdkSubsegment {
  const subsegment = new SdkSubsegment(document.name)
  subsegment.close()
  const { id, start_time, end_time, error, type, trace_id, parent_id } = document
  // The model's own note of whether to send it is no part of a document.
  const set = { id, start_time, end_time, notTraced: undefined }
  for (const [key, value] of Object.entries(set)) subsegment.addAttribute(key, value)
  if (error) subsegment.addErrorFlag()
  for (const [key, value] of Object.entries({ type, trace_id, parent_id })) subsegment.addAttribute(key, value)
  for (const [key, value] of Object.entries(document.annotations ?? {})) subsegment.addAnnotation(key, value as string)
  for (const [namespace, values] of Object.entries(document.metadata ?? {}))
    for (const [key, value] of Object.entries(values)) subsegment.addMetadata(key, value, namespace)
  for (const child of document.subsegments ?? []) subsegment.addSubsegment(rebuiltBySdk(child))
  return subsegment
}

// Breakage: a member is called something else, left out, empty instead of absent, or stands elsewhere than in the documents of the SDK.
test('every document is, to the letter, the one that the X-Ray SDK writes of the same content', () => {
  for (const run of [
    aTracedRun(0),
    aTracedRun(1000, { failing: 50 }),
    aTracedRun(60, { failing: 2, message: '"理由"' }),
  ])
    for (const isWhole of [true, false]) {
      const { texts, documents } = documentsOf(run, isWhole)
      expect(documents.map((document) => rebuiltBySdk(document).toString())).toEqual(texts)
    }
})

// Breakage: a figure that is none becomes null, by which X-Ray refuses the whole document.
test('annotations that are undefined or no finite number are left out', () => {
  const annotations = { ...aTracedRun(0).annotations, slowedBy: undefined, none: Number.NaN, most: Infinity }
  const { texts, documents } = documentsOf({ ...aTracedRun(3), annotations })
  expect(texts.join()).not.toContain('null')
  expect(Object.keys(documents[0]!.annotations!)).not.toEqual(expect.arrayContaining(['slowedBy', 'none', 'most']))
})

// Breakage: the timeline grows with the feeds.
test.each([5000, 50_000])(
  '%i feeds: an even sample of rows, still under 100 KB, with every exemplar in it',
  (feeds) => {
    const run = aTracedRun(feeds, { failing: 500 })
    const { texts, documents, rows } = documentsOf(run)
    expect(Math.max(...sizes(texts))).toBeLessThan(64 * KB)
    expect(total(texts)).toBeLessThan(100 * KB)
    const sampled = timelineRowsOf(documents).map(([feed]) => feed!)
    expect(sampled).toHaveLength(rows)
    expect(rows).toBeGreaterThan(1000)
    const exemplars = withAll(documents[0]!).flatMap(({ name }) => /^feed (\d+) /.exec(name)?.[1] ?? [])
    for (const feed of exemplars) expect(sampled).toContain(Number(feed))
    const quarters = [0, 1, 2, 3].map(
      (quarter) => sampled.filter((feed) => Math.floor((feed / feeds) * 4) === quarter).length,
    )
    expect(Math.max(...quarters) / Math.min(...quarters)).toBeLessThan(1.1)
  },
)

// Breakage: texts are cut by characters: one of them may take six bytes of JSON.
test('failures with long texts in every script stay within the limits, with an example of every kind', () => {
  for (const message of ['日本語の理由'.repeat(2000), '\u0001'.repeat(2000), '🎌'.repeat(2000)]) {
    const run = aTracedRun(5000, { failing: 2, message })
    const examples = Array.from({ length: 33 }, (_, index) => ({
      step: 'notify' as const,
      kind: `kind ${index}`,
      message,
    }))
    const { texts } = documentsOf({ ...run, measured: { ...run.measured, examples } })
    expect(Math.max(...sizes(texts))).toBeLessThan(64 * KB)
    expect(total(texts)).toBeLessThan(100 * KB)
  }
})

// Breakage: more is annotated than X-Ray indexes beside Lambda's own, or figures stand before what a run is found by.
test.each([true, false])('X-Ray indexes every annotation beside those of Lambda, exemplars: %s', (isWhole) => {
  const run = aTracedRun(100, { failing: 10 })
  const trial = { run: 'a run', block: 1, iteration: 2, slowedBy: 0.1, cold: true, container: 'c', memory_mb: 1769 }
  const { texts, documents } = documentsOf({ ...run, annotations: trial }, isWhole)
  const segments = lambdaSegments({ format: 'new', isCold: true }).map((segment) => JSON.stringify(segment))
  const sent = [...texts, ...segments].map(
    (text) => (readDocument(text, BEGAN_MS) as { document: SentDocument }).document,
  )
  const { annotations } = viewOf(sent)
  expect(annotations.filter(({ key }) => key.startsWith('aws.')).length).toBeGreaterThan(0)
  expect(annotations.length).toBeLessThan(50)
  const found = Object.fromEntries(annotations.map(({ key, value }) => [key, value]))
  expect(found).toMatchObject({ ...documents[0]!.annotations, ...trial, strategy: 'promise-all' })
  expect(Object.keys(documents[0]!.annotations!).slice(0, 8)).toEqual([...Object.keys(trial), 'strategy'])
})

test('the run has its figures as annotations, which are numbers where they are compared, and fewer than 50', () => {
  const { documents } = documentsOf(aTracedRun(100, { failing: 10 }))
  const annotations = documents[0]!.annotations!
  expect(annotations).toMatchObject({
    run: 'a run',
    block: 1,
    iteration: 2,
    cold: true,
    container: 'a container',
    strategy: 'promise-all',
    feeds: 100,
    failed: 10,
    fetch_count: 100,
    fetch_failed: 10,
    check_count: 90,
    cpu_ms: 120.5,
  })
  expect(annotations.makespan_ms).toBeTypeOf('number')
  expect(Object.keys(annotations).length).toBeLessThan(50)
  for (const key of Object.keys(annotations)) expect(key).toMatch(/^\w+$/)
})

test('the steps span from their first begin to their last end, in seconds', () => {
  const run = aTracedRun(10, { inFlight: 2 })
  const children = documentsOf(run, false).documents[0]!.subsegments!
  expect(children.map(({ name }) => name)).toEqual([...STEPS])
  const [fetch] = children
  expect(fetch!.start_time).toBeCloseTo((BEGAN_MS + 1) / 1000, 6)
  const ends = run.outcomes.map((_, index) => spanOf(run.recording, index, 'fetch').endMs)
  expect(fetch!.end_time).toBeCloseTo(Math.max(...ends) / 1000, 6)
})

test('the slowest, the first and failed feeds are listed one by one, without their addresses', () => {
  const { texts, documents } = documentsOf(aTracedRun(300, { failing: 30 }))
  const exemplars = documents[0]!.subsegments!.filter(({ name }) => name.startsWith('feed '))
  const of = (why: string) => exemplars.filter(({ name }) => name.endsWith(` ${why}`))
  expect([of('failed'), of('slowest'), of('first')].map(({ length }) => length)).toEqual([8, 3, 3])
  expect(of('failed').every(({ error }) => error)).toBe(true)
  expect(of('first').every(({ error }) => error === undefined)).toBe(true)
  const longest = (of('slowest')[0]!.end_time - of('slowest')[0]!.start_time) * 1000
  expect(longest).toBeCloseTo(118 + 31.5, 1)
  expect(texts.join()).not.toContain('5ecret')
})

test('a summary is one document without exemplars or timeline', () => {
  const { documents, rows } = documentsOf(aTracedRun(1000, { failing: 10 }), false)
  expect(documents).toHaveLength(1)
  expect(documents[0]!.subsegments!.map(({ name }) => name)).toEqual([...STEPS])
  expect(rows).toBe(0)
})

test('a run without feeds, and one in which nothing was begun, have documents too', () => {
  for (const run of [aTracedRun(0), { ...aTracedRun(3), recording: aTracedRun(3).recording.map(() => 0) as never }])
    expect(documentsOf({ ...run, measured: { ...run.measured, makespanMs: 0 } }).documents[0]).toMatchObject({
      parent_id: PARENT,
    })
})
