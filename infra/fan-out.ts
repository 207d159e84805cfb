import { CfnOutput, Duration, RemovalPolicy, Validations } from 'aws-cdk-lib'
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs'
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3'
import {
  Choice,
  Condition,
  DefinitionBody,
  DistributedMap,
  Fail,
  ItemBatcher,
  JsonPath,
  LogLevel,
  ResultWriterV2,
  S3JsonLItemReader,
  StateMachine,
  StateMachineType,
  Succeed,
  TaskInput,
} from 'aws-cdk-lib/aws-stepfunctions'
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks'
import { Construct } from 'constructs'
import type { JobFunction } from './job-function.ts'
import type { FanOutSettings } from './settings.ts'

export interface FanOutProps extends FanOutSettings {
  readonly job: JobFunction
}

/**
 * The job over more feeds than one function can take: a Distributed Map reads a list (JSON Lines of `{ id, url }`) from S3, gives
 * batches of it to one strategy's function and writes the answers back. Started with `{ list, window }`.
 */
export class FanOut extends Construct {
  constructor(scope: Construct, id: string, { job, feedsPerBatch, batchesAtATime, toleratedPercent }: FanOutProps) {
    super(scope, id)
    const bucket = new Bucket(this, 'Bucket', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      lifecycleRules: [{ expiration: Duration.days(30) }],
      removalPolicy: RemovalPolicy.RETAIN,
    })
    Validations.of(bucket).acknowledge({
      id: 'AwsSolutions-S1',
      reason: 'It holds lists and answers for a month, and nobody but this workflow and its owner has access.',
    })

    const map = new DistributedMap(this, 'Batches', {
      mapExecutionType: StateMachineType.STANDARD,
      maxConcurrency: batchesAtATime,
      toleratedFailurePercentage: toleratedPercent,
      itemReader: new S3JsonLItemReader({ bucket, key: JsonPath.stringAt('$.list') }),
      itemBatcher: new ItemBatcher({
        maxItemsPerBatch: feedsPerBatch,
        batchInput: { window: JsonPath.objectAt('$.window') },
      }),
      resultWriterV2: new ResultWriterV2({ bucket, prefix: 'results' }),
    })
    map.itemProcessor(this.#batch(job))
    const logs = new LogGroup(this, 'Logs', { retention: RetentionDays.ONE_WEEK, removalPolicy: RemovalPolicy.DESTROY })
    const machine = new StateMachine(this, 'Machine', {
      definitionBody: DefinitionBody.fromChainable(map),
      stateMachineType: StateMachineType.STANDARD,
      tracingEnabled: true,
      logs: { destination: logs, level: LogLevel.ALL, includeExecutionData: false },
    })
    Validations.of(machine).acknowledge({
      id: 'AwsSolutions-IAM5',
      reason: 'Versions of one function, executions of one workflow, objects of one bucket.',
    })
    new CfnOutput(this, 'StateMachine', { value: machine.stateMachineArn })
    new CfnOutput(this, 'Lists', { value: bucket.bucketName, description: 'Where lists are read and answers written' })
  }

  /**
   * One batch. It is tried again only where Lambda says that the function was not started: a second try of one that was would tell
   * people twice. What the function refuses is a failed batch, too.
   */
  #batch({ lambda }: JobFunction): LambdaInvoke {
    const run = new LambdaInvoke(this, 'Run', {
      lambdaFunction: lambda,
      payload: TaskInput.fromObject({
        job: { feeds: JsonPath.objectAt('$.Items'), window: JsonPath.objectAt('$.BatchInput.window') },
      }),
      payloadResponseOnly: true,
      retryOnServiceExceptions: false,
    })
    run.addRetry({
      errors: ['Lambda.TooManyRequestsException'],
      interval: Duration.seconds(2),
      backoffRate: 2,
      maxAttempts: 8,
    })
    const refused = new Fail(this, 'Refused', {
      error: 'utakata.Refused',
      causePath: JsonPath.stringAt('$.error.message'),
    })
    run.next(
      new Choice(this, 'Answered').when(Condition.isPresent('$.error'), refused).otherwise(new Succeed(this, 'Done')),
    )
    return run
  }
}
