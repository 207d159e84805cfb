import { join } from 'node:path'
import { expect, test } from 'vitest'
import { isOtlp, readSpans, type Span } from '../../../bench/io/otlp.ts'
import { aFolder } from '../../support/folders.ts'

const BEGIN = 1_768_467_600_000_000_000n

const span = (more: object = {}) => ({
  traceId: '5b8efff798038103d269b633813fc60c',
  spanId: 'eee19b7ec3c1b174',
  name: 'orders',
  kind: 2,
  startTimeUnixNano: String(BEGIN),
  endTimeUnixNano: String(BEGIN + 42_500_000n),
  ...more,
})
const resource = (name: string) => ({ attributes: [{ key: 'service.name', value: { stringValue: name } }] })
const group = (name: string, spans: readonly object[], scopes = 'scopeSpans') => ({
  resource: resource(name),
  [scopes]: [{ scope: { name: 'lib' }, spans }],
})
const request = (...groups: readonly object[]) => JSON.stringify({ resourceSpans: groups })

function read(text: string) {
  const file = join(aFolder({ spans: text }), 'spans')
  const spans: (Span | undefined)[] = []
  const resources: { readonly attributes: object }[] = []
  const places: number[] = []
  const torn: number[] = []
  readSpans(file, {
    take(one, place, of) {
      spans.push(one)
      places.push(place)
      resources.push(of)
    },
    torn: (place) => torn.push(place),
  })
  return {
    spans,
    places,
    torn,
    names: resources.map(({ attributes }) => (attributes as Record<string, string>)['service.name']),
  }
}

const SHAPES: Readonly<Record<string, string>> = {
  'one document': request(group('a', [span(), span()]), group('b', [span()])),
  'one document over many lines': JSON.stringify(
    { resourceSpans: [group('a', [span(), span()]), group('b', [span()])] },
    undefined,
    2,
  ),
  'a document a line': `${request(group('a', [span(), span()]))}\n${request(group('b', [span()]))}\n`,
  'a line of another signal between them': `${request(group('a', [span(), span()]))}\n{"resourceLogs":[{"scopeLogs":[]}]}\r\n${request(group('b', [span()]))}`,
  'a list of documents': `[${request(group('a', [span(), span()]))},\n${request(group('b', [span()]))}]`,
  "Tempo's answer": JSON.stringify({ batches: [group('a', [span(), span()]), group('b', [span()])] }),
  "Tempo's second answer": JSON.stringify({
    trace: { resourceSpans: [group('a', [span(), span()]), group('b', [span()])] },
  }),
  'scopes by their older name': request(
    group('a', [span(), span()], 'instrumentationLibrarySpans'),
    group('b', [span()], 'instrumentationLibrarySpans'),
  ),
}

test.each(Object.entries(SHAPES))('spans and their resources are read from %s', (_, text) => {
  const { spans, names, places, torn } = read(text)
  expect(isOtlp(text.slice(0, 10_000))).toBe(true)
  expect(names).toEqual(['a', 'a', 'b'])
  expect(places).toEqual([1, 2, 3])
  expect(torn).toEqual([])
  for (const one of spans)
    expect(one).toEqual({
      traceId: '5b8efff798038103d269b633813fc60c',
      spanId: 'eee19b7ec3c1b174',
      parentSpanId: undefined,
      name: 'orders',
      kind: 'server',
      beginMs: 1_768_467_600_000,
      lengthMs: 42.5,
      isError: false,
      attributes: {},
    })
})

// Breakage: a span that has the resource of the document before it, or none.
test('a resource that stands behind its spans is theirs, and one without any has none', () => {
  const scopeSpans = [{ spans: [span()] }]
  const { names } = read(
    [
      JSON.stringify({ resourceSpans: [{ scopeSpans, resource: resource('late') }] }),
      JSON.stringify({ resourceSpans: [{ scopeSpans }] }),
      JSON.stringify({ resourceSpans: [{ scopeSpans }, group('next', [span()])] }),
    ].join('\n'),
  )
  expect(names).toEqual(['late', undefined, undefined, 'next'])
})

test.each([
  ['hexadecimal digits', '5B8EFFF798038103D269B633813FC60C', 'EEE19B7EC3C1B174'],
  ['base64', 'W47/95gDgQPSabYzgT/GDA==', '7uGbfsPBsXQ='],
  ['base64 without its end', 'W47/95gDgQPSabYzgT/GDA', '7uGbfsPBsXQ'],
])('ids are read as %s', (_, traceId, spanId) => {
  const [one] = read(request(group('a', [span({ traceId, spanId, parentSpanId: spanId })]))).spans
  expect(one).toMatchObject({
    traceId: '5b8efff798038103d269b633813fc60c',
    spanId: 'eee19b7ec3c1b174',
    parentSpanId: 'eee19b7ec3c1b174',
  })
})

