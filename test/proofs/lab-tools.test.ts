import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda'
import { expect, test, vi } from 'vitest'
import type { Result } from '../../bench/judge/comparison/judgement.ts'
import { readTrials } from '../../bench/trial/trial.ts'
import { start, utakata } from '../support/command-line.ts'
import { aFolder } from '../support/folders.ts'
import { ab, aKeptLab, aws, awsIsInstalled, awsJson, type KeptLab, lambdaClientOf, resultIn } from '../support/labs.ts'
import { answering } from '../support/wire.ts'

const HAS_AWS = awsIsInstalled()
if (!HAS_AWS) {
  if (process.env.CI) throw new Error("expected Debian's awscli, which the proof of the lab's two APIs needs, got none")
  console.warn(
    "SKIPPED: the lab is not proven to speak as AWS does without its command line; apt-get install Debian's awscli",
  )
}

interface Summaries {
  readonly TraceSummaries: readonly { readonly Id: string }[]
  readonly NextToken?: string
}

const idsIn = ({ TraceSummaries }: Summaries) => TraceSummaries.map(({ Id }) => Id)

/** A name for a trace that begins now. Source: AWS X-Ray Developer Guide, "Trace ID format". */
function aTraceId(): string {
  return `1-${Math.floor(Date.now() / 1000).toString(16)}-${'abcdef01'.repeat(3)}`
}

// Breakage: an answer is none that a client of AWS can read, or means something else to it.
test.skipIf(!HAS_AWS)(
  'the command line of AWS speaks with a kept lab, and utakata xray sees the same traces',
  async () => {
    await using lab = await aKeptLab(['--strategies', 'sequential,pipelined'])
    const [first, second] = ['utakata-sequential-1769', 'utakata-pipelined-1769']
    const folder = aFolder()
    const invoke = (name: string) => [
      'lambda',
      'invoke',
      '--function-name',
      name,
      '--log-type',
      'Tail',
      '--payload',
      `fileb://${lab.event}`,
      join(folder, 'answer.json'),
    ]
    const invoked = await awsJson<{ LogResult: string }>(lab, ...invoke(first))
    expect(invoked).toMatchObject({ StatusCode: 200, ExecutedVersion: '$LATEST' })
    const log = Buffer.from(invoked.LogResult, 'base64').toString()
    expect(log).toMatch(/"type":"platform\.report".*"initDurationMs"/)
    const answer = JSON.parse(readFileSync(join(folder, 'answer.json'), 'utf8')) as object
    expect(answer).toMatchObject({ strategy: 'sequential', run: { figures: { feeds: 8, sent: 4, failures: {} } } })
    await awsJson(lab, ...invoke(first))
    await awsJson(lab, ...invoke(second))

    const unknown = await aws(lab, ...invoke('nobody'))
    expect(unknown.code).toBe(254)
    expect(unknown.stderr).toMatch(
      /ResourceNotFoundException.*calling the Invoke operation: Function not found: nobody/,
    )
    expect(await awsJson(lab, 'lambda', 'get-function-configuration', '--function-name', first)).toMatchObject({
      FunctionName: first,
      MemorySize: 1769,
      Runtime: 'nodejs24.x',
      State: 'Active',
      LastUpdateStatus: 'Successful',
      TracingConfig: { Mode: 'Active' },
      Environment: { Variables: { STRATEGY: 'sequential' } },
    })

    const [id, nowS] = [aTraceId(), Math.floor(Date.now() / 1000)]
    const own = { id: '0123456789abcdef', trace_id: id, name: 'somebody else', start_time: nowS, end_time: nowS + 0.5 }
    const put = ['xray', 'put-trace-segments', '--trace-segment-documents', JSON.stringify(own), '{"id":"0"}']
    const { UnprocessedTraceSegments } = await awsJson<{ UnprocessedTraceSegments: object[] }>(lab, ...put)
    expect(UnprocessedTraceSegments).toHaveLength(1)

    const span = ['--start-time', `${nowS - 600}`, '--end-time', `${nowS + 60}`]
    const summaries = (...more: readonly string[]) =>
      awsJson<Summaries>(lab, 'xray', 'get-trace-summaries', ...span, ...more)
    const all = idsIn(await summaries())
    expect(all).toHaveLength(4)
    expect(all).toContain(id)
    expect(idsIn(await summaries('--filter-expression', 'service("somebody else")'))).toEqual([id])
    const cold = 'annotation.strategy = "sequential" AND annotation.cold = true'
    expect(idsIn(await summaries('--filter-expression', cold))).toHaveLength(1)
    const paged: string[] = []
    for (let token: string | undefined; ;) {
      const page = await summaries('--max-items', '3', ...(token === undefined ? [] : ['--starting-token', token]))
      expect(page.TraceSummaries.length).toBeLessThanOrEqual(3)
      paged.push(...idsIn(page))
      if ((token = page.NextToken) === undefined) break
    }
    expect(paged.toSorted()).toEqual(all.toSorted())
    const batch = await awsJson<{ Traces: { Id: string }[] }>(lab, 'xray', 'batch-get-traces', '--trace-ids', ...all)
    expect(batch.Traces.map(({ Id }) => Id).toSorted()).toEqual(all.toSorted())

    const out = join(folder, 'traces')
    const seen = await utakata(['xray', '--last', '10m', '--output', out], { env: lab.environment })
    expect(seen.stdout).toMatch(/^pipelined +0 +– +1 /m)
    expect(seen.stdout).toMatch(/^sequential +1 +[\d.]+ +1 /m)
    const { trials } = readTrials(join(out, 'trials.jsonl'))
    expect(trials.map(({ invocation }) => invocation!.traceId!).toSorted()).toEqual(
      all.filter((one) => one !== id).toSorted(),
    )
    console.log(
      `aws: ${all.length} traces by pages of 3, by id and by filter; utakata xray saw ${trials.length}, all invocations`,
    )
  },
)

