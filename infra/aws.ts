import { Refusal } from './refusal.ts'

/** A function in a network without a way to a service would wait for its whole time. */
export const CLIENT = { maxAttempts: 3, requestHandler: { connectionTimeout: 2000, requestTimeout: 5000 } }

/** What `using` needs of an AWS client: its sockets are closed before a function is frozen. */
type Client = { destroy(): void }

/** The text at `ssm:NAME` (a parameter) or `s3://BUCKET/KEY` (an object). Throws a Refusal under the given key. */
export async function readPlace(key: string, place: string): Promise<string> {
  const [, bucket, object] = /^s3:\/\/([^/]+)\/(.+)$/.exec(place) ?? []
  const [, parameter] = /^ssm:(.+)$/.exec(place) ?? []
  if (bucket !== undefined && object !== undefined)
    return asked(key, `an object that can be read at ${place}`, async () => {
      const { GetObjectCommand, S3Client } = await import('@aws-sdk/client-s3')
      return within(new S3Client(CLIENT), async (client) => {
        const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: object }))
        return Body?.transformToString()
      })
    })
  if (parameter !== undefined)
    return asked(key, `a parameter that can be read at ${place}`, async () => {
      const { GetParameterCommand, SSMClient } = await import('@aws-sdk/client-ssm')
      return within(new SSMClient(CLIENT), async (client) => {
        const { Parameter } = await client.send(new GetParameterCommand({ Name: parameter, WithDecryption: true }))
        return Parameter?.Value
      })
    })
  throw new Refusal({ key, expected: 'ssm:NAME or s3://BUCKET/KEY', got: `"${place}"` })
}

/** The value of a secret, by its name. Throws a Refusal under the given key, which holds nothing of the value. */
export async function readSecret(key: string, name: string): Promise<string> {
  return asked(key, `a secret that can be read, called ${name}`, async () => {
    const { GetSecretValueCommand, SecretsManagerClient } = await import('@aws-sdk/client-secrets-manager')
    return within(new SecretsManagerClient(CLIENT), async (client) => {
      const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: name }))
      return SecretString
    })
  })
}

async function within<C extends Client, T>(client: C, work: (client: C) => Promise<T>): Promise<T> {
  try {
    return await work(client)
  } finally {
    client.destroy()
  }
}

async function asked(key: string, expected: string, ask: () => Promise<string | undefined>): Promise<string> {
  let text: string | undefined
  try {
    text = await ask()
  } catch (cause) {
    throw new Refusal({ key, expected, got: (cause as Error).name }, { cause })
  }
  if (text === undefined || text.trim() === '') throw new Refusal({ key, expected, got: 'an empty one' })
  return text
}
