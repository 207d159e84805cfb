import { expect, test } from 'vitest'
import { readReport } from '../../bench/run/aws/report-line.ts'
import { METRICS_NAMESPACE } from '../../infra/metrics.ts'
import {
  type Context,
  EVERYTHING,
  FAN_OUT,
  functionsOf,
  idIn,
  REAL,
  resourcesOf,
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
  return { template, graphs, functions: functionsOf(template) }
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
test('the cost of a day is that of its time with init, memory and requests, for every function', () => {
  const { template, graphs, functions } = shown({ ...REAL, memory: '512,2048' })
  const metrics = [...graphs].find(([title]) => title.startsWith('Cost a day'))![1]
  const expressions = metrics.flatMap(([first]) => (isExpression(first) ? [first] : []))
  expect(expressions.map(({ label }) => label).toSorted()).toEqual(functions.map(({ id }) => `<${id}>`).toSorted())
  // An hour in 1,000 requests, of which a minute is init.
  const usd = expressions.map(({ expression }) => {
    const [, perMs, perRequest] = /^\(d\d+ \+ i\d+\) \* (0\.\d+) \+ n\d+ \* (0\.\d+)$/.exec(expression)!
    return (3_540_000 + 60_000) * Number(perMs) + 1000 * Number(perRequest)
  })
  for (const [index, { label }] of expressions.entries()) {
    const { MemorySize } = functions.find(({ id }) => `<${id}>` === label)!.Properties
    expect(usd[index]).toBeCloseTo((MemorySize / 1024) * 3600 * 0.0000133334 + 1000 * 0.0000002, 7)
  }
  const inits = metrics.flatMap(([first, name, options]) =>
    first === `${METRICS_NAMESPACE}/init` ? [{ name, ...(options as { stat?: string; period?: number }) }] : [],
  )
  const filters = resourcesOf<InitFilter>(template, 'AWS::Logs::MetricFilter').flatMap(
    ({ Properties }) => Properties.MetricTransformations,
  )
  expect(inits.map(({ name }) => String(name)).toSorted()).toEqual(
    filters.map(({ MetricName }) => MetricName).toSorted(),
  )
  expect(inits).toHaveLength(functions.length)
  for (const { stat, period } of inits) expect([stat, period]).toEqual(['Sum', 86_400])
  const used = metrics
    .filter(([first]) => first === 'AWS/Lambda')
    .map(([, name, , id, options]) => {
      const { stat = 'Average', period } = (options ?? {}) as { stat?: string; period?: number }
      return `${String(name)} ${stat} ${period} ${String(id)}`
    })
  const sums = functions.flatMap(({ id }) => [`Duration Sum 86400 <${id}>`, `Invocations Sum 86400 <${id}>`])
  expect(used.toSorted()).toEqual(sums.toSorted())
})

interface InitFilter {
  readonly FilterPattern: string
  readonly LogGroupName: unknown
  readonly MetricTransformations: readonly {
    readonly MetricName: string
    readonly MetricNamespace: string
    readonly MetricValue: string
    readonly DefaultValue?: number
  }[]
}

// Breakage: a filter reads another field than Lambda writes, another log, or has no value where nothing was cold.
test('the init of each function is read from the reports in its own log, in the field that ab reads it from', () => {
  const { template, functions } = shown({ ...REAL, memory: '512,2048' })
  const filters = resourcesOf<InitFilter>(template, 'AWS::Logs::MetricFilter')
  expect(filters).toHaveLength(functions.length)
  const metrics = {
    durationMs: 10,
    billedDurationMs: 398,
    memorySizeMB: 512,
    maxMemoryUsedMB: 90,
    initDurationMs: 387.12,
  }
  const line = { type: 'platform.report', record: { requestId: 'a-request', metrics, status: 'success' } }
  const { initMs } = readReport(JSON.stringify(line), 'a-request')!
  for (const { Properties } of filters) {
    const [transformation] = Properties.MetricTransformations
    expect(transformation).toMatchObject({ MetricNamespace: `${METRICS_NAMESPACE}/init`, DefaultValue: 0 })
    const path = transformation!.MetricValue
    expect(Properties.FilterPattern).toBe(`{ ($.type = "platform.report") && (${path} > 0) }`)
    const read = path
      .split('.')
      .slice(1)
      .reduce((value: unknown, key) => (value as Record<string, unknown>)[key], line)
    expect(read).toBe(initMs)
    const logs = resourcesOf<{ LogGroupName: string }>(template, 'AWS::Logs::LogGroup')
    const log = logs.find(({ id }) => id === idIn(Properties.LogGroupName))!.Properties.LogGroupName
    expect(log).toBe(`/aws/lambda/${transformation!.MetricName}`)
  }
})

function isExpression(value: unknown): value is { expression: string; label: string } {
  return typeof value === 'object' && value !== null && 'expression' in value
}
