import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { App, Validations } from 'aws-cdk-lib'
import { Template } from 'aws-cdk-lib/assertions'
import { CURRENTLY_RECOMMENDED_FLAGS } from 'aws-cdk-lib/cx-api'
import { AwsSolutionsChecks } from 'cdk-nag'
import { readSettings } from '../../infra/settings.ts'
import { UtakataStack } from '../../infra/stack.ts'
import { aFolder } from './folders.ts'

/** What a deployment is configured with, by `-c KEY=VALUE`. */
export type Context = Readonly<Record<string, string>>

/** Where the real job's feeds and its webhook are. */
export const REAL: Context = { feeds: 'ssm:/utakata/feeds', webhookSecret: 'utakata/webhook' }

/** All at once that goes together: a fan-out has no way out of the network of a mock world. */
export const EVERYTHING: Context = { ...REAL, memory: '512,1769', schedule: 'on', mock: 'ec2' }
export const FAN_OUT: Context = { ...REAL, memory: '512,1769', schedule: 'on', fanout: 'on' }

/** What can be deployed, each setting once at least; first those with all types of resources, whose validation serves the others too. */
export const STACKS: readonly (readonly [string, Context])[] = [
  ['with a fan-out and a schedule', FAN_OUT],
  ['with a fan-out', { ...REAL, fanout: 'on' }],
  ['with all that goes together', EVERYTHING],
  ['with a mock world', { mock: 'ec2' }],
  ['with alarms to a topic', { ...REAL, schedule: 'on', alarmTopic: 'arn:aws:sns:eu-central-1:123456789012:alarms' }],
  ['with feeds in an object', { ...REAL, feeds: 's3://lists/feeds.txt', schedule: 'on' }],
  ['with feeds in a parameter', { ...REAL, schedule: 'on' }],
  ['of two memory sizes', { memory: '512,1769', reserved: '5' }],
  ['alone', {}],
]

export const DIGEST = 'd1'.repeat(32)

/**
 * A stack as the app makes it, of a bundle that is a stand-in. The CDK's own check of templates takes seconds to start, again for each
 * further type of resource, and is left out unless it is wanted.
 */
export function aStack(context: Context = {}, { isValidated = false } = {}) {
  const settings = readSettings(context)
  const app = new App({
    analyticsReporting: false,
    builtinCloudFormationValidation: isValidated,
    outdir: aFolder(),
    context: { ...CURRENTLY_RECOMMENDED_FLAGS },
  })
  const bundle = { folder: aFolder({ 'handler.mjs': '' }), digest: DIGEST, files: [], entries: [] }
  const mockWorld = settings.mock && {
    folder: aFolder({ 'serve.mjs': '', 'world.json': '{}' }),
    hours: settings.mock.hours,
    zone: settings.mock.zone,
  }
  return { app, stack: new UtakataStack(app, 'utakata', { settings, bundle, mockWorld }) }
}

/** Made once for each context: nothing changes a template. */
const templates = new Map<string, Template>()

export function templateOf(context: Context = {}): Template {
  const key = JSON.stringify(context)
  const template = templates.get(key) ?? Template.fromStack(aStack(context).stack)
  templates.set(key, template)
  return template
}

/** What cdk-nag, and the CDK's own check of a stack that is validated, find that nobody has explained, as `RULE at PATH`. */
export function findingsOf({ app }: Pick<ReturnType<typeof aStack>, 'app'>): string[] {
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app))
  try {
    app.synth()
  } catch (error) {
    if ((error as Error).name !== 'ValidationFailed') throw error
  }
  const report = JSON.parse(readFileSync(join(app.outdir, 'validation-report.json'), 'utf8')) as NagReport
  return report.pluginReports.flatMap(({ violations }) =>
    violations.flatMap(({ ruleName, violatingConstructs }) =>
      violatingConstructs.map(({ constructPath }) => `${ruleName} at ${constructPath}`),
    ),
  )
}

interface NagReport {
  readonly pluginReports: readonly {
    readonly violations: readonly {
      readonly ruleName: string
      readonly violatingConstructs: readonly { readonly constructPath: string }[]
    }[]
  }[]
}

export interface Resource<Properties = Readonly<Record<string, unknown>>> {
  readonly id: string
  readonly Properties: Properties
  readonly DependsOn?: readonly string[]
}

