import { expect, test } from 'vitest'
import { METRICS_NAMESPACE } from '../../infra/metrics.ts'
import {
  type Context,
  EVERYTHING,
  FAN_OUT,
  functionsOf,
  REAL,
  templateOf,
  textOf,
  theResource,
} from '../support/stacks.ts'

interface Widget {
  readonly properties: { readonly title: string; readonly metrics: readonly (readonly unknown[])[] }
}

/** The graphs by their titles, and the functions of the template with their ids. */
function shown(context: Context) {
  const template = templateOf(context)
  const { DashboardBody } = theResource<{ DashboardBody: unknown }>(template, 'AWS::CloudWatch::Dashboard').Properties
  const { widgets } = JSON.parse(textOf(DashboardBody)) as { widgets: Widget[] }
  const graphs = new Map(widgets.map(({ properties }) => [properties.title, properties.metrics]))
  return { graphs, functions: functionsOf(template) }
}

const GRAPHS = {
  'Time of a run, median': 'Makespan',
  Feeds: 'Feeds',
  'Feeds with failures': 'Failures',
  Notifications: 'Notifications',
}

// Breakage: a function (the notifier is easily forgotten) is not shown, or is shown under dimensions that its log does not have.
test.each<[string, Context]>([
  ['alone', { memory: '512,1769' }],
  ['with a notifier', REAL],
  ['with a mock world', EVERYTHING],
  ['with a fan-out', FAN_OUT],
])('makespan, feeds, failures and notifications of every function are shown, %s', (_, context) => {
  const { graphs, functions } = shown(context)
  for (const [title, metric] of Object.entries(GRAPHS)) {
    const lines = graphs.get(title)!.map((line) => line.slice(0, 6))
    const expected = functions.map(({ id, Properties: { Environment } }) => [
      METRICS_NAMESPACE,
      metric,
      'Function',
      `<${id}>`,
      'Strategy',
      Environment.Variables.STRATEGY,
    ])
    expect(lines).toHaveLength(expected.length)
    expect(lines).toEqual(expect.arrayContaining(expected))
  }
})

// Breakage: seconds are taken for milliseconds, memory or the price of a request is left out, or a price has an exponent,
// which a metric expression does not know.
test('the cost of a day is that of its time, memory and requests, for every function', () => {
  const { graphs, functions } = shown({ ...REAL, memory: '512,2048' })
  const metrics = [...graphs].find(([title]) => title.startsWith('Cost a day'))![1]
  const expressions = metrics.flatMap(([first]) => (isExpression(first) ? [first] : []))
  expect(expressions.map(({ label }) => label).toSorted()).toEqual(functions.map(({ id }) => `<${id}>`).toSorted())
  // An hour in 1,000 requests.
  const usd = expressions.map(({ expression }) => {
    const [, perMs, perRequest] = /^d\d+ \* (0\.\d+) \+ n\d+ \* (0\.\d+)$/.exec(expression)!
    return 3_600_000 * Number(perMs) + 1000 * Number(perRequest)
  })
  for (const [index, { label }] of expressions.entries()) {
    const { MemorySize } = functions.find(({ id }) => `<${id}>` === label)!.Properties
    expect(usd[index]).toBeCloseTo((MemorySize / 1024) * 3600 * 0.0000133334 + 1000 * 0.0000002, 7)
  }
  const used = metrics
    .filter(([first]) => first === 'AWS/Lambda')
    .map(([, name, , id, options]) => {
      const { stat = 'Average', period } = (options ?? {}) as { stat?: string; period?: number }
      return `${String(name)} ${stat} ${period} ${String(id)}`
    })
  const sums = functions.flatMap(({ id }) => [`Duration Sum 86400 <${id}>`, `Invocations Sum 86400 <${id}>`])
  expect(used.toSorted()).toEqual(sums.toSorted())
})

function isExpression(value: unknown): value is { expression: string; label: string } {
  return typeof value === 'object' && value !== null && 'expression' in value
}
