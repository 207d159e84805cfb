import { Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib'
import { type Alarm, ComparisonOperator, Metric, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch'
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions'
import { AttributeType, BillingMode, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb'
import { type IRole, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations'
import { ContextAttribute, Schedule, ScheduleExpression, ScheduleTargetInput } from 'aws-cdk-lib/aws-scheduler'
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets'
import { Topic } from 'aws-cdk-lib/aws-sns'
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs'
import { Construct } from 'constructs'
import { CLAIM } from './claims-table.ts'
import { type DeployedCode, JobFunction } from './job-function.ts'
import { METRICS_NAMESPACE } from './metrics.ts'
import type { Settings } from './settings.ts'

/** A run that could not be started for so long is given up: later ones look at what it would have. */
const MAX_AGE = Duration.hours(1)
/** Two periods of an hour or more may be so long together. Source: Amazon CloudWatch API Reference, "PutMetricAlarm". */
const LONGEST_LOOK_MS = 7 * 86_400_000
/** Lambda's own retries come some minutes later. */
const MIN_AGE_MS = 600_000

export interface ScheduledNotifierProps extends DeployedCode {
  readonly settings: Settings
  readonly name: string
}

/**
 * The job for real, on a schedule: it looks at all that starts within a span from the scheduled time, and claims each occurrence
 * in a table before it sends it, so that retries, overlapping spans, missed runs and late events heal.
 */
export class ScheduledNotifier extends Construct {
  readonly job: JobFunction

  constructor(scope: Construct, id: string, { settings, name, ...code }: ScheduledNotifierProps) {
    super(scope, id)
    const claims = new Table(this, 'Claims', {
      partitionKey: { name: CLAIM.key, type: AttributeType.STRING },
      timeToLiveAttribute: CLAIM.until,
      billingMode: BillingMode.PAY_PER_REQUEST,
      encryption: TableEncryption.AWS_MANAGED,
      removalPolicy: RemovalPolicy.DESTROY,
    })
    Validations.of(claims).acknowledge({
      id: 'AwsSolutions-DDB3',
      reason:
        'Claims are forgotten by themselves after weeks; losing them sends the notifications of the next hours once more.',
    })
    const deadLetters = new Queue(this, 'DeadLetters', {
      enforceSSL: true,
      encryption: QueueEncryption.SQS_MANAGED,
      retentionPeriod: Duration.days(14),
    })
    Validations.of(deadLetters).acknowledge({ id: 'AwsSolutions-SQS3', reason: 'It is the dead-letter queue.' })

    this.job = new JobFunction(this, 'Job', {
      ...code,
      settings,
      name,
      strategy: settings.strategy,
      memoryMb: settings.memoryMb[0]!,
      entry: 'notifier',
      description: 'Sends Slack what starts soon, on a schedule, each occurrence once.',
      variables: { CLAIMS_TABLE: claims.tableName },
      asyncInvoke: { retryAttempts: 2, maxEventAge: MAX_AGE, onFailure: new SqsDestination(deadLetters) },
    })
    const { lambda } = this.job
    lambda.role!.addToPrincipalPolicy(
      new PolicyStatement({
        actions: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:DeleteItem'],
        resources: [claims.tableArn],
      }),
    )
    new Schedule(this, 'Schedule', {
      description: 'Starts the notifier with the scheduled time, whenever it really starts.',
      schedule: ScheduleExpression.rate(Duration.millis(settings.everyMs)),
      enabled: settings.isScheduled,
      target: new LambdaInvoke(lambda, {
        input: ScheduleTargetInput.fromObject({ scheduled: ContextAttribute.scheduledTime }),
        retryAttempts: 2,
        maxEventAge: MAX_AGE,
        deadLetterQueue: deadLetters,
        role: this.#roleOfSchedule(deadLetters),
      }),
    })
    this.#alarmOn(settings, deadLetters)
  }

  /** May start the function and give a start up, where the CDK's own would also start every version of it. */
  #roleOfSchedule(deadLetters: Queue): IRole {
    const stack = Stack.of(this)
    const group = stack.formatArn({ service: 'scheduler', resource: 'schedule-group', resourceName: 'default' })
    const role = new Role(this, 'ScheduleRole', {
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': stack.account, 'aws:SourceArn': group } },
      }),
    })
    const allow = (action: string, arn: string) =>
      role.addToPolicy(new PolicyStatement({ actions: [action], resources: [arn] }))
    allow('lambda:InvokeFunction', this.job.lambda.functionArn)
    allow('sqs:SendMessage', deadLetters.queueArn)
    return role.withoutPolicyUpdates()
  }

  /** Failures, what was given up, and what waits for too long. */
  #alarmOn(settings: Settings, deadLetters: Queue): void {
    const { lambda } = this.job
    const atLeast = {
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    }
    const period = Duration.minutes(5)
    const alarms: Alarm[] = [
      lambda.metricErrors({ period }).createAlarm(this, 'Failures', {
        ...atLeast,
        threshold: 1,
        alarmDescription:
          'The notifier failed, or left something unsent: its log says what. It is tried again, and what it had sent is not sent twice.',
      }),
      deadLetters.metricApproximateNumberOfMessagesVisible({ period }).createAlarm(this, 'GivenUp', {
        ...atLeast,
        threshold: 1,
        alarmDescription:
          'A run of the notifier was given up. A later run sends what still starts within its span. Until its message is deleted.',
      }),
      lambda.metric('AsyncEventAge', { period, statistic: 'max' }).createAlarm(this, 'Age', {
        ...atLeast,
        // What is older than the most is given up, and would never be seen.
        threshold: Math.max(MIN_AGE_MS, Math.min(settings.everyMs, MAX_AGE.toMilliseconds() / 2)),
        alarmDescription: 'A run of the notifier waited for longer than its retries explain.',
      }),
    ]
    if (settings.isScheduled && 2 * settings.everyMs <= LONGEST_LOOK_MS)
      alarms.push(
        lambda
          .metricInvocations({ period: Duration.millis(Math.max(settings.everyMs, 60_000)) })
          .createAlarm(this, 'Silence', {
            evaluationPeriods: 2,
            threshold: 1,
            comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
            treatMissingData: TreatMissingData.BREACHING,
            alarmDescription: 'The notifier has not run at two scheduled times; after a first deploy, not yet.',
          }),
      )
    alarms.push(
      new Metric({
        namespace: METRICS_NAMESPACE,
        metricName: 'Failures',
        dimensionsMap: { Function: this.job.name, Strategy: settings.strategy },
        period: Duration.days(1),
        statistic: Stats.MINIMUM,
      }).createAlarm(this, 'FeedsFailing', {
        ...atLeast,
        threshold: 1,
        alarmDescription:
          'In every run of a day at least one feed failed. The failures of a run are in its answer and its trace.',
      }),
    )
    if (settings.alarmTopic === undefined) return
    const action = new SnsAction(Topic.fromTopicArn(this, 'AlarmTopic', settings.alarmTopic))
    for (const alarm of alarms) alarm.addAlarmAction(action)
  }
}
