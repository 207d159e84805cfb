import { Refusal } from './refusal.ts'

/** Without `throwOnRequestTimeout` the SDK only warns of a service that takes a request and never answers. */
export const CLIENT = {
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 2000, requestTimeout: 5000, throwOnRequestTimeout: true },
}

type Client = { destroy(): void }

/** The text at `ssm:NAME` (a parameter) or `s3://BUCKET/KEY` (an object). Throws a Refusal under the given key, also when `signal` is aborted. */
export async function readPlace(key: string, place: string, signal: AbortSignal): Promise<string> {
  const [, bucket, object] = /^s3:\/\/([^/]+)\/(.+)$/.exec(place) ?? []
  const [, parameter] = /^ssm:(.+)$/.exec(place) ?? []
  if (bucket !== undefined && object !== undefined)
    return read(key, `an object that can be read at ${place}`, signal, async () => {
      const { GetObjectCommand, S3Client } = await import('@aws-sdk/client-s3')
      return within(new S3Client(CLIENT), signal, async (client) => {
        const command = new GetObjectCommand({ Bucket: bucket, Key: object })
        const { Body } = await client.send(command, { abortSignal: signal })
        return Body?.transformToString()
      })
    })
  if (parameter !== undefined)
    return read(key, `a parameter that can be read at ${place}`, signal, async () => {
      const { GetParameterCommand, SSMClient } = await import('@aws-sdk/client-ssm')
      return within(new SSMClient(CLIENT), signal, async (client) => {
        const command = new GetParameterCommand({ Name: parameter, WithDecryption: true })
        const { Parameter } = await client.send(command, { abortSignal: signal })
        return Parameter?.Value
      })
    })
  throw new Refusal({ key, expected: 'ssm:NAME or s3://BUCKET/KEY', got: `"${place}"` })
}

/** The value of a secret, by its name. Throws a Refusal under the given key, which holds nothing of the value. */
export async function readSecret(key: string, name: string, signal: AbortSignal): Promise<string> {
  return read(key, `a secret that can be read, called ${name}`, signal, async () => {
    const { GetSecretValueCommand, SecretsManagerClient } = await import('@aws-sdk/client-secrets-manager')
    return within(new SecretsManagerClient(CLIENT), signal, async (client) => {
      const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: name }), { abortSignal: signal })
      return SecretString
    })
  })
}

/** The sockets of a client are closed when its work is done, and at once when the signal is aborted: a body may never end. */
async function within<C extends Client, T>(
  client: C,
  signal: AbortSignal,
  work: (client: C) => Promise<T>,
): Promise<T> {
  const close = () => client.destroy()
  signal.addEventListener('abort', close, { once: true })
  try {
    return await work(client)
  } finally {
    signal.removeEventListener('abort', close)
    close()
  }
}

/** What is asked for, as long as the signal lets it be waited for. */
async function read(key: string, expected: string, signal: AbortSignal, ask: () => Promise<unknown>): Promise<string> {
  let text: unknown
  try {
    text = await Promise.race([ask(), rejectionOf(signal)])
  } catch (cause) {
    const got = signal.aborted ? 'no answer in time' : (cause as Error).name
    throw new Refusal({ key, expected, got }, { cause })
  }
  if (typeof text !== 'string' || text.trim() === '') throw new Refusal({ key, expected, got: 'an empty one' })
  return text
}

function rejectionOf(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const give = () => reject(signal.reason as Error)
    if (signal.aborted) give()
    else signal.addEventListener('abort', give, { once: true })
  })
}
