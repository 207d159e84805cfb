import { AssetHashType, CfnOutput, Duration, Stack, type StackProps } from 'aws-cdk-lib'
import { Dashboard, GraphWidget, type IMetric, MathExpression, Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch'
import { Code } from 'aws-cdk-lib/aws-lambda'
import type { Construct } from 'constructs'
import { type StrategyName, strategies } from '../strategies/index.ts'
import type { Bundle } from './bundle.ts'
import { OWN_JOB } from './environment.ts'
import { FanOut } from './fan-out.ts'
import { type DeployedCode, JobFunction } from './job-function.ts'
import { METRICS_NAMESPACE } from './metrics.ts'
import { MockWorld, type MockWorldProps } from './mock-world.ts'
import { ScheduledNotifier } from './scheduled-notifier.ts'
import type { Settings } from './settings.ts'

export interface UtakataStackProps extends StackProps {
  readonly settings: Settings
  readonly bundle: Bundle
  readonly mockWorld?: MockWorldProps | undefined
}

/** Every strategy as a function, for each size of memory, and beside them what the settings name: a notifier, a mock world, a fan-out. */
export class UtakataStack extends Stack {
  constructor(scope: Construct, id: string, { settings, bundle, mockWorld, ...props }: UtakataStackProps) {
    super(scope, id, props)
    const asset = { assetHash: bundle.digest, assetHashType: AssetHashType.CUSTOM }
    const ownJob = settings.job === undefined ? undefined : OWN_JOB
    const deployed: DeployedCode = { code: Code.fromAsset(bundle.folder, asset), digest: bundle.digest, ownJob }
    const mock = mockWorld && new MockWorld(this, 'MockWorld', mockWorld)

    const shown: ShownFunction[] = []
    const byStrategy = new Map<StrategyName, JobFunction>()
    for (const strategy of Object.keys(strategies) as StrategyName[])
      for (const memoryMb of settings.memoryMb) {
        const job = new JobFunction(this, idOf(strategy, memoryMb), {
          ...deployed,
          settings,
          strategy,
          memoryMb,
          name: `${this.stackName}-${strategy}-${memoryMb}`,
          entry: 'handler',
          description: 'One job by one strategy, to be compared.',
          network: mock?.network,
          reservedConcurrency: settings.reservedConcurrency,
          // A second try would send notifications twice: these functions claim nothing.
          asyncInvoke: { retryAttempts: 0 },
        })
        if (!byStrategy.has(strategy)) byStrategy.set(strategy, job)
        shown.push(shownOf(job, strategy, memoryMb))
        this.#addOutput(job, { strategy, memoryMb, ...(ownJob !== undefined && { isOwnJob: true }) })
      }

    // The notifier looks into calendars.
    if (settings.feeds && settings.webhookSecret !== undefined && ownJob === undefined) {
      const notifier = new ScheduledNotifier(this, 'Notifier', {
        ...deployed,
        settings,
        name: `${this.stackName}-notifier`,
      })
      shown.push(shownOf(notifier.job, settings.strategy, settings.memoryMb[0]!))
    }
    if (settings.fanOut)
      new FanOut(this, 'FanOut', {
        ...settings.fanOut,
        job: byStrategy.get(settings.strategy)!,
        isOwnJob: ownJob !== undefined,
      })
    addDashboard(this, this.stackName, shown)
    new CfnOutput(this, 'BundleDigest', { value: bundle.digest, description: 'SHA-256 of the code of all functions' })
  }

  /** An output as whoever compares the functions reads it: JSON, one function each. */
  #addOutput({ lambda }: JobFunction, about: OutputOfFunction): void {
    const value = this.toJsonString({
      ...about,
      architecture: lambda.architecture.name,
      name: lambda.functionName,
      arn: lambda.functionArn,
    })
    new CfnOutput(this, `Function${idOf(about.strategy, about.memoryMb)}`, { value })
  }
}

interface OutputOfFunction {
  readonly strategy: StrategyName
  readonly memoryMb: number
  readonly isOwnJob?: true
}

/** `worker-threads` of 512 MB as `WorkerThreads512`. */
function idOf(strategy: StrategyName, memoryMb: number): string {
  return strategy.replaceAll(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase()) + memoryMb
}

function shownOf({ lambda, initDurations }: JobFunction, strategy: StrategyName, memoryMb: number): ShownFunction {
  return {
    name: lambda.functionName,
    strategy,
    memoryMb,
    durationOf: (statistic, period) => lambda.metricDuration({ statistic, period }),
    initDurationOf: (statistic, period) => initDurations.metric({ statistic, period }),
    invocationsOf: (period) => lambda.metricInvocations({ period }),
  }
}

/** A function as the dashboard shows it. */
interface ShownFunction {
  readonly name: string
  readonly strategy: string
  readonly memoryMb: number
  readonly durationOf: (statistic: string, period: Duration) => IMetric
  readonly initDurationOf: (statistic: string, period: Duration) => IMetric
  readonly invocationsOf: (period: Duration) => IMetric
}

/** US dollars, arm64 in us-east-1. Source: AWS Lambda's pricing page as reported in 2026-11; other regions differ by a few percent. */
const PRICE = { gbSecond: 0.0000133334, request: 0.2 / 1e6 }

/** Times of runs, feeds, failures, notifications and cost per day of each function. */
function addDashboard(scope: Construct, name: string, functions: readonly ShownFunction[]): Dashboard {
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
      [graph('Cost a day (computed from durations with init)', functions.map(costOf), 'USD')],
    ],
  })
}

/**
 * Init is billed since 2025-08, and no metric of Lambda's has it: `Duration` leaves it out. Sources: AWS Compute Blog, "AWS Lambda standardizes
 * billing for INIT Phase"; AWS Lambda Developer Guide, "Types of metrics for Lambda functions".
 */
function costOf({ name, memoryMb, durationOf, initDurationOf, invocationsOf }: ShownFunction, index: number): IMetric {
  const day = Duration.days(1)
  const usdPerMs = (memoryMb / 1024 / 1000) * PRICE.gbSecond
  // A metric expression knows no exponents.
  const [perMs, perRequest] = [usdPerMs, PRICE.request].map((usd) => usd.toFixed(16))
  return new MathExpression({
    expression: `(d${index} + i${index}) * ${perMs} + n${index} * ${perRequest}`,
    usingMetrics: {
      [`d${index}`]: durationOf(Stats.SUM, day),
      [`i${index}`]: initDurationOf(Stats.SUM, day),
      [`n${index}`]: invocationsOf(day),
    },
    period: day,
    label: name,
  })
}
