import { UserError } from '../../io/user-error.ts'
import { type AwsCall, explainAwsError } from './client/explain-aws-error.ts'
import type { ReachableWorld } from './job-event.ts'

/**
 * The mock world of a stack (infra/mock-world.ts): its authority is in Parameter Store, its token a secret. Rejects with a UserError
 * where AWS refuses.
 */
export async function mockWorldOf(origin: string, outputs: ReadonlyMap<string, string>): Promise<ReachableWorld> {
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
    return { origin, ca, token: SecretString }
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
