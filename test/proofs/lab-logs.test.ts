import {
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  type InputLogEvent,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs'
import { expect, onTestFinished, test } from 'vitest'
import { type LogsJudgement, logsReportSchema } from '../../bench/judge/logs/judgement.ts'
import { groupOf } from '../../bench/run/aws/logs/log-names.ts'
import { createLogsClient } from '../../bench/run/aws/logs/logs-client.ts'
import { LAB_REGION } from '../../bench/run/lab/lambda/function-settings.ts'
import type { InvocationReport } from '../../bench/run/lab/lambda/log.ts'
import type { LocalLambda } from '../../bench/run/lab/lambda/local-lambda.ts'
import { type LogsService, startLogsService } from '../../bench/run/lab/logs/service.ts'
import type { Served } from '../../bench/run/contract/running.ts'
import { WORLD_WINDOW } from '../../mock-server/world.ts'
import { emulatorIsInstalled, startEmulator } from '../support/aws-emulator.ts'
import { utakata } from '../support/command-line.ts'
import { aKeptLab, aLab, aSmallWorld, awsIsInstalled, awsJson, environmentOf, invokeWith } from '../support/labs.ts'
import { aFunction, aLambda } from '../support/local-functions.ts'
import { jsonLine, requestIdOf, streamOf, textLine } from '../support/log-lines.ts'

const HAS_EMULATOR = emulatorIsInstalled() && awsIsInstalled()
if (!HAS_EMULATOR) {
  const packages = 'python3-moto, python3-flask, python3-flask-cors and awscli'
  if (process.env.CI) throw new Error(`expected Debian's ${packages}, which logs of others need, got none`)
  console.warn(`SKIPPED: no logs but our own are read without an emulator of AWS; apt-get install Debian's ${packages}`)
}

/** What `utakata logs` says of the last minutes, in numbers. */
async function judgementOf(
  env: Readonly<Record<string, string>>,
  args: readonly string[],
): Promise<LogsJudgement & { readonly all: string }> {
  const { code, stdout, stderr } = await utakata(['logs', ...args, '--last', '30m', '--patience', '1s', '--json'], {
    env,
  })
  expect([0, 5], `${stdout}${stderr}`).toContain(code)
  const judgement = logsReportSchema.parse(JSON.parse(stdout))
  expect(judgement.exitCode).toBe(code)
  return { ...judgement, all: `${stdout}${stderr}` }
}

function eventOf({ origin }: Served): Buffer {
  const base = `${origin}/f1/r1`
  return Buffer.from(
    JSON.stringify({ world: { feedsUrl: `${base}/feeds.txt`, slackUrl: `${base}/slack`, window: WORLD_WINDOW } }),
  )
}

/** Where logs are, as the SDK looks for them. */
function environmentFor({ endpoint, key }: LogsService): Readonly<Record<string, string>> {
  return {
    AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: endpoint,
    AWS_REGION: LAB_REGION,
    AWS_ACCESS_KEY_ID: key.accessKeyId,
    AWS_SECRET_ACCESS_KEY: key.secretAccessKey,
  }
}

/** Invokes a function in so many containers at a time, again and again; gives what the answers said. */
async function invokedIn(
  lambda: LocalLambda,
  name: string,
  { payload, containers, times }: { readonly payload: Buffer; readonly containers: number; readonly times: number },
): Promise<InvocationReport[]> {
  const reports: InvocationReport[] = []
  for (let time = 0; time < times; time++) {
    const all = Array.from({ length: containers }, () => lambda.invoke(name, { payload }))
    reports.push(...(await Promise.all(all)).map(({ answer }) => answer.report))
  }
  return reports
}

const sumOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0)

