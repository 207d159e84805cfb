import { AssetHashType, CfnOutput, Stack, type StackProps } from 'aws-cdk-lib'
import { Code } from 'aws-cdk-lib/aws-lambda'
import type { Construct } from 'constructs'
import { type StrategyName, strategies } from '../strategies/index.ts'
import type { Bundle } from './bundle.ts'
import { addDashboard, type ShownFunction } from './dashboard.ts'
import { FanOut } from './fan-out.ts'
import { type DeployedCode, JobFunction } from './job-function.ts'
import { MockWorld, type MockWorldProps } from './mock-world.ts'
import { ScheduledNotifier } from './scheduled-notifier.ts'
import type { Settings } from './settings.ts'

export interface UtakataStackProps extends StackProps {
  readonly settings: Settings
  readonly bundle: Bundle
  readonly mockWorld?: MockWorldProps | undefined
}

/** Every strategy as a function, for each size of memory, and beside them what was asked for: a notifier, a mock world, a fan-out. */
export class UtakataStack extends Stack {
  constructor(scope: Construct, id: string, { settings, bundle, mockWorld, ...props }: UtakataStackProps) {
    super(scope, id, props)
    const asset = { assetHash: bundle.digest, assetHashType: AssetHashType.CUSTOM }
    const deployed: DeployedCode = { code: Code.fromAsset(bundle.folder, asset), digest: bundle.digest }
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
        this.#tell(job, strategy, memoryMb)
      }

    if (settings.feeds && settings.webhookSecret !== undefined) {
      const notifier = new ScheduledNotifier(this, 'Notifier', {
        ...deployed,
        settings,
        name: `${this.stackName}-notifier`,
      })
      shown.push(shownOf(notifier.job, settings.strategy, settings.memoryMb[0]!))
    }
    if (settings.fanOut) new FanOut(this, 'FanOut', { ...settings.fanOut, job: byStrategy.get(settings.strategy)! })
    addDashboard(this, this.stackName, shown)
    new CfnOutput(this, 'BundleDigest', { value: bundle.digest, description: 'SHA-256 of the code of all functions' })
  }

  /** An output as whoever compares the functions reads it: JSON, one function each. */
  #tell({ lambda }: JobFunction, strategy: StrategyName, memoryMb: number): void {
    const value = this.toJsonString({ strategy, memoryMb, name: lambda.functionName, arn: lambda.functionArn })
    new CfnOutput(this, `Function${idOf(strategy, memoryMb)}`, { value })
  }
}

/** `worker-threads` of 512 MB as `WorkerThreads512`. */
function idOf(strategy: StrategyName, memoryMb: number): string {
  return strategy.replaceAll(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase()) + memoryMb
}

function shownOf({ lambda }: JobFunction, strategy: StrategyName, memoryMb: number): ShownFunction {
  return {
    name: lambda.functionName,
    strategy,
    memoryMb,
    durationOf: (statistic, period) => lambda.metricDuration({ statistic, period }),
    invocationsOf: (period) => lambda.metricInvocations({ period }),
  }
}
