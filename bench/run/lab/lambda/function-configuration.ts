import { z } from 'zod'
import { architectureOf, arnOf, type FunctionSettings, reservedIn } from './function-settings.ts'
import {
  type Alias,
  type DeployedFunction,
  type Described,
  type PublishOptions,
  staleRevision,
} from './deployed-function.ts'
import { ServiceError } from './service-error.ts'
import { valueIn } from '../../../io/json-fields.ts'

/** A function, or one of its versions, as AWS describes it, as far as it is known here. Source: AWS Lambda API Reference, "FunctionConfiguration". */
export function describeFunction(described: Described, { isQualified = false } = {}): object {
  const { settings, version, description, revision, codeSha256, lastModifiedMs, isPending } = described
  return {
    FunctionName: settings.name,
    FunctionArn: arnOf(settings.name, isQualified ? version : undefined),
    Runtime: 'nodejs24.x',
    Handler: settings.handler,
    Description: description,
    CodeSha256: codeSha256,
    LastModified: new Date(lastModifiedMs).toISOString().replace('Z', '+0000'),
    MemorySize: settings.memoryMb,
    Timeout: Math.ceil(settings.timeoutMs / 1000),
    Environment: { Variables: settings.variables },
    LoggingConfig: {
      LogFormat: settings.logFormat,
      ...(settings.systemLogLevel && { SystemLogLevel: settings.systemLogLevel }),
      LogGroup: `/aws/lambda/${settings.name}`,
    },
    Architectures: [architectureOf(settings)],
    TracingConfig: { Mode: 'Active' },
    PackageType: 'Zip',
    Version: version,
    State: isPending ? 'Pending' : 'Active',
    ...(isPending && { StateReason: 'The function is being created.', StateReasonCode: 'Creating' }),
    LastUpdateStatus: 'Successful',
    RevisionId: revision,
  }
}

export function describeAlias({ name, version, description, routing, revision }: Alias, functionName: string): object {
  return {
    AliasArn: arnOf(functionName, name),
    Name: name,
    FunctionVersion: version,
    Description: description,
    ...(routing && { RoutingConfig: { AdditionalVersionWeights: { [routing.version]: routing.weight } } }),
    RevisionId: revision,
  }
}

/** Of all variables together. Source: AWS Lambda Developer Guide, "Lambda quotas". */
const MAX_VARIABLES_BYTES = 4096

const changesSchema = z.object({
  MemorySize: z.int().min(128).max(10_240).optional(),
  Timeout: z.int().min(1).max(900).optional(),
  Environment: z
    .object({ Variables: z.record(z.string().regex(/^[A-Za-z]\w+$/), z.string()).optional() })
    .optional()
    .refine((given) => Buffer.byteLength(JSON.stringify(given?.Variables ?? {})) <= MAX_VARIABLES_BYTES, {
      error: `at most ${MAX_VARIABLES_BYTES} bytes of variables`,
    }),
  RevisionId: z.string().optional(),
})

const publishSchema = z.object({
  CodeSha256: z.string().optional(),
  Description: z.string().max(256).optional(),
  RevisionId: z.string().optional(),
})

/** Reads PublishVersion. Throws what AWS would answer. */
export function readPublish(body: string): PublishOptions {
  const { CodeSha256, Description, RevisionId } = parsed(publishSchema, body)
  return { codeSha256: CodeSha256, description: Description, revision: RevisionId }
}

const aliasSchema = z.object({
  Name: z
    .string()
    .regex(/^(?!\d+$)[\w-]{1,128}$/)
    .optional(),
  FunctionVersion: z
    .string()
    .regex(/^(?:\$LATEST|\d+)$/)
    .optional(),
  Description: z.string().max(256).optional(),
  RoutingConfig: z
    .object({ AdditionalVersionWeights: z.record(z.string().regex(/^\d+$/), z.number().min(0).max(1)).optional() })
    .optional(),
  RevisionId: z.string().optional(),
})

/** Reads CreateAlias, or UpdateAlias, which leaves what it does not name as it is. Throws what AWS would answer. */
export function readAlias(body: string, before?: Alias): Parameters<DeployedFunction['setAlias']>[0] {
  const { Name, FunctionVersion, Description, RoutingConfig, RevisionId } = parsed(aliasSchema, body)
  const name = before?.name ?? Name
  const version = FunctionVersion ?? before?.version
  if (name === undefined || version === undefined)
    throw new ServiceError(400, 'InvalidParameterValueException', 'expected Name and FunctionVersion')
  const [second] = Object.entries(RoutingConfig?.AdditionalVersionWeights ?? {})
  return {
    name,
    version,
    description: Description ?? before?.description ?? '',
    routing: RoutingConfig ? second && { version: second[0], weight: second[1] } : before?.routing,
    revision: RevisionId,
  }
}

function parsed<Schema extends z.ZodType>(schema: Schema, body: string): z.infer<Schema> {
  const { data, error } = schema.safeParse(valueIn(body === '' ? '{}' : body))
  if (!error) return data
  const [issue] = error.issues
  throw new ServiceError(400, 'InvalidParameterValueException', `${issue?.path.join('.')}: ${issue?.message}`)
}

/** Reads UpdateFunctionConfiguration; what else it can change stays as it is here. Throws what AWS would answer. */
export function readChanges(body: string, revision: string): Partial<FunctionSettings> {
  const data = parsed(changesSchema, body)
  if (data.RevisionId !== undefined && data.RevisionId !== revision) throw staleRevision()
  const reserved = reservedIn(data.Environment?.Variables ?? {})
  if (reserved.length > 0)
    throw new ServiceError(
      400,
      'InvalidParameterValueException',
      'Lambda was unable to configure your environment variables because the environment variables you have provided contains reserved keys ' +
        `that are currently not supported for modification. Reserved keys used in this request: ${reserved.join(', ')}`,
    )
  return {
    ...(data.MemorySize !== undefined && { memoryMb: data.MemorySize }),
    ...(data.Timeout !== undefined && { timeoutMs: data.Timeout * 1000 }),
    ...(data.Environment && { variables: data.Environment.Variables ?? {} }),
  }
}
