import { UserError } from '../../io/user-error.ts'
import { type AwsCall, explainAwsError } from './client/explain-aws-error.ts'
import type { ReachableWorld } from './job-event.ts'

/** How long the mock world of a stack stands. */
export interface MockWorldSpan {
  /** From its start. */
  readonly hours: number
  /** Epoch milliseconds; absent where nobody has asked when it came up, or nobody knows. */
  readonly endsMs?: number
}

interface StackWorld {
  readonly world: ReachableWorld
  /** Absent for a stack that does not say how long its world stands. */
  readonly span?: MockWorldSpan
}

const HOUR_MS = 3_600_000
/** Its end is counted from its very start, its authority is written once its programs are installed. */
const START_UP_MS = 5 * 60_000
/** Of the setting (infra/settings.ts). */
const MOST_HOURS = 24

/** As the outputs of a stack have it; undefined for those of an older one. */
export function spanIn(outputs: ReadonlyMap<string, string>): MockWorldSpan | undefined {
  const hours = Number(outputs.get('MockHours') || Number.NaN)
  return hours > 0 && hours <= MOST_HOURS ? { hours } : undefined
}

/** Throws a UserError where a mock world ends, or has ended, before what takes so long is over. Of one that nobody has asked it is taken for new. */
export function checkSpan({ hours, endsMs }: MockWorldSpan, neededMs: number, nowMs = Date.now()): void {
  const leftMs = endsMs === undefined ? hours * HOUR_MS : endsMs - nowMs
  if (neededMs <= leftMs) return
  const enough = Math.ceil((neededMs + START_UP_MS) / HOUR_MS)
  // The same number would change nothing, so that no new world was started.
  const otherHours = enough === hours ? hours + 1 : enough
  throw new UserError('mock-ends-too-early', {
    hours,
    neededMs,
    ...(endsMs !== undefined && { leftMs: Math.max(0, leftMs) }),
    ...(otherHours <= MOST_HOURS && { otherHours }),
  })
}

/**
 * The mock world of a stack (infra/mock-world.ts): its authority is in Parameter Store, its token a secret. Rejects with a UserError
 * where AWS refuses.
 */
export async function mockWorldOf(origin: string, outputs: ReadonlyMap<string, string>): Promise<StackWorld> {
  const parameter = outputs.get('MockAuthorityParameter')
  const secret = outputs.get('MockTokenSecret')
  if (parameter === undefined || secret === undefined) throw new UserError('mock-outputs-missing', {})
  const [{ GetParameterCommand, SSMClient }, { GetSecretValueCommand, SecretsManagerClient }] = await Promise.all([
    import('@aws-sdk/client-ssm'),
    import('@aws-sdk/client-secrets-manager'),
  ])
  const ssm = new SSMClient({})
  const secrets = new SecretsManagerClient({})
  try {
    const { Parameter } = await explained(
      { service: 'Systems Manager', action: 'GetParameter', of: parameter },
      ssm.send(new GetParameterCommand({ Name: parameter })),
    )
    const { SecretString } = await explained(
      { service: 'Secrets Manager', action: 'GetSecretValue', of: secret },
      secrets.send(new GetSecretValueCommand({ SecretId: secret })),
    )
    const ca = Parameter?.Value
    if (ca === undefined || !ca.includes('-----BEGIN CERTIFICATE-----'))
      throw new UserError('mock-not-up', { parameter })
    const span = spanIn(outputs)
    // Written by the server itself, when it has started.
    const upMs = Parameter?.LastModifiedDate?.getTime()
    const ends = span && upMs !== undefined && { endsMs: upMs + span.hours * HOUR_MS - START_UP_MS }
    return { world: { origin, ca, token: SecretString }, ...(span && { span: { ...span, ...ends } }) }
  } finally {
    ssm.destroy()
    secrets.destroy()
  }
}

async function explained<T>(call: AwsCall, answer: Promise<T>): Promise<T> {
  try {
    return await answer
  } catch (error) {
    throw explainAwsError(error, call) ?? error
  }
}
