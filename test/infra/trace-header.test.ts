import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { readTraceHeader, traceHeaders } from '../../infra/trace-header.ts'

const ROOT = '1-5759e988-bd862e3fe1be46a994272793'
const PARENT = '53995c3f42cd8ad8'
const SELF = '1-67891234-12456789abcdef012345678a'

// Breakage: fields are read by their place.
test('root, parent and whether it is sampled are found in any order, among other fields', () => {
  for (const text of [
    `Root=${ROOT};Parent=${PARENT};Sampled=1`,
    `Root=${ROOT};Parent=${PARENT};Sampled=1;Lineage=1:fc3b4ff1:0`,
    `Root=${ROOT};Parent=${PARENT};Sampled=1;Lineage=a87bd80c:1|68fd508a:5|c512fbe3:2`,
    `Self=${SELF};Root=${ROOT};Parent=${PARENT};Sampled=1`,
    `Sampled=1;Parent=${PARENT};Root=${ROOT}`,
    ` Root=${ROOT} ; Parent=${PARENT} ; Sampled=1 ;`,
    `Root=${ROOT};Parent=${PARENT};Sampled=1;userId=a=b;flag`,
  ])
    expect(readTraceHeader(text), text).toEqual({ root: ROOT, parent: PARENT, isSampled: true })
})

// Breakage: anything but 0 counts as sampled: `?` requests a decision, and Lambda has made its own.
test('a trace is sampled when it says so, and else is not', () => {
  for (const sampled of [';Sampled=0', ';Sampled=?', ';Sampled=true', ';Sampled=', ';Sampled', ''])
    expect(readTraceHeader(`Root=${ROOT};Parent=${PARENT}${sampled}`), sampled).toMatchObject({ isSampled: false })
})

// Breakage: an id is looked for without its beginning and its end.
test('without a header, a root or a parent of their shape there is no trace', () => {
  for (const text of [
    undefined,
    '',
    ';;;',
    'nonsense',
    `Root=${ROOT};Sampled=1`,
    `Parent=${PARENT};Sampled=1`,
    `Self=${ROOT};Parent=${PARENT};Sampled=1`,
    `Root=;Parent=${PARENT}`,
    `Root=2${ROOT.slice(1)};Parent=${PARENT}`,
    `Root=${ROOT}0;Parent=${PARENT}`,
    `Root=x${ROOT};Parent=${PARENT}`,
    `Root=${ROOT};Parent=0${PARENT}`,
    `Root=${ROOT};Parent=${PARENT}0`,
    `Root=${ROOT.replaceAll('-', '')};Parent=${PARENT}`,
    `Root=${ROOT},Parent=${PARENT},Sampled=1`,
    `00-${ROOT.slice(2).replace('-', '')}-${PARENT}-01`,
  ])
    expect(readTraceHeader(text), text).toBeUndefined()
})

// Breakage: the ids are not looked at, or a field without an equals sign is taken apart.
test('whatever the header says, reading it does not throw, and what it finds can stand in a document', () => {
  const piece = fc.constantFrom('Root', 'Parent', 'Sampled', '=', ';', ' ', ROOT, PARENT, '1', '{"a":1}', '\n')
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(piece).map((pieces) => pieces.join('')),
      ),
      (text) => {
        const header = readTraceHeader(text)
        if (header) expect(header).toMatchObject({ root: expect.stringMatching(/^1-[\da-f]{8}-[\da-f]{24}$/) })
      },
    ),
  )
})

const HEADER = `Root=${ROOT};Parent=${PARENT};Sampled=1`

// Breakage: the header is added for every host that has headers.
test('the header goes to the hosts that are configured for it, and to no others', () => {
  const others = {
    'https://a.test': { authorization: 'Bearer a' },
    'https://b.test:8443': { authorization: 'Bearer b' },
  }
  expect(traceHeaders(['a.test', 'c.test'], HEADER, others)).toEqual({
    'https://a.test': { authorization: 'Bearer a', 'x-amzn-trace-id': HEADER },
    'http://a.test': { 'x-amzn-trace-id': HEADER },
    'https://b.test:8443': { authorization: 'Bearer b' },
    'https://c.test': { 'x-amzn-trace-id': HEADER },
    'http://c.test': { 'x-amzn-trace-id': HEADER },
  })
  expect(others['https://a.test'], 'what was given stays as it was').toEqual({ authorization: 'Bearer a' })
  expect(traceHeaders(['b.test'], HEADER, others)).toMatchObject(others)
})

// Breakage: an empty variable counts as a header.
test('without hosts or without a header nothing is added', () => {
  const others = { 'https://a.test': { authorization: 'Bearer a' } }
  expect(traceHeaders(undefined, HEADER, others)).toEqual(others)
  expect(traceHeaders([], HEADER, undefined)).toEqual({})
  for (const none of [undefined, '']) expect(traceHeaders(['a.test', 'b.test'], none, others)).toEqual(others)
})
