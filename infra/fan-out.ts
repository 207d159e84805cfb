import { type CfnElement, CfnOutput, Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib'
import { PolicyStatement } from 'aws-cdk-lib/aws-iam'
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs'
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3'
import {
  DefinitionBody,
  DistributedMap,
  ItemBatcher,
  JsonPath,
  LogLevel,
  OutputType,
  ResultWriterV2,
  S3JsonLItemReader,
  StateMachine,
  StateMachineType,
  TaskInput,
  Transformation,
} from 'aws-cdk-lib/aws-stepfunctions'
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks'
import { Construct } from 'constructs'
import type { JobFunction } from './job-function.ts'
import type { FanOutSettings } from './settings.ts'

/** A state takes 256 KiB; some of it is for what is around the feeds. Source: Step Functions Developer Guide, "Quotas". */
const MAX_BATCH_BYTES = 240_000

export interface FanOutProps extends FanOutSettings {
  readonly job: JobFunction
  /** Whether it does a job of a user's own. */
  readonly isOwnJob: boolean
}

/**
 * The job over more items than one function can take: a Distributed Map reads a list (JSON Lines of `{ id, url }`) from S3, gives
 * batches of it to one strategy's function and writes the answers back. Started with `{ list, window }`, of a user's own job with `{ list }`.
 */
export class FanOut extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { job, isOwnJob, feedsPerBatch, batchesAtATime, toleratedItemPercent }: FanOutProps,
  ) {
    super(scope, id)
    const bucket = new Bucket(this, 'Bucket', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      encryption: BucketEncryption.S3_MANAGED,
      enforceSSL: true,
      lifecycleRules: [{ expiration: Duration.days(30), abortIncompleteMultipartUploadAfter: Duration.days(1) }],
      removalPolicy: RemovalPolicy.RETAIN,
    })
    Validations.of(bucket).acknowledge({
      id: 'AwsSolutions-S1',
      reason: 'It holds lists and answers for a month, and nobody but this workflow and its owner has access.',
    })

    const map = new DistributedMap(this, 'Batches', {
      mapExecutionType: StateMachineType.STANDARD,
      maxConcurrency: batchesAtATime,
      // Of items. Source: Step Functions Developer Guide, "Tolerated failure threshold for Distributed Map state".
      toleratedFailurePercentage: toleratedItemPercent,
      itemReader: new S3JsonLItemReader({ bucket, key: JsonPath.stringAt('$.list') }),
      itemBatcher: new ItemBatcher({
        maxItemsPerBatch: feedsPerBatch,
        maxInputBytesPerBatch: MAX_BATCH_BYTES,
        // Not with JsonPath, which the CDK leaves as a text here: https://github.com/aws/aws-cdk/pull/29152
        ...(!isOwnJob && { batchInput: { 'window.$': '$.window' } }),
      }),
      // Without what was sent to each batch, which holds the addresses of the feeds; but Step Functions writes a batch that failed as it is.
      resultWriterV2: new ResultWriterV2({
        bucket,
        prefix: 'results',
        writerConfig: { transformation: Transformation.COMPACT, outputType: OutputType.JSONL },
      }),
    })
    map.itemProcessor(this.#batch(job, isOwnJob))
    const logs = new LogGroup(this, 'Logs', {
      // Under any other name each such group takes room in the account's one policy of who may write logs, which gets full.
      logGroupName: `/aws/vendedlogs/states/${Stack.of(this).stackName}-fan-out`,
      retention: RetentionDays.ONE_WEEK,
      removalPolicy: RemovalPolicy.DESTROY,
    })
    const machine = new StateMachine(this, 'Machine', {
      definitionBody: DefinitionBody.fromChainable(map),
      stateMachineType: StateMachineType.STANDARD,
      tracingEnabled: true,
      logs: { destination: logs, level: LogLevel.ALL, includeExecutionData: false },
    })
    // Else a list that does not exist is reported as one that must not be read.
    machine.addToRolePolicy(new PolicyStatement({ actions: ['s3:ListBucket'], resources: [bucket.bucketArn] }))
    this.#explain(machine, job, bucket)
    const stack = Stack.of(this)
    new CfnOutput(stack, 'FanOutStateMachine', { value: machine.stateMachineArn })
    new CfnOutput(stack, 'FanOutBucket', {
      value: bucket.bucketName,
      description: 'Where lists are read and answers written, each kept for 30 days',
    })
  }

  /** One finding at a time, by its full name, so that another wildcard is not covered by these reasons. */
  #explain(machine: StateMachine, { lambda }: JobFunction, bucket: Bucket): void {
    const nameOf = ({ node }: Construct) => Stack.of(this).getLogicalId(node.defaultChild as CfnElement)
    const executions = `arn:<AWS::Partition>:states:<AWS::Region>:<AWS::AccountId>:execution:{"Fn::Select":[6,{"Fn::Split":[":",{"Ref":"${nameOf(machine)}"}]}]}`
    const reasons = {
      [`<${nameOf(lambda)}.Arn>:*`]: 'The versions of the one function that it calls.',
      [`arn:<AWS::Partition>:s3:::<${nameOf(bucket)}>/*`]:
        'Lists and answers have names of their own, and the bucket is for nothing else.',
      [`${executions}:*`]: 'It watches and stops its own batches, whose names Step Functions makes.',
      [`${executions}/*:*`]: 'It goes on with its own batches, whose names Step Functions makes.',
      '*': 'The delivery of logs and the actions of X-Ray know no resources.',
    }
    for (const [resource, reason] of Object.entries(reasons))
      Validations.of(machine).acknowledge({ id: `AwsSolutions-IAM5[Resource::${resource}]`, reason })
  }

  /**
   * One batch. It is tried again only where Lambda says that the function was not started: a second try of one that was would send
   * notifications twice. What the function refuses it throws, so that the batch has failed without a state that would cost a transition.
   */
  #batch({ lambda }: JobFunction, isOwnJob: boolean): LambdaInvoke {
    const items = JsonPath.objectAt('$.Items')
    const run = new LambdaInvoke(this, 'Run', {
      lambdaFunction: lambda,
      payload: TaskInput.fromObject({
        job: isOwnJob ? { items } : { feeds: items, window: JsonPath.objectAt('$.BatchInput.window') },
        strict: true,
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
    return run
  }
}
