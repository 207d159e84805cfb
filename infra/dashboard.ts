import { Duration } from 'aws-cdk-lib'
import { Dashboard, GraphWidget, type IMetric, MathExpression, Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch'
import type { Construct } from 'constructs'
import { METRICS_NAMESPACE } from './metrics.ts'

/** A function as the dashboard shows it. */
export interface ShownFunction {
  readonly name: string
  readonly strategy: string
  readonly memoryMb: number
  readonly durationOf: (statistic: string, period: Duration) => IMetric
  readonly invocationsOf: (period: Duration) => IMetric
}

/** US dollars, arm64 in us-east-1. Source: AWS Lambda's pricing page as reported in 2026-11; other regions differ by a few percent. */
const PRICE = { gbSecond: 0.0000133334, request: 0.2 / 1e6 }

/** Times of runs, feeds, failures, notifications and cost per day of each function. */
export function addDashboard(scope: Construct, name: string, functions: readonly ShownFunction[]): Dashboard {
  const ofRuns = (metricName: string, statistic: string) =>
    functions.map(
      ({ name: Function, strategy: Strategy }) =>
        new Metric({
          namespace: METRICS_NAMESPACE,
          metricName,
          statistic,
          period: Duration.minutes(5),
          label: Function,
          dimensionsMap: { Function, Strategy },
        }),
    )
  const graph = (title: string, left: IMetric[], unit: string) =>
    new GraphWidget({ title, left, width: 12, leftYAxis: { label: unit, showUnits: false, min: 0 } })
  return new Dashboard(scope, 'Dashboard', {
    dashboardName: name,
    defaultInterval: Duration.days(1),
    widgets: [
      [
        graph('Time of a run, median', ofRuns('Makespan', Stats.p(50)), 'ms'),
        graph('Feeds', ofRuns('Feeds', Stats.SUM), 'feeds in 5 min'),
      ],
      [
        graph('Feeds with failures', ofRuns('Failures', Stats.SUM), 'feeds in 5 min'),
        graph('Notifications', ofRuns('Notifications', Stats.SUM), 'posts in 5 min'),
      ],
      [graph('Cost a day (computed from durations, without init)', functions.map(costOf), 'USD')],
    ],
  })
}

function costOf({ name, memoryMb, durationOf, invocationsOf }: ShownFunction, index: number): IMetric {
  const day = Duration.days(1)
  const usdPerMs = (memoryMb / 1024 / 1000) * PRICE.gbSecond
  // A metric expression knows no exponents.
  const [perMs, perRequest] = [usdPerMs, PRICE.request].map((usd) => usd.toFixed(16))
  return new MathExpression({
    expression: `d${index} * ${perMs} + n${index} * ${perRequest}`,
    usingMetrics: { [`d${index}`]: durationOf(Stats.SUM, day), [`n${index}`]: invocationsOf(day) },
    period: day,
    label: name,
  })
}
