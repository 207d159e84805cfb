import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readDocument } from '../../../../../bench/run/lab/xray/document.ts'
import { anId, aSegment, aSubsegment, NOW_MS, NOW_SECONDS } from './building.ts'

function codeOf(document: unknown): string {
  const reading = readDocument(typeof document === 'string' ? document : JSON.stringify(document), NOW_MS)
  return 'refusal' in reading ? reading.refusal.code : 'taken'
}

test.each([
  ['a segment', aSegment(1)],
  ['a segment in progress', aSegment(1, { end_time: undefined, in_progress: true })],
  ['a segment of a caller', aSegment(1, { parent_id: anId(9) })],
  ['a subsegment', aSubsegment(1, 2, { namespace: 'remote' })],
  ['annotations of all three types', aSegment(1, { annotations: { a_1: 'x', b: 1.5, c: false } })],
  ['a name of 200 letters of any script', aSegment(1, { name: '東'.repeat(200) })],
  ['a name with each symbol', aSegment(1, { name: '_.:/%&#=+\\-@' })],
  ['29 days ago', aSegment(1, { start_time: NOW_SECONDS - 29 * 86_400 })],
  ['a clock that is 4 minutes ahead', aSegment(1, { start_time: NOW_SECONDS + 240 })],
  [
    'an old time in the trace id, which X-Ray does not look at',
    aSegment(1, { trace_id: `1-00000001-${'a'.repeat(24)}` }),
  ],
  ['members that X-Ray does not know', aSegment(1, { whatever: [null] })],
])('%s is taken', (_, document) => {
  expect(codeOf(document)).toBe('taken')
})

test.each([
  ['what is not JSON', '{"id":', 'ParseError'],
  ['nothing', '', 'ParseError'],
  ['null', 'null', 'ParseError'],
  ['an array', [aSegment(1)], 'ParseError'],
  ['JSON of a thousand levels', `{"metadata":${'['.repeat(1000)}${']'.repeat(1000)}}`, 'ParseError'],
  ['more than 64 KB', aSegment(1, { metadata: 'x'.repeat(65_536) }), 'DocumentTooLarge'],
  ['no trace id', aSegment(1, { trace_id: undefined }), 'MissingTraceId'],
  [
    'a trace id of W3C, which must be written in the form of X-Ray',
    aSegment(1, { trace_id: 'a'.repeat(32) }),
    'InvalidTraceId',
  ],
  ['a trace id that is a number', aSegment(1, { trace_id: 1 }), 'InvalidTraceId'],
  ['no id', aSegment(1, { id: undefined }), 'MissingId'],
  ['an id of 15 digits', aSegment(1, { id: 'a'.repeat(15) }), 'InvalidId'],
  ['no name', aSegment(1, { name: undefined }), 'MissingName'],
  ['an empty name', aSegment(1, { name: '' }), 'InvalidName'],
  ['a name of 201 characters', aSegment(1, { name: 'a'.repeat(201) }), 'InvalidName'],
  ['a name with an asterisk', aSegment(1, { name: 'a*' }), 'InvalidName'],
  ['no start', aSegment(1, { start_time: undefined }), 'MissingStartTime'],
  ['a start as text', aSegment(1, { start_time: '2027' }), 'InvalidStartTime'],
  ['a start in milliseconds', aSegment(1, { start_time: NOW_MS }), 'InvalidStartTime'],
  ['31 days ago', aSegment(1, { start_time: NOW_SECONDS - 31 * 86_400 }), 'InvalidStartTime'],
  ['a clock that is 6 minutes ahead', aSegment(1, { start_time: NOW_SECONDS + 360 }), 'InvalidStartTime'],
  ['neither an end nor progress', aSegment(1, { end_time: undefined }), 'MissingEndTime'],
  ['progress that is not true', aSegment(1, { end_time: undefined, in_progress: 'yes' }), 'MissingEndTime'],
  [
    'an end beyond all numbers',
    JSON.stringify(aSegment(1)).replace(/"end_time":[\d.]+/, '"end_time":1e999'),
    'InvalidEndTime',
  ],
  ['another type', aSegment(1, { type: 'segment' }), 'InvalidType'],
  ['a subsegment without a parent', aSegment(1, { type: 'subsegment' }), 'MissingParentId'],
  ['a parent that is no id', aSubsegment(1, 2, { parent_id: 'x' }), 'InvalidParentId'],
  ['another namespace', aSubsegment(1, 2, { namespace: 'local' }), 'InvalidNamespace'],
  ['annotations in an array', aSegment(1, { annotations: ['a'] }), 'InvalidAnnotations'],
  ['an annotation that is an object', aSegment(1, { annotations: { a: {} } }), 'InvalidAnnotations'],
  ['an annotation that is null', aSegment(1, { annotations: { a: null } }), 'InvalidAnnotations'],
  ['an annotation with a space in its key', aSegment(1, { annotations: { 'a b': 1 } }), 'InvalidAnnotations'],
  ['subsegments in an object', aSegment(1, { subsegments: {} }), 'InvalidSubsegments'],
  ['a subsegment within that is null', aSegment(1, { subsegments: [null] }), 'InvalidSubsegments'],
  ['a subsegment within without an id', aSegment(1, { subsegments: [{ name: 'x' }] }), 'MissingId'],
])('%s is refused', (_, document, code) => {
  expect(codeOf(document)).toBe(code)
})

test('a refusal says what was expected, what was given, and of which document', () => {
  expect(readDocument(JSON.stringify(aSegment(7, { start_time: 'soon' })), NOW_MS)).toEqual({
    refusal: {
      code: 'InvalidStartTime',
      id: anId(7),
      message: 'start_time: expected epoch seconds, got "soon"',
    },
  })
})

test('reading never throws, whatever the text', () => {
  const members = fc.record(
    {
      id: fc.oneof(fc.constant(anId(1)), fc.jsonValue()),
      name: fc.oneof(fc.constant('x'), fc.jsonValue()),
      trace_id: fc.oneof(fc.constant(aSegment(1).trace_id), fc.jsonValue()),
      start_time: fc.oneof(fc.constant(NOW_SECONDS), fc.jsonValue()),
      end_time: fc.oneof(fc.constant(NOW_SECONDS), fc.jsonValue()),
      annotations: fc.jsonValue(),
      subsegments: fc.jsonValue(),
    },
    { requiredKeys: [] },
  )
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.json(),
        members.map((one) => JSON.stringify(one)),
      ),
      (text) => {
        expect(Object.keys(readDocument(text, NOW_MS)).length).toBeGreaterThan(0)
      },
    ),
    { seed: 1 },
  )
})
