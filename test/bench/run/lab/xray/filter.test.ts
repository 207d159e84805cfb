import fc from 'fast-check'
import { expect, test } from 'vitest'
import { filterOf } from '../../../../../bench/run/lab/xray/filter.ts'
import { RefusedRequest } from '../../../../../bench/run/lab/xray/request.ts'
import { viewOf } from '../../../../../bench/run/lab/xray/view.ts'
import { aLambdaCall, anId, aSegment, aSubsegment } from './building.ts'
import { samples } from '../../../../support/samples.ts'

/** 1: a Lambda call; 2: a site; 3: a site that calls a store; 4: a site that calls a service which sends no segment. */
const TRACES = [
  [
    ...aLambdaCall(),
    aSubsegment(6, 2, {
      annotations: { strategy: 'pipelined', run: 'ab-1', feeds: 100, cold: false, constructor: 'x' },
    }),
  ],
  [aSegment(1, { name: 'site', annotations: { strategy: 'promise-all', feeds: 20, ratio: -0.5 } })],
  [
    aSegment(1, { name: 'site' }),
    aSegment(2, { name: 'store', parent_id: anId(1), origin: 'AWS::ECS::Container', annotations: { feeds: 'many' } }),
  ],
  [aSegment(1, { name: 'site' }), aSubsegment(2, 1, { name: 'DynamoDB', namespace: 'aws' })],
].map(viewOf)

function numbersFoundBy(expression: string): number[] {
  const matches = filterOf(expression)
  return TRACES.flatMap((view, index) => (matches(view) ? [index + 1] : []))
}

test.each<[string, number[]]>([
  ['annotation.run = "ab-1"', [1]],
  ['annotation.run = "ab-1" AND (service("notify"))', [1]],
  ['annotation.run = "ab-1" AND (service("site"))', []],
  ['annotation.strategy = "pipelined" AND annotation.cold = false', [1]],
  ['annotation.cold = true', []],
  ['annotation.cold = "false"', []],
  ['annotation.feeds = 20', [2]],
  ['annotation.feeds = "20"', []],
  ['annotation.feeds = "many"', [3]],
  ['annotation.ratio = -0.5', [2]],
  ['annotation.constructor = "x"', [1]],
  ['annotation.toString = "x"', []],
  ['service("site")', [2, 3, 4]],
  ['service("DynamoDB")', [4]],
  ['service("site") AND service("store")', [3]],
  ['service(id(name: "notify", type: "AWS::Lambda::Function"))', [1]],
  ['service(id(name: "notify", type: "AWS::EC2"))', []],
  ['service(id(name: "nobody", type: "AWS::Lambda::Function"))', []],
  ['((service("site")) AND (annotation.feeds = 20))', [2]],
  [' \n service ( "site" )\tAND service( id( name :"store",type: "AWS::ECS::Container" ) ) ', [3]],
])('%s finds its traces', (expression, numbers) => {
  expect(numbersFoundBy(expression)).toEqual(numbers)
})

test.each([
  ['', 'expected a condition at character 1, got the end'],
  ['service("a") AND ', 'expected a condition at character 18, got the end'],
  ['service("a") AND AND', 'expected a condition at character 18, got AND'],
  ['(service("a")', 'expected AND or ) at character 14, got the end'],
  ['service("a"))', 'expected AND or the end at character 13, got )'],
  ['()', 'expected a condition at character 2, got )'],
  ['service("a") service("b")', 'expected AND or the end at character 14, got service("b")'],
  ['service("a") ANDservice("b")', 'expected AND or the end at character 14, got ANDservice("b")'],
  ['service("a', 'expected a condition at character 1, got service("a'],
  ['annotation.x = 5s', 'expected a condition at character 1, got annotation.x = 5s'],
  ['annotation.x = trueAND', 'expected a condition at character 1, got annotation.x = trueA'],
  // X-Ray's language has these, the local X-Ray does not.
  ['service("a") OR service("b")', 'expected AND or the end at character 14, got OR service("b")'],
  ['!service("a")', 'expected a condition at character 1, got !service("a")'],
  ['service("a") { fault }', 'expected AND or the end at character 14, got { fault }'],
  ['service()', 'expected a condition at character 1, got service()'],
  ['service(id(type: "a"))', 'expected a condition at character 1, got service(id(type: "a"'],
  ['edge("a", "b")', 'expected a condition at character 1, got edge("a", "b")'],
  ['responsetime > 5', 'expected a condition at character 1, got responsetime > 5'],
  ['annotation.feeds > 5', 'expected a condition at character 1, got annotation.feeds > 5'],
  ['annotation.feeds', 'expected a condition at character 1, got annotation.feeds'],
  ['annotation[feeds] = 5', 'expected a condition at character 1, got annotation[feeds] = '],
  ['annotation.a = "\\""', 'expected a condition at character 1, got annotation.a = "\\""'],
])('%s is refused with what was expected, where, and what is supported', (expression, message) => {
  expect(() => filterOf(expression)).toThrow(
    expect.objectContaining({
      status: 400,
      type: 'InvalidRequestException',
      message: `FilterExpression: ${message}; the local X-Ray supports annotation.KEY = VALUE, service("NAME"), service(id(name: "NAME", type: "TYPE")), AND and parentheses`,
    }),
  )
})

// Breakage: a stack overflow by nested parentheses, or minutes of backtracking over what almost matches.
test.each([
  '('.repeat(5000),
  `${'('.repeat(2490)}service("site")${')'.repeat(2490)}`,
  `service(${' '.repeat(4990)}`,
  `annotation.${'a'.repeat(4980)}`,
  `annotation.a = ${'1'.repeat(4980)}x`,
  `annotation.a = "${'a'.repeat(4980)}`,
  `service(id(name:"a",${' '.repeat(4900)}type`,
])('an expression of the greatest length is read or refused in no time', (expression) => {
  expect(expression.length).toBeLessThanOrEqual(5000)
  const begin = performance.now()
  for (let time = 0; time < 20; time++)
    try {
      expect(filterOf(expression)(TRACES[1]!)).toBe(true)
    } catch (error) {
      expect(error).toBeInstanceOf(RefusedRequest)
    }
  expect(performance.now() - begin).toBeLessThan(1000)
})

test('a longer expression is refused', () => {
  expect(() => filterOf(' '.repeat(5001))).toThrow('FilterExpression: expected at most 5000 characters, got 5001')
})

test('whatever the expression, it is read or refused as a request', () => {
  const [byName, byId] = ['service("site")', 'service(id(name: "store", type: "x"))']
  const part = fc.constantFrom('AND', 'AND', '(', ')', 'annotation.feeds = 20', byName, byId, 'OR', '"', '\\')
  const expression = fc.oneof(
    fc.string({ unit: fc.constantFrom('"', '\\', '(', ')', ' ', '\n', '\0', '\ud800', '東', 'a', '1', '.', '=') }),
    fc.array(part, { maxLength: 5 }).map((parts) => parts.join(' ')),
  )
  let read = 0
  fc.assert(
    fc.property(expression, (text) => {
      try {
        expect(numbersFoundBy(text).length).toBeLessThanOrEqual(TRACES.length)
        read++
      } catch (error) {
        if (!(error instanceof RefusedRequest)) throw error
      }
    }),
    { numRuns: samples(1000), seed: 1 },
  )
  expect(read).toBeGreaterThan(samples(20))
})
