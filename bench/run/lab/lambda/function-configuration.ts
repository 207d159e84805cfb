import { z } from 'zod'
import { architectureOf, arnOf, type FunctionSettings, reservedIn } from './function-settings.ts'
import { ServiceError } from './service-error.ts'
import { valueIn } from '../../../io/json-fields.ts'

/** A function as AWS describes it, as far as it is known here. Source: AWS Lambda API Reference, "FunctionConfiguration". */
export function describeFunction(settings: FunctionSettings, revision: string): object {
  return {
    FunctionName: settings.name,
    FunctionArn: arnOf(settings.name),
    Runtime: 'nodejs24.x',
    Handler: settings.handler,
    MemorySize: settings.memoryMb,
    Timeout: Math.ceil(settings.timeoutMs / 1000),
    Environment: { Variables: settings.variables },
    LoggingConfig: { LogFormat: settings.logFormat, LogGroup: `/aws/lambda/${settings.name}` },
    Architectures: [architectureOf(settings)],
    TracingConfig: { Mode: 'Active' },
    PackageType: 'Zip',
    Version: '$LATEST',
    State: 'Active',
    LastUpdateStatus: 'Successful',
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

/** Reads UpdateFunctionConfiguration; what else it can change stays as it is here. Throws what AWS would answer. */
export function readChanges(body: string, revision: string): Partial<FunctionSettings> {
  const { data, error } = changesSchema.safeParse(valueIn(body))
  if (error) {
    const [issue] = error.issues
    throw new ServiceError(400, 'InvalidParameterValueException', `${issue?.path.join('.')}: ${issue?.message}`)
  }
  if (data.RevisionId !== undefined && data.RevisionId !== revision)
    throw new ServiceError(
      412,
      'PreconditionFailedException',
      'The RevisionId provided does not match the latest RevisionId. Call the GetFunction API to get the latest one.',
    )
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
