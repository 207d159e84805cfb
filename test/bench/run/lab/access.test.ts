import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { expect, test } from 'vitest'
import { newLabKey } from '../../../../bench/run/lab/access/access-key.ts'
import { startLambdaService } from '../../../../bench/run/lab/lambda/service.ts'
import { startCollector } from '../../../../bench/run/lab/xray/collector.ts'
import { aFunction, aLambda, handling } from '../../../support/local-functions.ts'
import { signedBy } from '../../../support/signing.ts'

/** Both APIs of a lab, under one key. */
async function bothApis() {
  const key = newLabKey()
  const lambda = aLambda(aFunction(handling('return process.env.LOADED ?? "as deployed"')))
  const service = await startLambdaService(lambda, { key })
  const collector = await startCollector({ key })
  return {
    key,
    lambda,
    requests: [
      ['GET', `${service.endpoint}/2015-03-31/functions`],
      ['GET', `${service.endpoint}/2015-03-31/functions/a-function/configuration`],
      ['PUT', `${service.endpoint}/2015-03-31/functions/a-function/configuration`],
      ['POST', `${service.endpoint}/2015-03-31/functions/a-function/invocations`],
      ['GET', `${service.endpoint}/anything`],
      ['POST', `${collector.endpoint}/TraceSegments`],
      ['POST', `${collector.endpoint}/TraceSummaries`],
      ['POST', `${collector.endpoint}/GetSamplingRules`],
      // The TCP side of the daemon.
      ['POST', `http://${collector.daemonAddress}/Traces`],
    ] as const,
    async [Symbol.asyncDispose]() {
      for (const part of [service, collector, lambda]) await part[Symbol.asyncDispose]()
    },
  }
}

interface Answer {
  readonly status: number
  readonly type: string | undefined
  readonly body: string
}

/** With any header: fetch would not send another Host. */
async function send(method: string, url: string, headers: Readonly<Record<string, string>>): Promise<Answer> {
  const sending = request(url, { method, headers })
  sending.end(method === 'GET' ? undefined : '{"Environment":{"Variables":{"LOADED":"by somebody else"}}}')
  const [response] = (await once(sending, 'response')) as [IncomingMessage]
  let body = ''
  for await (const part of response.setEncoding('utf8')) body += String(part)
  return { status: response.statusCode!, type: response.headers['x-amzn-errortype'] as string | undefined, body }
}

// Breakage: an API that does what anybody on this machine requests, as the user who runs the lab.
test('what is not signed with the access key of the lab is refused before it is read', async () => {
  await using apis = await bothApis()
  const { accessKeyId } = apis.key
  const unsigned = [
    {},
    { authorization: '' },
    { authorization: `Bearer ${accessKeyId}` },
    { authorization: accessKeyId },
    { authorization: `AWS4-HMAC-SHA256 Credential=${accessKeyId}` },
    signedBy({ accessKeyId: 'lab' }),
    signedBy({ accessKeyId: accessKeyId.slice(0, -1) }),
    signedBy({ accessKeyId: `${accessKeyId}0` }),
    signedBy({ accessKeyId: accessKeyId.toLowerCase() }),
    signedBy(newLabKey()),
  ]
  for (const [method, url] of apis.requests)
    for (const headers of unsigned) {
      const { status, type, body } = await send(method, url, headers)
      expect([status, type], `${method} ${url} ${JSON.stringify(headers)}`).toEqual([
        403,
        'UnrecognizedClientException',
      ])
      expect(body).toContain('expected a request signed with the access key of this lab')
      expect(body).not.toContain(accessKeyId)
    }
  expect(apis.lambda.settingsOf('a-function')!.settings.variables).toEqual({})
})

test('what is signed with it is answered', async () => {
  await using apis = await bothApis()
  for (const [method, url] of apis.requests) {
    const { status } = await send(method, url, signedBy(apis.key))
    expect(status, `${method} ${url}`).not.toBe(403)
  }
})

test('keys of two labs have nothing in common but how they begin', () => {
  const [one, other] = [newLabKey().accessKeyId, newLabKey().accessKeyId]
  expect(one).toMatch(/^AKIALAB[\dA-F]{32}$/)
  expect(one).not.toBe(other)
})

// Breakage: a web page that reaches loopback under a name of its own (DNS rebinding), or sends a form there.
test.each<readonly [string, Readonly<Record<string, string>>, number]>([
  ['another host', { host: 'attacker.example' }, 421],
  ['another host on our port', { host: 'attacker.example:80' }, 421],
  ['a host that ends like ours', { host: '127.0.0.1.attacker.example' }, 421],
  ['an address of this machine that is not loopback', { host: '10.0.0.1' }, 421],
  ['another origin', { origin: 'https://attacker.example' }, 403],
  ['an opaque origin', { origin: 'null' }, 403],
  ['another port of this machine', { origin: 'http://127.0.0.1:1' }, 403],
  ['a script of another site', { 'sec-fetch-site': 'cross-site' }, 403],
  ['a script of another port', { 'sec-fetch-site': 'same-site' }, 403],
  ['a frame of another site', { 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'iframe' }, 403],
])('a request with %s is refused, also with the key', async (_, headers, refused) => {
  await using apis = await bothApis()
  for (const [method, url] of apis.requests) {
    const { status, body } = await send(method, url, { ...signedBy(apis.key), ...headers })
    expect([status, body.split(' ')[0]], `${method} ${url}`).toEqual([refused, 'expected'])
  }
})

test('localhost is this machine as well', async () => {
  await using apis = await bothApis()
  for (const [method, url] of apis.requests) {
    const { status } = await send(method, url, { ...signedBy(apis.key), host: `LocalHost:${new URL(url).port}` })
    expect([403, 421], `${method} ${url}`).not.toContain(status)
  }
})