test('times are text or numbers, kinds and codes names or numbers, attributes of any scalar', () => {
  const attributes = [
    { key: 'text', value: { stringValue: 'x' } },
    { key: 'text', value: { stringValue: 'again' } },
    { key: 'count', value: { intValue: '512' } },
    { key: 'number', value: { intValue: 3 } },
    { key: 'share', value: { doubleValue: 0.5 } },
    { key: 'flag', value: { boolValue: false } },
    { key: '__proto__', value: { stringValue: 'mine' } },
    { key: 'list', value: { arrayValue: { values: [] } } },
    { key: 'none', value: {} },
    'no attribute',
  ]
  const more = {
    startTimeUnixNano: 1_768_467_600_000_000_000,
    endTimeUnixNano: 1_768_467_600_500_000_000,
    kind: 'SPAN_KIND_CONSUMER',
    status: { code: 'STATUS_CODE_ERROR' },
    parentSpanId: '0000000000000000',
    attributes,
  }
  const [one] = read(request(group('a', [span(more)]))).spans
  expect(one).toMatchObject({ lengthMs: 500, kind: 'consumer', isError: true, parentSpanId: undefined })
  expect(Object.entries(one!.attributes)).toEqual([
    ['text', 'x'],
    ['count', 512],
    ['number', 3],
    ['share', 0.5],
    ['flag', false],
    ['__proto__', 'mine'],
  ])
})

// Breakage: BigInt('soon') and BigInt(1.5), which throw, and a stack trace for the whole file.
test.each([
  ['text', 'soon'],
  ['a fraction', 1.5],
  ['nothing', undefined],
  ['zero', '0'],
  ['more than any date', '9'.repeat(30)],
  ['a list', [1]],
])('a span whose begin is %s is none, and its end then is not known', (_, given) => {
  const { spans } = read(request(group('a', [span({ startTimeUnixNano: given }), span({ endTimeUnixNano: given })])))
  expect(spans[0]).toBeUndefined()
  expect(spans[1]).toMatchObject({ lengthMs: undefined })
})

test('an end before its begin is a length below zero', () => {
  const [one] = read(request(group('a', [span({ endTimeUnixNano: String(BEGIN - 1_000_000n) })]))).spans
  expect(one).toMatchObject({ lengthMs: -1 })
})

const lines = [request(group('a', [span()])), request(group('b', [span(), span()])), request(group('c', [span()]))]

// Breakage: all that a collector wrote after it was killed once is lost; or, cut where a list begins, the next line is taken for a part of it.
test('of a line that is cut off anywhere what came before is read, and all lines after it', () => {
  for (let cut = 1; cut < lines[1]!.length; cut++) {
    const { names, torn } = read([lines[0], lines[1]!.slice(0, cut), lines[2]].join('\n'))
    expect(torn).toHaveLength(1)
    expect(names.filter((name) => name !== 'b')).toEqual(['a', ...names.filter((name) => name === undefined), 'c'])
  }
})

test('where the last line is cut off it is torn, and what is no JSON is, and neither throws', () => {
  expect(read(lines.join('\n').slice(0, -5)).torn).toHaveLength(1)
  expect(read('not json').torn).toEqual([1])
  expect(read('\0\x01\x02').torn).toEqual([1])
  expect(read('[1,2]')).toMatchObject({ spans: [], torn: [] })
  expect(read('')).toMatchObject({ spans: [] })
})

test('values of other kinds where spans should be are none, and said', () => {
  const { spans } = read(
    '{"resourceSpans":[{"resource":7,"scopeSpans":[{"spans":[null,7,"x",[],{}]}]},null,{"scopeSpans":{}}]}',
  )
  expect(spans).toEqual([undefined, undefined, undefined, undefined, undefined])
})

// Breakage: a refusal of what is read, such as of too many spans, that passes for a torn line.
test('what is thrown of a span comes through', () => {
  const file = join(aFolder({ spans: lines.join('\n') }), 'spans')
  const take = () => {
    throw new RangeError('enough')
  }
  expect(() => readSpans(file, { take, torn: () => {} })).toThrow('enough')
})

test('other JSON is not taken for spans', () => {
  for (const text of ['{"log":{}}', '{"Traces":[]}', '', '<a>', '{"resourceLogs":[]}']) expect(isOtlp(text)).toBe(false)
})
