import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type LogsJudgement, logsReportSchema } from '../../../../bench/judge/logs/judgement.ts'
import { main } from '../../../../bench/main.ts'
import { JAPANESE } from '../../../../bench/report/messages/ja.ts'
import { ENGLISH } from '../../../../bench/report/messages/en.ts'
import { logsTexts } from '../../../../bench/report/messages/commands.ts'
import { widthOf } from '../../../../bench/report/table.ts'
import { aFakeLogs } from '../../../support/fake-logs.ts'
import { aFolder } from '../../../support/folders.ts'
import { anIo } from '../../../support/in-process.ts'
import { like } from '../../../support/like.ts'
import { jsonLine, requestIdOf, streamOf, textLine } from '../../../support/log-lines.ts'
import { aLogged, LOGGED_FROM_MS, traffic } from '../../../support/logged.ts'
import { HOUR, logs, logsOf } from '../../../support/logs-command.ts'
import { answering } from '../../../support/wire.ts'
import { withEnv } from '../../../support/env.ts'

const read = (stdout: string): LogsJudgement => logsReportSchema.parse(JSON.parse(stdout))

const MADE_UP = { accessKeyId: 'made-up', secretAccessKey: '5ecret' }

test('one function is summed up, the numbers that matter first, and all of them when they are asked for', async () => {
  const invocations = traffic({ containers: 30 })
  await using service = await logsOf(invocations)
  const short = await logs(service, ['orders', ...HOUR])
  expect(short.code).toBe(0)
  expect(short.stderr).toBe(`${logsTexts.calls({ pages: 1, throttled: 0, polls: 1 })}\n`)
  expect(short.stdout).toMatch(/^orders +30 +\d+ +[\d.]+ \([\d.]+ to [\d.]+\) +30 +\d+ +0 +66 of 512$/m)
  expect(short.stdout.replaceAll(/\s+/g, ' ')).toMatch(
    like(ENGLISH.logs.alone({ name: 'orders', ms: '…', invocations: '…', containers: '30 containers', p50: '…' })),
  )
  expect(short.stdout).not.toContain(ENGLISH.logs.containersTitle)
  const full = await logs(service, ['orders', ...HOUR, '--verbose'])
  for (const title of [ENGLISH.logs.containersTitle, ENGLISH.logs.durationsTitle, ENGLISH.logs.billedTitle])
    expect(full.stdout).toContain(title)
  const json = read((await logs(service, ['orders', ...HOUR, '--json'])).stdout)
  expect(json.variants[0]).toMatchObject({ containers: 30, invocations: { count: invocations.length, cold: 30 } })
  expect(json.variants[0]!.perContainer).toHaveLength(30)
})

test('two functions are compared, whatever their formats, and the report fits 80 and 120 columns', async () => {
  await using service = await logsOf([
    ...traffic({ functionName: 'old-api', containers: 40, format: 'text' }),
    ...traffic({ functionName: 'new-api', containers: 40, times: 0.7 }),
  ])
  const { code, stdout } = await logs(service, ['old-api', 'new-api', ...HOUR, '--json'])
  expect(code).toBe(0)
  const judgement = read(stdout)
  expect(judgement).toMatchObject({
    reference: { variant: 'old-api' },
    comparisons: [{ variant: 'new-api', warm: { code: 'judged', verdict: { code: 'faster' } } }],
  })
  const swapped = read(
    (await logs(service, ['old-api', 'new-api', ...HOUR, '--json', '--reference', 'new-api'])).stdout,
  )
  expect(swapped.comparisons).toMatchObject([{ variant: 'old-api', warm: { verdict: { code: 'slower' } } }])
  for (const columns of [80, 120]) {
    const drawn = await logs(service, ['old-api', 'new-api', ...HOUR, '-v'], { columns })
    for (const line of drawn.stdout.split('\n')) expect(widthOf(line), line).toBeLessThanOrEqual(columns)
    expect(drawn.stdout.replaceAll(/\s+/g, ' ')).toContain(ENGLISH.logs.observed)
  }
})