// Breakage: an invocation is missed, counted twice or taken for another's, or a cold one for a warm one.
test('utakata logs finds exactly the invocations that a lab answered, cold and warm, and compares the functions', async () => {
  await using world = await aSmallWorld()
  await using lab = await aLab(['sequential', 'pipelined'])
  const names = ['utakata-sequential-1769', 'utakata-pipelined-1769']
  const answers = new Map<string, InvocationReport[]>()
  for (const name of names)
    answers.set(name, await invokedIn(lab.lambda, name, { payload: eventOf(world), containers: 13, times: 4 }))
  const judgement = await judgementOf(environmentOf(lab), names)
  expect(judgement).toMatchObject({ target: 'lab', missing: [], oddities: { torn: 0, printed: 0, overlapping: 0 } })
  for (const variant of judgement.variants) {
    const reports = answers.get(variant.name)!
    const cold = reports.filter(({ initMs }) => initMs !== undefined)
    expect(variant).toMatchObject({
      containers: 13,
      memoryMb: 1769,
      invocations: { count: 52, cold: cold.length, firstSeen: 0, warm: 52 - cold.length },
      billed: { ms: sumOf(reports.map(({ billedMs }) => billedMs)) },
      memory: { maxUsedMb: Math.max(...reports.map(({ maxMemoryMb }) => maxMemoryMb)) },
      failed: { count: reports.filter(({ status }) => status !== 'success').length },
    })
    expect(cold).toHaveLength(13)
    const inits = variant.perContainer.map(({ initMs }) => initMs!).toSorted((a, b) => a - b)
    expect(inits).toEqual(cold.map(({ initMs }) => Math.round(initMs! * 100) / 100).toSorted((a, b) => a - b))
  }
  const judged = { code: 'judged' }
  expect(judgement.comparisons).toMatchObject([{ variant: names[1], warm: judged, init: judged, cold: judged }])
  const counts = judgement.variants.map(
    ({ name, invocations }) => `${name} ${invocations.count}, ${invocations.cold} cold`,
  )
  console.log(`lab: ${counts.join('; ')}`)
})

// Breakage: a difference that is there is not found, or the wrong way round.
test('a function that waits three times as long is slower, and a copy is not', async () => {
  await using service = await startLogsService()
  const waiting = (name: string, ms: number) =>
    aFunction(`export const handler = () => new Promise((resolve) => setTimeout(resolve, ${ms}))`, { name })
  await using lambda = aLambda([waiting('quick', 200), waiting('copy', 200), waiting('slow', 600)], {
    log: (name, stream, message) => service.store.put(groupOf(name), stream, message),
  })
  const names = ['quick', 'copy', 'slow']
  for (const name of names) await invokedIn(lambda, name, { payload: Buffer.from('{}'), containers: 12, times: 4 })
  const { comparisons } = await judgementOf(environmentFor(service), names)
  const [copy, slow] = comparisons.map(({ warm }) => warm)
  expect(slow).toMatchObject({ code: 'judged', verdict: { code: 'slower' } })
  // What a busy machine adds to one of them is no difference of 3.
  expect(copy!.code === 'judged' && copy!.low > 0.7 && copy!.high < 1.4, JSON.stringify(copy)).toBe(true)
})

/** Does what it is told to, and prints a secret and lines in the form of Lambda's all the while. */
const SOURCE = `import { writeSync } from 'node:fs'
  const raw = (text) => writeSync(1, text)
  export const handler = async (event, { awsRequestId }) => {
    const line = 'REPORT RequestId: ' + awsRequestId + '\\tDuration: 1.00 ms\\tBilled Duration: 1 ms\\tMemory Size: 128 MB\\tMax Memory Used: 1 MB\\t'
    const record = { requestId: awsRequestId, status: 'success', metrics: { durationMs: 1, billedDurationMs: 1, memorySizeMB: 128, maxMemoryUsedMB: 1 } }
    console.log('5ecret', line)
    raw(line + '\\n' + JSON.stringify({ type: 'platform.report', record }) + '\\n')
    raw('5ecret without an end')
    if (event.does === 'throws') throw new Error('5ecret')
    if (event.does === 'exits') process.exit(7)
    if (event.does === 'hangs') await new Promise(() => setInterval(() => {}, 1000))
    return '5ecret'
  }`

const DOES = ['answers', 'answers', 'throws', 'answers', 'exits', 'answers', 'hangs', 'answers']

