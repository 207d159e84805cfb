import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { SentDocument } from '../../../../../bench/run/lab/xray/document.ts'
import { filterOf } from '../../../../../bench/run/lab/xray/filter.ts'
import { FilterError } from '../../../../../bench/run/lab/xray/filter-tokens.ts'
import { GOOD_DAY } from '../../../../../bench/run/lab/xray/fault-injection.ts'
import { STORE_LIMITS, type StoredTrace, TraceStore } from '../../../../../bench/run/lab/xray/store.ts'
import { aLambdaCall, anId, aSegment, aSubsegment, aTraceId, NOW_MS, NOW_SECONDS } from './building.ts'

function tracesOf(documents: readonly SentDocument[]): readonly StoredTrace[] {
  const store = new TraceStore(STORE_LIMITS)
  for (const document of documents) store.take(document, 1, NOW_MS, GOOD_DAY)
  return store.traces(NOW_MS)
}

const request = { method: 'GET', url: 'https://a.example/v2/x', user_agent: 'curl', client_ip: '10.0.0.1' }

/** 1: a Lambda call that went well; 2: a site with a fault; 3: one with a throttled callee; 4: in progress, a client's error. */
const TRACES = tracesOf([
  ...aLambdaCall(),
  aSubsegment(6, 2, {
    annotations: { strategy: 'pipelined', feeds: 100, cold: false, __proto__: 1, constructor: 'x' },
  }),
  aSegment(1, {
    trace_id: aTraceId(2),
    name: 'site',
    user: 'ann',
    end_time: NOW_SECONDS - 3,
    fault: true,
    http: { request, response: { status: 503 } },
    annotations: { strategy: 'promise-all', feeds: 20 },
  }),
  aSegment(1, { trace_id: aTraceId(3), name: 'site', end_time: NOW_SECONDS - 8, user: 'bob' }),
  aSegment(2, {
    trace_id: aTraceId(3),
    name: 'store',
    parent_id: anId(1),
    origin: 'AWS::ECS::Container',
    http: { response: { status: 429 } },
    annotations: { feeds: 'many', x: 'with "quotes"' },
  }),
  aSegment(1, {
    trace_id: aTraceId(4),
    name: 'phone',
    end_time: undefined,
    in_progress: true,
    http: { response: { status: 404 } },
    subsegments: [
      {
        id: anId(2),
        name: 'DynamoDB',
        namespace: 'aws',
        start_time: NOW_SECONDS - 10,
        end_time: NOW_SECONDS - 9,
        fault: true,
      },
    ],
  }),
])

test.each<[string, number[]]>([
  ['ok', [1, 3]],
  ['!ok', [2, 4]],
  ['NOT ok', [2, 4]],
  ['fault', [2]],
  ['fault = true', [2]],
  ['fault != true', [1, 3, 4]],
  ['fault = false', [1, 3, 4]],
  ['error', [4]],
  ['throttle', [3]],
  ['partial', [4]],
  ['first', [1, 2, 3, 4]],
  ['responsetime > 1.5', [2, 3]],
  ['responsetime >= 1 AND responsetime <= 2', [1, 3]],
  ['duration < 2', [1, 4]],
  ['duration = 7', [2]],
  ['http.status = 503', [2]],
  ['http.status != 503', [1, 4]],
  ['http.status', [1, 2, 4]],
  ['http.url CONTAINS "/v2/"', [2]],
  ['http.url BEGINSWITH "https://a."', [2]],
  ['http.url ENDSWITH "/x"', [2]],
  ['http.method = "GET"', [2]],
  ['http.useragent = "curl"', [2]],
  ['http.clientip = "10.0.0.1"', [2]],
  ['user', [2, 3]],
  ['user = "ann"', [2]],
  ['user != "ann"', [3]],
  ['name = "store"', [3]],
  ['type = "AWS::Lambda"', [1]],
  [`traceid = "${aTraceId(2)}"`, [2]],
  [`id = "${aTraceId(2)}"`, [2]],
  ['annotation.strategy', [1, 2]],
  ['annotation.cold', [1]],
  ['annotation.cold = false', [1]],
  ['annotation.strategy = "pipelined"', [1]],
  ['annotation[strategy] = "pipelined"', [1]],
  ['annotation["strategy"] BEGINSWITH "p"', [1, 2]],
  ['annotation.feeds > 50', [1]],
  ['annotation.feeds >= 20', [1, 2]],
  ['annotation.feeds != 20', [1, 3]],
  ['annotation.feeds = "many"', [3]],
  ['annotation.x = "with \\"quotes\\""', [3]],
  ['annotation.constructor', [1]],
  ['annotation.toString', []],
  ['annotation.__proto__', []],
  ['service("site")', [2, 3]],
  ['!service("site")', [1, 4]],
  ['service()', [1, 2, 3, 4]],
  ['service("site") { fault }', [2]],
  ['service("store") { throttle OR fault }', [3]],
  ['service("store") { annotation.feeds = "many" }', [3]],
  ['service("site") { annotation.feeds = "many" }', []],
  ['service(id(name: "notify", type: "AWS::Lambda"))', [1]],
  ['service(id(name: "notify", type: "AWS::EC2"))', []],
  ['service(id(type: "AWS::Lambda::Function")) { duration < 0.9 }', [1]],
  ['service(id(account.id: "1"))', []],
  ['service("DynamoDB") { fault }', [4]],
  ['service() { first AND name = "store" }', []],
  ['edge("site", "store")', [3]],
  ['edge("store", "site")', []],
  ['edge("site", "store") { throttle }', [3]],
  ['edge("site", "store") { fault }', []],
  ['edge(id(name: "notify", type: "AWS::Lambda"), id(type: "AWS::Lambda::Function"))', [1]],
  ['edge(, "store")', [3]],
  ['edge("phone") { fault = true }', [4]],
  ['ok !partial duration <3', [1, 3]],
  ['fault OR throttle AND user = "ann"', [2]],
  ['(fault OR throttle) AND user = "bob"', [3]],
  ['!(fault OR throttle)', [1, 4]],
  ['!!fault', [2]],
  ['  fault\n\tOR\n partial  ', [2, 4]],
])('%s finds its traces', (expression, numbers) => {
  expect(TRACES.filter(filterOf(expression)).map(({ id }) => id)).toEqual(numbers.map(aTraceId))
})