test('versions, and one function before and after a deployment or in two spans, are compared', async () => {
  const halfMs = 1_800_000
  const later = traffic({ version: '12', containers: 20, times: 1.5 })
  const all = [
    ...traffic({ version: '11', containers: 20 }),
    ...later.map((one) => ({ ...one, endedMs: one.endedMs + halfMs })),
  ]
  await using service = await logsOf(all)
  const of = async (...args: readonly string[]) => read((await logs(service, [...args, '--json'])).stdout)
  const slower = { code: 'judged', verdict: { code: 'slower' } }
  expect(await of('orders:11', 'orders:12', ...HOUR)).toMatchObject({
    reference: { variant: 'orders:11' },
    comparisons: [{ variant: 'orders:12', warm: slower }],
  })
  // Nobody asked for versions, and there are two.
  expect((await of('orders', ...HOUR)).variants.map(({ name }) => name)).toEqual(['orders:11', 'orders:12'])
  expect(await of('orders', ...HOUR, '--split', '2026-01-15T09:30Z')).toMatchObject({
    reference: { variant: 'orders', part: 'before' },
    comparisons: [{ part: 'after', warm: slower }],
  })
  const two = ['--from', '2026-01-15T09:30Z', '--to', '2026-01-15T10:00Z']
  const against = ['--against-from', '2026-01-15T09:00Z', '--against-to', '2026-01-15T09:30Z']
  expect(await of('orders', ...two, ...against)).toMatchObject({
    reference: { variant: 'orders', part: 'against' },
    comparisons: [{ variant: 'orders', warm: slower }],
  })
  expect(service.figures().calls).toBe(1 + 1 + 2 + 2)
})

// Breakage: what functions log, which may be anything, is shown, kept or sent on.
test('nothing that a function logged is printed or kept, whatever it looks like', async () => {
  await using service = await logsOf(traffic({ containers: 13 }))
  const hostile = [
    's3cret',
    `REPORT RequestId: s3cret\u001B[31m`,
    `${textLine({ requestId: 's3cret' })}s3cret`,
    jsonLine({ requestId: 's3cret', status: 's3cret' }),
    `INIT_REPORT Init Duration: 1.00 ms\tPhase: init\tStatus: s3cret`,
    `x s3cret Task timed out after 3.00 seconds`,
    JSON.stringify({ type: 'platform.report', record: { requestId: 's3cret', metrics: 's3cret' } }),
  ]
  for (const message of hostile)
    for (const stream of [streamOf('s-1-3-cret'), 's3cret']) service.store.put('/aws/lambda/orders', stream, message)
  const out = join(aFolder(), 'out')
  const span = ['--from', '2026-01-15T09:00:00Z', '--patience', '1ms']
  for (const more of [[], ['-v'], ['--json'], ['-v', '--output', out], ['--lang', 'ja']]) {
    const { stdout, stderr } = await logs(service, ['orders', ...span, ...more])
    expect(`${stdout}${stderr}`).not.toContain('s3cret')
    expect(stdout.length).toBeGreaterThan(100)
  }
  for (const file of ['report.json', 'report.md', 'report.html'])
    expect(readFileSync(join(out, file), 'utf8')).not.toContain('s3cret')
})

test('a folder gets the report in every form, and a language its words', async () => {
  await using service = await logsOf(traffic())
  const out = join(aFolder(), 'out')
  const { code, stderr } = await logs(service, ['orders', ...HOUR, '--output', out])
  expect(code).toBe(0)
  expect(stderr).toContain(join(out, 'report.html'))
  expect(read(readFileSync(join(out, 'report.json'), 'utf8'))).toMatchObject({ kind: 'logs', exitCode: 0 })
  expect(readFileSync(join(out, 'report.md'), 'utf8')).toContain(ENGLISH.logs.title)
  expect(existsSync(join(out, 'report.html'))).toBe(true)
  const japanese = await logs(service, ['orders', ...HOUR, '--lang', 'ja'])
  expect(japanese.stdout).toContain(JAPANESE.logs.title)
})