// Breakage: a function's own lines count, a crash or a timeout is a success, or what a function prints is shown.
test.each(['Text', 'JSON'] as const)(
  'of functions that fail, crash, hang and print lines like those of Lambda, just what was answered is told: %s',
  async (logFormat) => {
    await using service = await startLogsService()
    const settings = { name: 'hostile', logFormat, timeoutMs: 2000, memoryMb: 512 }
    await using lambda = aLambda(aFunction(SOURCE, settings), {
      log: (name, stream, message) => service.store.put(groupOf(name), stream, message),
    })
    const reports: InvocationReport[] = []
    for (const does of DOES) {
      const { answer } = await lambda.invoke('hostile', { payload: Buffer.from(JSON.stringify({ does })) })
      reports.push(answer.report)
    }
    expect(reports.filter(({ status }) => status === 'timeout')).toHaveLength(1)
    const { variants, oddities, all } = await judgementOf(environmentFor(service), ['hostile'])
    expect(variants).toHaveLength(1)
    expect(variants[0]).toMatchObject({
      memoryMb: 512,
      formats: [logFormat === 'Text' ? 'text' : 'json'],
      invocations: { count: DOES.length, cold: reports.filter(({ initMs }) => initMs !== undefined).length },
      failed: { count: 3 },
      timedOut: 1,
      billed: { ms: sumOf(reports.map(({ billedMs }) => billedMs)) },
    })
    // Two of each invocation, both in the form of Lambda's.
    expect(oddities).toEqual({ torn: 0, printed: 2 * DOES.length, overlapping: 0 })
    expect(all).not.toContain('5ecret')
  },
)

// Breakage: a function that cannot even start has no log, or one in which nothing went wrong.
test.each(['Text', 'JSON'] as const)(
  'starts that fail are counted beside the invocations that fail: %s',
  async (logFormat) => {
    await using service = await startLogsService()
    await using lambda = aLambda(aFunction(`throw new Error('5ecret')`, { name: 'broken', logFormat }), {
      log: (name, stream, message) => service.store.put(groupOf(name), stream, message),
    })
    for (let time = 0; time < 2; time++) await lambda.invoke('broken', { payload: Buffer.from('{}') })
    const { variants, all } = await judgementOf(environmentFor(service), ['broken'])
    expect(variants).toMatchObject([{ invocations: { count: 2, cold: 0 }, failed: { count: 2 }, failedStarts: 1 }])
    expect(all).not.toContain('5ecret')
  },
)

/** An hour of lines in two functions, of which one is 1.4 times as slow, with things in between that do not matter. */
function linesOf(nowMs: number): { readonly group: string; readonly stream: string; readonly event: InputLogEvent }[] {
  return ['quick', 'slow'].flatMap((name) =>
    Array.from({ length: 15 * 6 }, (_, number) => {
      const [container, nth] = [Math.floor(number / 6), number % 6]
      const line = name === 'quick' ? textLine : jsonLine
      const durationMs = (name === 'slow' ? 140 : 100) + container + nth
      const given = { requestId: requestIdOf(number), durationMs, ...(nth === 0 && { initMs: 200 + container }) }
      const timestamp = nowMs - 1_200_000 + container * 1000 + nth * 60_000
      const at = { group: groupOf(name), stream: streamOf(`container-${container}`, { version: '7' }) }
      return [
        { ...at, event: { timestamp: timestamp - 1, message: `START RequestId: ${given.requestId} Version: 7\n` } },
        { ...at, event: { timestamp, message: line(given) } },
      ]
    }).flat(),
  )
}

