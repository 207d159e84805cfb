/** What the local Lambda adds to a warm invocation, and what loading the bundle adds to the start of a container. `npm run bench:lab -- [iterations]` */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { atExit } from '../io/at-exit.ts'
import { EXIT } from '../cli/exit-code.ts'
import { buildBundle } from '../run/lab/bundle.ts'
import type { FunctionSettings } from '../run/lab/lambda/function-settings.ts'
import { LocalLambda } from '../run/lab/lambda/local-lambda.ts'
import { runtimeClient } from '../run/lab/lambda/runtime-process.ts'
import { formatNumber } from '../report/format.ts'
import { quantile } from '../statistics/quantile.ts'

const [wanted = '30'] = process.argv.slice(2)
const iterations = Number(wanted)
if (!(Number.isSafeInteger(iterations) && iterations >= 1)) {
  console.error(`expected [rounds], a whole number of at least 1, got ${wanted}; such as: npm run bench:lab -- 30`)
  process.exit(EXIT.usage)
}

const WARM_INVOCATIONS = 500
const EVENT = { payload: Buffer.from('{}') }
const folder = mkdtempSync(join(tmpdir(), 'utakata-bench-lab-'))
const remove = () => rmSync(folder, { recursive: true, force: true })
const stay = atExit(remove)
try {
  const empty = join(folder, 'empty')
  const bundle = join(folder, 'bundle')
  await buildBundle(bundle)
  mkdirSync(empty)
  writeFileSync(join(empty, 'handler.mjs'), 'export const handler = async () => null\n')
  const functions = [functionIn(empty, 'empty'), functionIn(bundle, 'bundle')]

  console.log(
    `A warm invocation of a handler that does nothing, ${WARM_INVOCATIONS} of them, ms (95th percentile); client: ${runtimeClient()}.`,
  )
  const added = { frozen: await warmMs(functions, true), awake: await warmMs(functions, false) }
  console.log(`  stopped in between  ${told(added.frozen)}\n  never stopped       ${told(added.awake)}\n`)

  const init = await initMs(functions)
  const [emptyMs, bundleMs] = [quantile(init.empty, 0.5), quantile(init.bundle, 0.5)]
  const ratio = quantile(
    init.bundle.map((ms, iteration) => ms / init.empty[iteration]!),
    0.5,
  )
  console.log(`The start of a container, from its process to its first question, ${iterations} of each in turn, medians in ms:
  a handler that does nothing ${formatNumber(emptyMs)}, the bundle ${formatNumber(bundleMs)}; ${ratio.toFixed(2)} times as long (median of pairs).\n`)

  const bars: readonly (readonly [what: string, measured: number, most: number])[] = [
    ['ms added to a warm invocation by host and client', quantile(added.frozen, 0.5), 1],
    ['times the start of a handler that does nothing', ratio, 2],
  ]
  console.log('The bars (missed by a little on a busy machine, try again on a quiet one):')
  for (const [what, measured, most] of bars) {
    const met = measured <= most
    if (!met) process.exitCode = EXIT.thresholdFailed
    console.log(`${met ? 'met   ' : 'missed'}  ${formatNumber(measured)} ${what} (at most ${most})`)
  }
} finally {
  remove()
  stay()
}

function told(times: readonly number[]): string {
  return `${formatNumber(quantile(times, 0.5))} (${formatNumber(quantile(times, 0.95))})`
}

function functionIn(at: string, name: string): FunctionSettings {
  const variables = { STRATEGY: 'pipelined', UV_THREADPOOL_SIZE: '64', TZ: 'UTC' }
  return {
    name,
    folder: at,
    handler: 'handler.handler',
    memoryMb: 1769,
    timeoutMs: 10_000,
    variables,
    logFormat: 'JSON',
  }
}

async function warmMs(functions: readonly FunctionSettings[], freezes: boolean): Promise<number[]> {
  await using lambda = new LocalLambda({ functions, freezes })
  const times: number[] = []
  for (let invocation = -50; invocation < WARM_INVOCATIONS; invocation++) {
    const beganMs = performance.now()
    await lambda.invoke('empty', EVENT)
    if (invocation >= 0) times.push(performance.now() - beganMs)
  }
  return times
}

async function initMs(functions: readonly FunctionSettings[]): Promise<{ empty: number[]; bundle: number[] }> {
  await using lambda = new LocalLambda({ functions })
  const times = { empty: [] as number[], bundle: [] as number[] }
  // The first of each fills the system's cache of files.
  for (let iteration = -1; iteration < iterations; iteration++)
    for (const name of ['empty', 'bundle'] as const) {
      // The bundle answers an event without a job by what it expects, which is no matter here.
      const { answer } = await lambda.invoke(name, EVENT)
      if (iteration >= 0) times[name].push(answer.init!.endMs - answer.init!.beginMs)
      // From now on it has other containers.
      lambda.reconfigure(name, {})
    }
  return times
}