/** What of a function `ab` changes and has to put back. */
async function configurationOf(lab: KeptLab, name: string) {
  const client = lambdaClientOf(lab)
  try {
    const { MemorySize, Environment } = await client.send(new GetFunctionConfigurationCommand({ FunctionName: name }))
    return { memoryMb: MemorySize, touched: Environment?.Variables?.UTAKATA_TOUCHED }
  } finally {
    client.destroy()
  }
}

const TWO = ['--strategies', 'sequential,pipelined']

const NAMES = ['utakata-sequential-1769', 'utakata-pipelined-1769']

const AS_DEPLOYED = { memoryMb: 1769, touched: undefined }

async function expectAsDeployed(lab: KeptLab): Promise<void> {
  for (const name of NAMES) expect(await configurationOf(lab, name), name).toEqual(AS_DEPLOYED)
}

// Breakage: a plan sends a request, money is only counted once it is spent, or a size is not put back.
test('ab plans without any request, refuses what is too expensive, and sweeps sizes that it puts back', async () => {
  await using lab = await aKeptLab(TWO)
  await using nobody = await answering((response) => response.destroy())
  const elsewhere = { ...lab.environment, AWS_ENDPOINT_URL_LAMBDA: nobody.origin, AWS_ENDPOINT_URL_XRAY: nobody.origin }
  const planned = await ab({ ...lab, environment: elsewhere }, ['--dry-run', '--memory', '512,1769'])
  expect(planned).toMatchObject({ code: 0, result: undefined })
  expect(planned.stdout).toMatch(/sequential@512 +utakata-sequential-1769 +512 MB, set for the comparison/)
  expect(planned.stdout).toMatch(
    /At most 384 invocations \(288 if no container has to be replaced\), about [\d.]+ (min|s)[ \d.s]*, at most USD \d\.\d{4}/,
  )
  expect(nobody.seen).toEqual([])

  const dear = await ab(lab, ['--max-usd', '0.000001'])
  expect(dear).toMatchObject({ code: 1, result: undefined })
  expect(dear.stderr).toMatch(/--max-usd: expected to spend at most USD 0\.000001, but it may be as much as USD/)
  const none = await utakata(['xray', '--last', '10m'], { env: lab.environment })
  expect(none.stderr).toContain('No trace of an invocation of a Lambda function was found')

  const swept = await ab(lab, ['--memory', '512,1769', '--containers', '2', '--warm-invocations', '1'])
  // So few containers give figures, and no verdict.
  expect(swept.code).toBe(5)
  // Each size is compared among its own.
  const { sizes } = swept.result as unknown as { readonly sizes: readonly Result[] }
  expect(sizes.map(({ scenario }) => scenario.memoryMb)).toEqual([512, 1769])
  for (const one of sizes) {
    expect(one).toMatchObject({ target: 'lab', trials: 16, tracing: { crossCheck: { matched: 16 } } })
    const ofSize = one.lambda!.warm.map(({ variant, memoryMb }) => `${variant} ${memoryMb}`)
    expect(ofSize).toEqual(
      ['sequential', 'pipelined', 'A/A', '+10%'].map((variant) => `${variant} ${one.scenario.memoryMb}`),
    )
  }
  expect(readFileSync(join(swept.out, 'report.md'), 'utf8')).toContain('LOCAL EMULATION')
  expect(swept.stderr).toMatch(/utakata-pipelined-1769: (memory put back to 1769 MB|UTAKATA_TOUCHED removed)/)
  await expectAsDeployed(lab)
  const invocationsUsd = sizes.reduce((sum, { lambda }) => sum + lambda!.usd!, 0)
  console.log(
    `ab: ${/At most 384 invocations.*?\)/.exec(planned.stdout)![0]} swept 8 variants, USD ${invocationsUsd.toFixed(5)} if it were Lambda`,
  )
})