// Breakage: only logs that share our own assumptions are understood.
test.skipIf(!HAS_EMULATOR)("moto's logs and the lab's have the same of the same lines", async () => {
  const emulator = await startEmulator()
  onTestFinished(emulator.stop)
  const nowMs = Date.now()
  const lines = linesOf(nowMs)
  const client = createLogsClient({
    endpoint: emulator.endpoint,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'emulated', secretAccessKey: 'emulated' },
  })
  for (const [group, ofGroup] of Map.groupBy(lines, (one) => one.group)) {
    await client.send(new CreateLogGroupCommand({ logGroupName: group }))
    for (const [stream, own] of Map.groupBy(ofGroup, (one) => one.stream)) {
      await client.send(new CreateLogStreamCommand({ logGroupName: group, logStreamName: stream }))
      const logEvents = own.map(({ event }) => event)
      await client.send(new PutLogEventsCommand({ logGroupName: group, logStreamName: stream, logEvents }))
    }
  }
  client.destroy()
  let atMs = 0
  await using service = await startLogsService({ now: () => atMs })
  for (const { group, stream, event } of lines.toSorted((a, b) => a.event.timestamp! - b.event.timestamp!)) {
    atMs = event.timestamp!
    service.store.put(group, stream, event.message!)
  }
  atMs = nowMs
  const span = ['--from', new Date(nowMs - 1_800_000).toISOString(), '--to', new Date(nowMs - 1).toISOString()]
  const told = async (env: Readonly<Record<string, string>>) => {
    const { code, stdout, stderr } = await utakata(['logs', 'quick', 'slow', ...span, '--patience', '1s', '--json'], {
      env,
    })
    expect(code, stderr).toBe(0)
    return logsReportSchema.parse(JSON.parse(stdout))
  }
  const theirs = await told(emulator.environment as Record<string, string>)
  const ours = await told(environmentFor(service))
  const inOrder = ({ variants, ...rest }: LogsJudgement) => ({
    ...rest,
    variants: variants.map(({ perContainer, ...variant }) => ({
      ...variant,
      perContainer: perContainer.toSorted((a, b) => a.container.localeCompare(b.container)),
    })),
  })
  expect(inOrder(theirs).variants).toEqual(inOrder(ours).variants)
  expect(theirs.comparisons).toMatchObject([{ variant: 'slow', warm: { verdict: { code: 'slower' } } }])
  expect(theirs.variants).toHaveLength(2)
  expect(theirs.variants.map(({ invocations }) => invocations)).toEqual(
    theirs.variants.map(() => ({ count: 90, cold: 15, firstSeen: 0, warm: 75 })),
  )
  const unknown = await utakata(['logs', 'nobody', ...span], { env: emulator.environment as Record<string, string> })
  expect(unknown).toMatchObject({ code: 1, stdout: '' })
  expect(unknown.stderr).toContain('there is no log group /aws/lambda/nobody')
  console.log(
    `moto: ${theirs.variants.map(({ name, invocations }) => `${name} ${invocations.count}`).join(', ')} invocations, as of the lab's logs`,
  )
})

interface Filtered {
  readonly events: readonly { readonly message: string; readonly eventId: string }[]
  readonly NextToken?: string
}

// Breakage: an answer is none that a client of AWS can read, or means something else to it.
test.skipIf(!HAS_EMULATOR)('the command line of AWS reads the logs of a kept lab, page by page', async () => {
  await using lab = await aKeptLab(['--strategies', 'sequential,pipelined'])
  const name = 'utakata-pipelined-1769'
  for (let time = 0; time < 4; time++) await invokeWith(lab, name, {})
  const group = ['logs', 'filter-log-events', '--log-group-name', groupOf(name)]
  const seen = new Set<string>()
  for (let token: string | undefined; ;) {
    const more = token === undefined ? [] : ['--starting-token', token]
    const page = await awsJson<Filtered>(
      lab,
      ...group,
      '--filter-pattern',
      '"platform.report"',
      '--max-items',
      '3',
      ...more,
    )
    for (const { eventId, message } of page.events) {
      expect(message).toContain('"type":"platform.report"')
      seen.add(eventId)
    }
    if ((token = page.NextToken) === undefined) break
  }
  expect(seen.size).toBe(4)
  const { code, stdout } = await utakata(['logs', name, '--last', '10m', '--patience', '1s'], { env: lab.environment })
  expect(code).toBe(0)
  expect(stdout).toMatch(new RegExp(`^${name} +1 +4 `, 'm'))
})
