/** What the local Lambda adds to a warm invocation, and what loading the bundle adds to the start of a container. `npm run bench:lab -- [iterations]` */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildBundle } from '../run/lab/bundle.ts'
import type { FunctionSettings } from '../run/lab/lambda/function-settings.ts'
import { LocalLambda } from '../run/lab/lambda/local-lambda.ts'
import { runtimeClient } from '../run/lab/lambda/runtime-process.ts'
import { formatNumber } from '../report/messages/formats.ts'
import { median, quantile } from '../statistics/quantile.ts'
import { checkTargets, runTool, temporaryFolder, wholeNumber } from './harness/harness.ts'
import { type Interleaved, interleave, interleaveTimes, pairedRatio } from './harness/interleave.ts'

const WARM_INVOCATIONS = 500
const WARM_UPS = 50
const EVENT = { payload: Buffer.from('{}') }

async function measureLab(iterations: number): Promise<void> {
  using folder = temporaryFolder('bench-lab')
  const empty = join(folder.path, 'empty')
  const bundle = join(folder.path, 'bundle')
  await buildBundle(bundle)
  mkdirSync(empty)
  writeFileSync(join(empty, 'handler.mjs'), 'export const handler = async () => null\n')
  const functions = [functionIn(empty, 'empty'), functionIn(bundle, 'bundle')]

  const added = await warmMs(functions)
  console.log(
    `A warm invocation of a handler that does nothing, ${WARM_INVOCATIONS} of them, ms (95th percentile); client: ${runtimeClient()}.
  stopped in between  ${formatTail(added.frozen)}
  never stopped       ${formatTail(added.awake)}
`,
  )

  const init = await initMs(functions, iterations)
  const ratio = pairedRatio(init.bundle, init.empty)
  console.log(`The start of a container, from its process to its first question, ${iterations} of each in turn, medians in ms:
  a handler that does nothing ${formatNumber(median(init.empty))}, the bundle ${formatNumber(median(init.bundle))}; ${ratio.median.toFixed(2)} times as long (median of pairs).`)

  checkTargets([
    { what: 'ms added to a warm invocation by host and client', measured: median(added.frozen), atMost: 1 },
    { what: 'times the start of a handler that does nothing', measured: ratio, atMost: 2 },
  ])
}

function formatTail(times: readonly number[]): string {
  return `${formatNumber(median(times))} (${formatNumber(quantile(times, 0.95))})`
}

function functionIn(folder: string, name: string): FunctionSettings {
  const variables = { STRATEGY: 'pipelined', UV_THREADPOOL_SIZE: '64', TZ: 'UTC' }
  return { name, folder, handler: 'handler.handler', memoryMb: 1769, timeoutMs: 10_000, variables, logFormat: 'JSON' }
}

async function warmMs(functions: readonly FunctionSettings[]): Promise<Interleaved<'frozen' | 'awake', number>> {
  await using frozen = new LocalLambda({ functions })
  await using awake = new LocalLambda({ functions, freezes: false })
  return await interleaveTimes(
    { frozen: () => frozen.invoke('empty', EVENT), awake: () => awake.invoke('empty', EVENT) },
    { iterations: WARM_INVOCATIONS, warmUps: WARM_UPS },
  )
}

async function initMs(
  functions: readonly FunctionSettings[],
  iterations: number,
): Promise<Interleaved<'empty' | 'bundle', number>> {
  await using lambda = new LocalLambda({ functions })
  const start = async (name: string) => {
    // The bundle answers an event without a job by what it expects, which is no matter here.
    const { answer } = await lambda.invoke(name, EVENT)
    // From now on it has other containers.
    lambda.reconfigure(name, {})
    return answer.init!.endMs - answer.init!.beginMs
  }
  // The first of each fills the system's cache of files.
  return await interleave(['empty', 'bundle'], start, { iterations, warmUps: 1 })
}

await runTool('bench:lab', 'What the local Lambda adds to an invocation, and the bundle to a start', (tool) =>
  tool
    .argument('[iterations]', 'containers started of each function', wholeNumber('[iterations]'), 30)
    .action(measureLab),
)
