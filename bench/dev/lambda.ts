/** What a function costs before and beside its job: loading the bundle, tracing, and the CDK's synthesis. `npm run bench:lambda -- [processes]` */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { formatRatio } from '../report/format.ts'
import { formatNumber } from '../report/messages/formats.ts'
import { median } from '../statistics/quantile.ts'
import { checkTargets, printTable, run, runTool, temporaryFolder, wholeNumber } from './harness/harness.ts'
import { type Interleaved, interleave, timeMs } from './harness/interleave.ts'
import { ITEMS, ITERATIONS, measureTracing, MIN_BLOCKS } from './lambda/tracing.ts'

const START_UPS = 40
/** The handler, of which Node has kept what it compiled. */
const COMPILED = 'compiled'
const BUNDLE = fileURLToPath(new URL('../../infra/bundle.ts', import.meta.url))
const CDK = fileURLToPath(new URL('../../infra/cdk.ts', import.meta.url))

async function measureFunctions(blocks: number): Promise<void> {
  const loads = await loadMs()
  const [emptyMs, handlerMs, notifierMs, compiledMs] = (['empty', 'handler', 'notifier', COMPILED] as const).map(
    (name) => median(loads[name]),
  ) as [number, number, number, number]
  console.log(`Loading in a fresh Node, medians of ${START_UPS} in turn, ms: an empty module ${formatNumber(emptyMs)},
  the handler ${formatNumber(handlerMs)}, the notifier ${formatNumber(notifierMs)}, the handler with code that Node compiled earlier ${formatNumber(compiledMs)}.\n`)
  const synthesisS = (await synthesisMs()) / 1000
  console.log(`Synthesis of two sizes, a schedule and a mock world: ${formatNumber(synthesisS)} s.\n`)

  const costs = await measureTracing(blocks, (block) =>
    console.error(`tracing: process ${block} of ${blocks} of each mode`),
  )
  console.log(`promise-all over ${ITEMS} feeds of wide, ${blocks} processes of each mode, ${ITERATIONS} iterations in each. Ratios, with intervals of 95% over the processes, are
to the run of the same iteration without tracing or even a recording (none); off records and sends nothing; unseen is the share of documents that never
came to the daemon.`)
  printTable(
    ['TRACE', 'makespan', 'CPU', 'makespan ms', 'CPU ms', 'trace ms', 'documents', 'bytes', 'unseen'],
    costs.map(({ mode, ...cost }) => {
      const role = mode === 'none' ? 'reference' : 'candidate'
      return [
        mode,
        formatRatio({ ratio: cost.makespanRatio, role }),
        formatRatio({ ratio: cost.cpuRatio, role }),
        formatNumber(cost.makespanMs),
        formatNumber(cost.cpuMs),
        formatNumber(cost.traceBuildMs),
        String(Math.round(cost.documents)),
        String(Math.round(cost.bytes)),
        `${(cost.lostShare * 100).toFixed(1)}%`,
      ]
    }),
    [1, 2, 3, 4, 5, 6, 7, 8],
  )

  const exemplars = costs.find(({ mode }) => mode === 'exemplars')!
  checkTargets([
    { what: 'ms more than an empty module, to load the handler', measured: handlerMs - emptyMs, atMost: 60 },
    {
      what: 'times the CPU of a run without recording, exemplars',
      measured: exemplars.cpuRatio.ratio,
      atMost: 1.08,
    },
    { what: 'times its makespan, exemplars', measured: exemplars.makespanRatio.ratio, atMost: 1.03 },
    { what: 'seconds of synthesis', measured: synthesisS, atMost: 30 },
  ])
}

/** What the bundle's functions take to load, each in a fresh Node, beside an empty module. Prints what the bundle says of itself. */
async function loadMs(): Promise<Interleaved<'empty' | 'handler' | 'notifier' | typeof COMPILED, number>> {
  using folder = temporaryFolder('start-up')
  const { stdout } = await run(process.execPath, [BUNDLE, folder.path])
  console.log(stdout)
  writeFileSync(join(folder.path, 'empty.mjs'), '')
  const code = `const began = performance.now(); await import(process.argv[1]); console.log(performance.now() - began)`
  // Functions are started without what commands keep.
  const { NODE_COMPILE_CACHE: _, ...inherited } = process.env
  const env = { ...inherited, STRATEGY: 'pipelined', TRACE: 'exemplars' }
  const load = async (name: string) => {
    const isCompiled = name === COMPILED
    const module = join(folder.path, `${isCompiled ? 'handler' : name}.mjs`)
    const variables = isCompiled ? { ...env, NODE_COMPILE_CACHE: join(folder.path, 'compiled') } : env
    const args = ['--input-type=module', '-e', code, pathToFileURL(module).href]
    return Number((await run(process.execPath, args, { env: variables })).stdout)
  }
  // The first of each fills the system's cache of files.
  return await interleave(['empty', 'handler', 'notifier', COMPILED], load, { iterations: START_UPS, warmUps: 1 })
}

/** A synthesis with nearly every setting. */
async function synthesisMs(): Promise<number> {
  using folder = temporaryFolder('synth')
  const settings = ['memory=512,1769', 'schedule=on', 'mock=ec2', 'feeds=ssm:/a', 'webhookSecret=a']
  const context = settings.flatMap((setting) => ['-c', setting])
  return await timeMs(() => run(process.execPath, [CDK, 'synth', '--output', folder.path, ...context]))
}

await runTool('bench:lambda', 'What loading the functions and tracing cost on this machine', (tool) =>
  tool
    .argument('[processes]', 'fresh processes of each mode of tracing', wholeNumber('[processes]', MIN_BLOCKS), 5)
    .action(measureFunctions),
)