export function resourcesOf<P = Resource['Properties']>(template: Template, type: string): Resource<P>[] {
  return Object.entries(template.findResources(type)).map(([id, resource]) => ({ ...(resource as Resource<P>), id }))
}

/** The one resource of a type, or the one whose id begins like this; throws where there is none, or more than one. */
export function theResource<P = Resource['Properties']>(template: Template, type: string, prefix = ''): Resource<P> {
  const [found, ...others] = resourcesOf<P>(template, type).filter(({ id }) => id.startsWith(prefix))
  if (!found || others.length > 0)
    throw new Error(`expected one ${type} ${prefix}, found ${others.length + (found ? 1 : 0)}`)
  return found
}

/** A value of a template with what AWS fills in between angle brackets: `arn:<AWS::Partition>:s3:::<Bucket>`, `<Table.Arn>`. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value.replaceAll(/\$\{([^}]+)\}/g, '<$1>')
  const { Ref, ...functions } = value as { Ref?: string } & Record<string, unknown>
  if (Ref !== undefined) return `<${Ref}>`
  if (functions['Fn::GetAtt']) return `<${(functions['Fn::GetAtt'] as string[]).join('.')}>`
  if (functions['Fn::Sub'] !== undefined || functions['Fn::Base64'] !== undefined)
    return textOf(functions['Fn::Sub'] ?? functions['Fn::Base64'])
  if (!functions['Fn::Join']) return JSON.stringify(value)
  const [between, parts] = functions['Fn::Join'] as [string, unknown[]]
  return parts.map(textOf).join(between)
}

/** Everything that a role may do, as `ACTION on RESOURCE`; a condition, a denial or a policy from elsewhere is listed too. */
export function grantsOf(template: Template, roleId: string): string[] {
  const { ManagedPolicyArns = [], Policies = [] } = theResource<RoleProperties>(
    template,
    'AWS::IAM::Role',
    roleId,
  ).Properties
  const statements = resourcesOf<PolicyProperties>(template, 'AWS::IAM::Policy')
    .filter(({ Properties }) => Properties.Roles.some((role) => textOf(role) === `<${roleId}>`))
    .flatMap(({ Properties }) => Properties.PolicyDocument.Statement)
  const grants = statements.flatMap(({ Action, Resource, Effect, ...others }) => {
    const more = `${Effect === 'Allow' ? '' : ` ${Effect}`}${Object.keys(others).length > 0 ? JSON.stringify(others) : ''}`
    return [Action]
      .flat()
      .flatMap((action) => [Resource].flat().map((resource) => `${action} on ${textOf(resource)}${more}`))
  })
  return [...grants, ...[ManagedPolicyArns, Policies].flat().map((policy) => JSON.stringify(policy))].toSorted()
}

interface RoleProperties {
  readonly ManagedPolicyArns?: readonly unknown[]
  readonly Policies?: readonly unknown[]
}

interface PolicyProperties {
  readonly Roles: readonly unknown[]
  readonly PolicyDocument: {
    readonly Statement: readonly {
      readonly Effect: string
      readonly Action: string | readonly string[]
      readonly Resource: unknown
    }[]
  }
}

export interface FunctionProperties {
  readonly FunctionName: string
  readonly MemorySize: number
  readonly Environment: { readonly Variables: Readonly<Record<string, unknown>> }
  readonly Role: unknown
  readonly VpcConfig?: unknown
  readonly ReservedConcurrentExecutions?: number
  readonly LoggingConfig: { readonly LogGroup: unknown }
}

export const functionsOf = (template: Template) => resourcesOf<FunctionProperties>(template, 'AWS::Lambda::Function')

export function functionNamed(template: Template, name: string): Resource<FunctionProperties> {
  const found = functionsOf(template).find(({ Properties }) => Properties.FunctionName === name)
  if (!found) throw new Error(`expected a function ${name}`)
  return found
}

/** The id of the role of a function. */
export const roleOf = ({ Properties }: Resource<FunctionProperties>) => idIn(Properties.Role)

/** The id in `<ID>` or `<ID.Attribute>`. */
export function idIn(reference: unknown): string {
  return /^<([^.>]+)[^>]*>$/.exec(textOf(reference))![1]!
}