// Breakage: a change is made before it is written down, or a run goes on over what an earlier one has left.
test('ab that is killed in the middle leaves what --restore puts back, and no other run before that', async () => {
  await using lab = await aKeptLab(TWO)
  const cwd = aFolder()
  const args = ['ab', '--outputs', lab.outputs, '--mock', lab.mock, '--memory', '512,1769']
  const killed = start(args, { env: lab.environment, cwd })
  const changed = await vi.waitFor(
    async () => {
      for (const name of NAMES) {
        const now = await configurationOf(lab, name)
        if (now.memoryMb === 512 && now.touched !== undefined) return name
      }
      throw new Error('expected a function to be changed')
    },
    { timeout: 30_000, interval: 5 },
  )
  process.kill(-killed.pid, 'SIGKILL')
  await killed.end
  expect(await configurationOf(lab, changed)).toMatchObject({ memoryMb: 512, touched: expect.any(String) as string })
  const journal = join(cwd, 'utakata-results/ab-journal.jsonl')
  expect(readFileSync(journal, 'utf8')).toMatch(new RegExp(`"kind":"change","name":"${changed}"`))

  const next = await ab(lab, [], cwd)
  expect(next).toMatchObject({ code: 1, result: undefined })
  expect(next.stderr).toMatch(new RegExp(`before it had put back .*${changed}`))
  expect(next.stderr).toContain('npx utakata ab --restore')

  const restored = await utakata(['ab', '--restore'], { env: lab.environment, cwd })
  expect(restored.code).toBe(0)
  expect(restored.stdout).toContain(`${changed}: memory put back to 1769 MB`)
  expect(restored.stdout).toContain(`${changed}: UTAKATA_TOUCHED removed`)
  await expectAsDeployed(lab)
  const again = await utakata(['ab', '--restore'], { env: lab.environment, cwd })
  expect(again.stdout).toContain('Nothing to put back')
  console.log(`killed: ${changed} had 512 MB; ${restored.stdout.trim().split('\n').join(' ')}`)
})

// Breakage: Ctrl-C is taken for the end of everything, what was measured until then or what was changed.
test('Ctrl-C in the middle of ab puts everything back and reports what there is', async () => {
  await using lab = await aKeptLab(TWO)
  const [cwd, out] = [aFolder(), join(aFolder(), 'ab')]
  const args = [
    'ab',
    '--outputs',
    lab.outputs,
    '--mock',
    lab.mock,
    '--memory',
    '512,1769',
    '--warm-invocations',
    '1',
    '--output',
    out,
  ]
  const stopped = start(args, { env: lab.environment, cwd })
  await stopped.says('container 2 of 12')
  stopped.interrupt()
  const { code, stderr } = await stopped.end
  expect(code).toBe(130)
  expect(stderr).toContain('Stopping: what is finished is kept and reported')
  expect(stderr).toMatch(/: (memory put back to 1769 MB|UTAKATA_TOUCHED removed)/)
  await expectAsDeployed(lab)
  const { sizes } = resultIn(out) as unknown as { readonly sizes: readonly Result[] }
  for (const one of sizes) expect(one).toMatchObject({ target: 'lab', iterationsCounted: 1 })
  expect(sizes).toHaveLength(2)
  expect(existsSync(join(out, 'report.md'))).toBe(true)
  const next = await utakata(['ab', '--restore'], { env: lab.environment, cwd })
  expect(next.stdout).toContain('Nothing to put back')
})
