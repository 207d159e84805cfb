import { Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib'
import type { ISecurityGroup, IVpc } from 'aws-cdk-lib/aws-ec2'
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import {
  ApplicationLogLevel,
  Architecture,
  type Code,
  type EventInvokeConfigOptions,
  Function,
  LoggingFormat,
  Runtime,
  SystemLogLevel,
  Tracing,
} from 'aws-cdk-lib/aws-lambda'
import { FilterPattern, LogGroup, MetricFilter, RetentionDays } from 'aws-cdk-lib/aws-logs'
import { Secret } from 'aws-cdk-lib/aws-secretsmanager'
import { Construct } from 'constructs'
import type { StrategyName } from '../strategies/index.ts'
import { METRICS_NAMESPACE } from './metrics.ts'
import type { FeedsPlace, Settings } from './settings.ts'

/** The code of all functions, and the digest by which a comparison knows that it was the same. */
export interface DeployedCode {
  readonly code: Code
  readonly digest: string
  /** The entry of a user's own job, which is what the functions do then. */
  readonly ownJob?: string | undefined
}

/** A network that functions are put in. */
export interface Network {
  readonly vpc: IVpc
  readonly securityGroup: ISecurityGroup
}

export interface JobFunctionProps extends DeployedCode {
  readonly settings: Settings
  readonly strategy: StrategyName
  readonly memoryMb: number
  /** The entry of the bundle: `handler` or `notifier`. */
  readonly entry: string
  readonly name: string
  readonly description: string
  readonly network?: Network | undefined
  readonly variables?: Readonly<Record<string, string>>
  readonly reservedConcurrency?: number | undefined
  /** What becomes of invocations that nobody waits for. */
  readonly asyncInvoke: EventInvokeConfigOptions
}

/** Source: AWS Lambda Developer Guide, "Lambda Telemetry API Event schema reference", ReportMetrics. */
const INIT_DURATION = '$.record.metrics.initDurationMs'

/** One Lambda function of the bundle with a role and a log group of its own, set up like all others. */
export class JobFunction extends Construct {
  readonly lambda: Function
  readonly name: string
  readonly logGroup: LogGroup
  /** What its containers took to be initialised, in milliseconds; 0 for a log without a cold start. */
  readonly initDurations: MetricFilter

  constructor(scope: Construct, id: string, props: JobFunctionProps) {
    super(scope, id)
    const { settings, strategy, memoryMb, name, network } = props
    this.name = name
    this.logGroup = new LogGroup(this, 'Logs', {
      logGroupName: `/aws/lambda/${name}`,
      retention: RetentionDays.ONE_WEEK,
      removalPolicy: RemovalPolicy.DESTROY,
    })
    this.initDurations = new MetricFilter(this, 'InitDurations', {
      logGroup: this.logGroup,
      filterPattern: FilterPattern.all(
        FilterPattern.stringValue('$.type', '=', 'platform.report'),
        FilterPattern.numberValue(INIT_DURATION, '>', 0),
      ),
      metricNamespace: `${METRICS_NAMESPACE}/init`,
      // Not as a dimension, which lines of Lambda's do not name, and beside which there is no default.
      metricName: name,
      metricValue: INIT_DURATION,
      // Else a day without cold starts would have no cost at all: an expression needs a value of each of its metrics.
      defaultValue: 0,
    })
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') })
    this.logGroup.grantWrite(role)
    if (network) allowNetworkInterfaces(role)
    this.lambda = new Function(this, 'Function', {
      functionName: name,
      description: props.description,
      code: props.code,
      handler: `${props.entry}.handler`,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: memoryMb,
      timeout: Duration.millis(settings.timeoutMs),
      tracing: Tracing.ACTIVE,
      loggingFormat: LoggingFormat.JSON,
      applicationLogLevelV2: ApplicationLogLevel.INFO,
      systemLogLevelV2: SystemLogLevel.INFO,
      logGroup: this.logGroup,
      role,
      environment: {
        ...settings.variables,
        STRATEGY: strategy,
        TRACE: settings.traceMode,
        WITHIN: settings.within,
        FEEDS: settings.feeds?.text ?? '',
        WEBHOOK_SECRET: settings.webhookSecret ?? '',
        BUNDLE_DIGEST: props.digest,
        ...(props.ownJob !== undefined && { OWN_JOB: props.ownJob }),
        // Lookups of names would be two at a time, and the zone of floating times the machine's.
        UV_THREADPOOL_SIZE: '64',
        TZ: 'UTC',
        ...props.variables,
      },
      ...(props.reservedConcurrency !== undefined && { reservedConcurrentExecutions: props.reservedConcurrency }),
      ...(network && { vpc: network.vpc, securityGroups: [network.securityGroup] }),
    })
    this.lambda.configureAsyncInvoke(props.asyncInvoke)
    if (settings.webhookSecret !== undefined)
      Secret.fromSecretNameV2(this, 'Webhook', settings.webhookSecret).grantRead(role)
    if (settings.feeds) role.addToPrincipalPolicy(readingOf(this, settings.feeds))
    Validations.of(role).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason:
        'The put actions of X-Ray know no resources; those on network interfaces are there in a VPC alone, where Lambda wants them for all.',
    })
  }
}

/** What AWSLambdaVPCAccessExecutionRole grants, without the logs of all functions. Source: AWS Managed Policy Reference. */
function allowNetworkInterfaces(role: Role): void {
  const actions = [
    'ec2:AssignPrivateIpAddresses',
    'ec2:CreateNetworkInterface',
    'ec2:DeleteNetworkInterface',
    'ec2:DescribeNetworkInterfaces',
    'ec2:DescribeSubnets',
    'ec2:UnassignPrivateIpAddresses',
  ]
  role.addToPrincipalPolicy(new PolicyStatement({ actions, resources: ['*'] }))
}

function readingOf(scope: Construct, place: FeedsPlace): PolicyStatement {
  const stack = Stack.of(scope)
  return 'bucket' in place
    ? new PolicyStatement({
        actions: ['s3:GetObject'],
        resources: [`arn:${stack.partition}:s3:::${place.bucket}/${place.object}`],
      })
    : new PolicyStatement({
        actions: ['ssm:GetParameter'],
        resources: [
          stack.formatArn({ service: 'ssm', resource: 'parameter', resourceName: place.parameter.replace(/^\//, '') }),
        ],
      })
}
