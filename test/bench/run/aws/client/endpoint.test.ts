import { LambdaClient } from '@aws-sdk/client-lambda'
import { expect, test } from 'vitest'
import { createControlClient } from '../../../../../bench/run/aws/configuration/lambda-client.ts'
import { endpointOf, withKnownEndpoint, targetOf } from '../../../../../bench/run/aws/client/endpoint.ts'
import { readFunctions } from '../../../../../bench/run/aws/read-functions.ts'
import { answering } from '../../../../support/wire.ts'

const CREDENTIALS = { accessKeyId: 'made-up', secretAccessKey: '5ecret' }

/** The host that a client names in a request to `address`; nothing leaves this process. */
async function placeAt(address: { readonly protocol: string; readonly hostname: string; readonly port?: number }) {
  const client = withKnownEndpoint(
    new LambdaClient({ region: 'eu-central-1', credentials: CREDENTIALS, maxAttempts: 1 }),
  )
  client.middlewareStack.add(
    (next) => (args) => {
      Object.assign(args.request as object, address)
      return next(args)
    },
    { step: 'build', priority: 'high' },
  )
  client.middlewareStack.add(() => () => Promise.reject(new Error('nothing is sent')), {
    step: 'finalizeRequest',
    priority: 'high',
  })
  await readFunctions(client, ['a']).catch(() => {})
  return endpointOf(client)
}

test.each([
  'lambda.eu-central-1.amazonaws.com',
  'lambda.cn-north-1.amazonaws.com.cn',
  'lambda.eu-central-1.api.aws',
  'vpce-0123.lambda.eu-central-1.vpce.amazonaws.com',
])('%s is AWS, and so no endpoint', async (hostname) => {
  const place = await placeAt({ protocol: 'https:', hostname })
  expect(place).toEqual({ region: 'eu-central-1' })
  expect(targetOf(place)).toBe('aws')
})

test.each(['lambda.amazonaws.com.evil.test', 'evilamazonaws.com', 'lambda.api.aws.test', 'gateway.test'])(
  '%s is somebody else, and an endpoint',
  async (hostname) => {
    const place = await placeAt({ protocol: 'https:', hostname, port: 8443 })
    expect(place).toEqual({ region: 'eu-central-1', endpoint: `https://${hostname}:8443` })
  },
)

test('AWS by its port is AWS', async () => {
  const place = await placeAt({ protocol: 'https:', hostname: 'lambda.eu-central-1.amazonaws.com', port: 443 })
  expect(place).toEqual({ region: 'eu-central-1' })
})

test('before its first request a client has only a region', async () => {
  const client = createControlClient({ region: 'eu-central-1', credentials: CREDENTIALS })
  expect(await endpointOf(client)).toEqual({ region: 'eu-central-1' })
})

test('what answers on this machine is a lab', async () => {
  await using wire = await answering((response) => response.writeHead(500).end('{}'))
  const client = createControlClient({ region: 'r', endpoint: wire.origin, credentials: CREDENTIALS, maxAttempts: 1 })
  await readFunctions(client, ['a']).catch(() => {})
  const place = await endpointOf(client)
  expect(place).toEqual({ region: 'r', endpoint: wire.origin })
  expect(targetOf(place)).toBe('lab')
})

test.each([
  ['http://localhost:4566', 'lab'],
  ['http://[::1]:4566', 'lab'],
  ['http://127.0.0.1', 'lab'],
  ['http://127.8.9.10:80', 'lab'],
  ['http://10.0.0.1:4566', 'aws'],
  ['https://127.0.0.1.evil.test', 'aws'],
  ['https://localhost.evil.test', 'aws'],
  ['no address at all', 'aws'],
] as const)('%s is %s', (endpoint, world) => {
  expect(targetOf({ region: 'r', endpoint })).toBe(world)
  expect(targetOf({ region: 'r' })).toBe('aws')
})