test.each([
  ['', 'expected a keyword at character 1, got its end'],
  ['fault AND', 'expected a keyword at character 10, got its end'],
  ['fault AND AND', 'expected a keyword at character 11, got AND'],
  ['(fault', 'expected AND, OR or ) at character 7, got its end'],
  ['fault)', 'expected AND, OR or its end at character 6, got )'],
  ['colour = "red"', 'expected a keyword at character 1, got colour'],
  ['user = ann', 'expected a string in double quotes at character 8, got ann'],
  ['user = 12', 'expected a string in double quotes at character 8, got 12'],
  ['user > "a"', 'expected one of = != CONTAINS BEGINSWITH ENDSWITH at character 6, got >'],
  ['fault = 1', 'expected true or false at character 9, got 1'],
  ['fault CONTAINS "a"', 'expected one of = != at character 7, got CONTAINS'],
  ['duration = "5"', 'expected a number at character 12, got "5"'],
  ['duration > 5s', 'at character 12, got 5s'],
  ['annotation.x =', 'expected a value at character 15, got its end'],
  ['service', 'expected ( after service at character 8, got its end'],
  ['service("a"', 'expected ) at character 12, got its end'],
  ['service("a") { }', 'expected a keyword at character 16, got }'],
  ['service(id(colour: "a"))', 'expected name, type or account.id at character 12, got colour'],
  ['user = "ann', 'at character 8, got "ann'],
  ['ok & fault', 'at character 4, got & fault'],
  ['('.repeat(200), 'expected at most 100 levels at character 101'],
  ['ok '.repeat(5000), 'expected at most 5000 characters'],
])('%s is refused with what was expected, and where', (expression, message) => {
  expect(() => filterOf(expression)).toThrow(FilterError)
  expect(() => filterOf(expression)).toThrow(message)
})

test('only what stands in each other is counted as levels', () => {
  expect(TRACES.every(filterOf('(ok OR !ok) '.repeat(200)))).toBe(true)
})

test('whatever the expression, it is read or refused with an error of its own', () => {
  const words =
    'ok fault AND OR NOT ! ( ) { } = != < >= CONTAINS true 12 "a" user duration annotation.a annotation[a] annotation[ service edge id , : name "'
  const word = fc.constantFrom(...words.split(' '))
  const expression = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(word, { maxLength: 30 }).map((words) => words.join(' ')),
  )
  let read = 0
  fc.assert(
    fc.property(expression, (text) => {
      try {
        const filter = filterOf(text)
        expect(TRACES.map(filter).every((isFound) => typeof isFound === 'boolean')).toBe(true)
        read++
      } catch (error) {
        expect(error).toBeInstanceOf(FilterError)
      }
    }),
    { numRuns: 3000, seed: 1 },
  )
  expect(read).toBeGreaterThan(50)
})
