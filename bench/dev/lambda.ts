/** What a function costs before and beside its job: loading the bundle, tracing, and the CDK's synthesis. `npm run bench:lambda -- [blocks]` */
import { EXIT } from '../cli/exit-code.ts'
import { formatNumber } from '../report/format.ts'
import { layOut } from '../report/table.ts'
import { measureStartUp, measureSynth } from './lambda/start-up.ts'
import { measureTracing } from './lambda/tracing.ts'

const START_UPS = 40
const [wanted = '5'] = process.argv.slice(2)
const blocks = Number(wanted)
if (!(Number.isSafeInteger(blocks) && blocks >= 1)) {
  console.error(`expected [forks], a whole number of at least 1, got ${wanted}; such as: npm run bench:lambda -- 5`)
  process.exit(EXIT.usage)
}

const { startUp, bundle } = measureStartUp(START_UPS)
console.log(bundle)
console.log(`Loading in a fresh Node, medians of ${START_UPS} in turn, ms: an empty module ${formatNumber(startUp.emptyMs)},
  the handler ${formatNumber(startUp.handlerMs)}, the notifier ${formatNumber(startUp.notifierMs)}.\n`)
const synthS = measureSynth()
console.log(`Synthesis of two sizes, a schedule and a mock world: ${formatNumber(synthS)} s.\n`)

const isTerminal = process.stderr.isTTY
const costs = await measureTracing(blocks, (block) => {
  if (isTerminal) process.stderr.write(`\r${block} of ${blocks} forks of tracing`)
})
if (isTerminal) process.stderr.write('\r\u001B[2K')
console.log(`promise-all over 400 feeds of wide, ${blocks} forks of 12 rounds. Ratios are over the same round without tracing or even a
recording (none); off records and sends nothing; unseen is the share of documents that never came to the daemon.`)
const head = ['TRACE', 'makespan', 'CPU', 'makespan ms', 'CPU ms', 'trace ms', 'documents', 'bytes', 'unseen']
const rows = costs.map((cost) => [
  cost.mode,
  cost.makespanRatio.toFixed(3),
  cost.cpuRatio.toFixed(3),
  formatNumber(cost.makespanMs),
  formatNumber(cost.cpuMs),
  formatNumber(cost.traceBuildMs),
  String(Math.round(cost.documents)),
  String(Math.round(cost.bytes)),
  `${(cost.lostShare * 100).toFixed(1)} %`,
])
for (const line of layOut([head, ...rows], [1, 2, 3, 4, 5, 6, 7, 8])) console.log(line)

const exemplars = costs.find(({ mode }) => mode === 'exemplars')!
const bars: readonly [what: string, measured: number, most: number][] = [
  ['ms more than an empty module, to load the handler', startUp.handlerMs - startUp.emptyMs, 60],
  ['times the CPU of a run without recording, exemplars', exemplars.cpuRatio, 1.08],
  ['times its makespan, exemplars', exemplars.makespanRatio, 1.03],
  ['seconds of synthesis', synthS, 30],
]
console.log('\nThe bars (missed by a little on a busy machine, try again on a quiet one):')
for (const [what, measured, most] of bars) {
  const met = measured <= most
  if (!met) process.exitCode = EXIT.thresholdFailed
  console.log(`${met ? 'met   ' : 'missed'}  ${formatNumber(measured)} ${what} (at most ${most})`)
}
