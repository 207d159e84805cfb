import { GetFunctionCommand, type LambdaClient } from '@aws-sdk/client-lambda'
import { strategies } from '../../../strategies/index.ts'
import { emulationSchema, type Trial } from '../../trial/trial.ts'
import type { DeployedFunction } from './deployed.ts'

/** A function as Lambda describes it now. */
export interface KnownFunction extends DeployedFunction {
  /** Whether it is a function of a strategy, however it was named. */
  readonly isOurs: boolean
  /** Whether its traces record its runs. */
  readonly tracesRuns: boolean
  /** Whether Lambda traces its invocations by itself. */
  readonly isTraced: boolean
  /** Whether a change of it takes longer, since its network interfaces are looked at. */
  readonly isInVpc: boolean
  /** Whether its versions are initialised once, when they are published. */
  readonly hasSnapStart: boolean
  /** Whether its log is to have a REPORT line of each invocation: not with JSON logs whose system level leaves it out. */
  readonly isReported: boolean
  readonly reservedConcurrency?: number
  /** What a lab says of itself. */
  readonly emulation?: Trial['emulation']
}

/** The tag by which a local Lambda says that it is none, and how it was set up. */
export const LAB_TAG = 'utakata:lab'

/** Asks Lambda for functions by name, or for what is deployed under the names in a stack's outputs. Rejects with what AWS answers. */
export async function readFunctions(
  client: LambdaClient,
  named: readonly (string | DeployedFunction)[],
): Promise<KnownFunction[]> {
  const known: KnownFunction[] = []
  for (const one of named) {
    const { name } = typeof one === 'string' ? { name: one } : one
    const answer = await client.send(new GetFunctionCommand({ FunctionName: name }))
    const { Configuration = {}, Tags = {}, Concurrency } = answer
    const { MemorySize = 0, FunctionArn = '', Environment, Architectures = [] } = Configuration
    const { TracingConfig, VpcConfig, SnapStart, LoggingConfig } = Configuration
    const emulation = emulationIn(Tags[LAB_TAG])
    const reservedConcurrency = Concurrency?.ReservedConcurrentExecutions
    const { STRATEGY = '', BUNDLE_DIGEST, OWN_JOB, TRACE } = Environment?.Variables ?? {}
    const isOurs = BUNDLE_DIGEST !== undefined && Object.hasOwn(strategies, STRATEGY)
    known.push({
      // Ours say which strategy they are; others are compared by their names.
      strategy: typeof one !== 'string' ? one.strategy : isOurs ? STRATEGY : name,
      isOurs,
      ...(isOurs && OWN_JOB !== undefined && { isOwnJob: true }),
      tracesRuns: isOurs && TRACE !== 'off',
      isTraced: TracingConfig?.Mode === 'Active',
      isInVpc: Boolean(VpcConfig?.VpcId),
      hasSnapStart: SnapStart?.ApplyOn === 'PublishedVersions',
      isReported: LoggingConfig?.LogFormat !== 'JSON' || LoggingConfig.SystemLogLevel !== 'WARN',
      ...(reservedConcurrency !== undefined && { reservedConcurrency }),
      name,
      arn: FunctionArn,
      memoryMb: MemorySize,
      ...architectureIn(Architectures),
      ...(emulation && { emulation }),
    })
  }
  return known
}

/** Lambda names the one there is; what leaves it out is not taken for either, since their prices differ. */
function architectureIn([name]: readonly string[]): Pick<KnownFunction, 'architecture'> {
  return name === 'arm64' || name === 'x86_64' ? { architecture: name } : {}
}

function emulationIn(text: string | undefined): Trial['emulation'] {
  if (text === undefined) return undefined
  try {
    return emulationSchema.parse(JSON.parse(text))
  } catch {
    return undefined
  }
}