test('a group that is empty, one that nobody knows, and a span without invocations', async () => {
  await using service = await logsOf([aLogged({ functionName: 'billing' })])
  service.store.put('/aws/lambda/orders', streamOf('container-1'), 'hello')
  const empty = await logs(service, ['orders', ...HOUR])
  expect(empty).toMatchObject({ code: 5 })
  expect(empty.stdout.replaceAll(/\s+/g, ' ')).toContain(ENGLISH.logs.nothing)
  expect(read((await logs(service, ['orders', ...HOUR, '--json'])).stdout).missing).toEqual([{ name: 'orders' }])
  const unknown = await logs(service, ['order', ...HOUR])
  expect(unknown).toMatchObject({ code: 1, stdout: '' })
  expect(unknown.stderr).toMatch(/^utakata: there is no log group \/aws\/lambda\/order; .*--log-group/)
  const both = await logs(service, ['billing', 'orders', ...HOUR])
  expect(both.code).toBe(5)
  expect(both.stdout).toContain(ENGLISH.logs.missing('orders'))
})

test('a group of several functions is read by the names in its streams', async () => {
  await using service = await logsOf([])
  for (const functionName of ['orders', 'billing'])
    for (let number = 0; number < 3; number++)
      service.store.put(
        '/shared',
        streamOf(`container-${number}`, { functionName }),
        jsonLine({ requestId: requestIdOf(number) }),
      )
  const span = ['--last', '1h', '--patience', '1ms', '--log-group', '/shared', '--json']
  const one = read((await logs(service, ['orders', ...span])).stdout)
  expect(one.variants.map(({ name, containers }) => [name, containers])).toEqual([['orders', 3]])
  const two = read((await logs(service, ['orders', 'billing', ...span])).stdout)
  expect(two.variants.map(({ name }) => name)).toEqual(['orders', 'billing'])
})

test('an ARN says the region and the account, whatever is set', async () => {
  await using fake = await aFakeLogs(() => [
    { logStreamName: streamOf('container-1'), timestamp: LOGGED_FROM_MS + 1000, message: jsonLine() },
  ])
  const arn = 'arn:aws:lambda:ap-northeast-1:123456789012:function:orders:$LATEST'
  const { code } = await logs({ endpoint: fake.origin, key: MADE_UP }, [arn, ...HOUR])
  expect(code).toBe(0)
  expect(fake.requests[0]).toMatchObject({
    logGroupIdentifier: 'arn:aws:logs:ap-northeast-1:123456789012:log-group:/aws/lambda/orders',
  })
  expect(fake.seen[0]!.headers.authorization).toContain('/ap-northeast-1/logs/aws4_request')
})

test('late events are waited for, and throttling is said', async () => {
  await using service = await logsOf([], {
    now: () => Date.now() - 1000,
    faults: { throttleEvery: 2, ingestDelayMs: 40 },
  })
  for (let number = 0; number < 5; number++)
    service.store.put(
      '/aws/lambda/orders',
      streamOf('container-1'),
      jsonLine({ requestId: requestIdOf(number), durationMs: 0.1 }),
    )
  const { stdout, stderr } = await logs(service, ['orders', '--last', '10m', '--patience', '100ms', '--json'])
  expect(read(stdout).variants[0]!.invocations.count).toBe(5)
  expect(stderr).toMatch(/throttled (once|\d times), again for late events/)
})

test('who may not read logs learns which permission it takes', async () => {
  const refusal = [400, 'AccessDeniedException', 'not authorized to perform: logs:FilterLogEvents'] as const
  await using fake = await aFakeLogs([], { refusal })
  const { code, stdout, stderr } = await logs({ endpoint: fake.origin, key: MADE_UP }, ['orders', ...HOUR])
  expect([code, stdout]).toEqual([1, ''])
  expect(stderr).toMatch(/^utakata: the credentials for AWS are not allowed logs:FilterLogEvents/)
})

test('Ctrl-C ends the reading at once', async () => {
  const io = anIo({ cwd: aFolder() })
  await using silent = await answering(() => io.signals.emit('SIGINT', 'SIGINT'))
  for (const [name, value] of Object.entries({
    AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: silent.origin,
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: MADE_UP.accessKeyId,
    AWS_SECRET_ACCESS_KEY: MADE_UP.secretAccessKey,
  }))
    withEnv(name, value)
  expect(await main(['logs', 'orders', ...HOUR], io)).toBe(130)
})
