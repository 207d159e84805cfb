/** How large the page of each result is, and how long it takes to be drawn. `npm run bench:page -- FOLDER...` */
import { pageOf } from '../commands/results/give-report.ts'
import { reportIn } from '../commands/report/report.ts'
import { formatNumber } from '../report/messages/formats.ts'
import { median } from '../statistics/quantile.ts'
import { expectMet, printTable, runTool } from './harness/harness.ts'
import { timeMs } from './harness/interleave.ts'

const DRAWINGS = 10
const MAX_MS = 1000
/** Up to so many runs a page is held to a demo's size, above to that of ten thousand. */
const DEMO = { runs: 1000, mostKb: 300 }
const LARGE = { runs: 10_000, mostKb: 1000 }

async function measureAll(folders: readonly string[]): Promise<void> {
  const rows: string[][] = []
  for (const folder of folders) rows.push(await measure(folder))
  printTable(['result', 'runs', 'KB', 'first ms', 'later ms', 'targets'], rows, [1, 2, 3, 4])
  console.log(`
first: what draws has to be loaded too, of the first result; later: median of ${DRAWINGS}. At most ${MAX_MS} ms each, ${DEMO.mostKb} KB up to
${DEMO.runs} runs and ${LARGE.mostKb} KB up to ${LARGE.runs}.`)
}

async function measure(folder: string): Promise<string[]> {
  const report = await reportIn(folder, {}, { cwd: process.cwd() })
  // The page of a sweep has no number of runs.
  const { trials } = report.judgement as { readonly trials?: number }
  let bytes = 0
  const draw = async () => {
    bytes = Buffer.byteLength(await pageOf(report))
  }
  const firstMs = await timeMs(draw)
  const laterMs: number[] = []
  for (let drawing = 0; drawing < DRAWINGS; drawing++) laterMs.push(await timeMs(draw))
  const mostKb = (trials ?? 0) <= DEMO.runs ? DEMO.mostKb : (trials ?? 0) <= LARGE.runs ? LARGE.mostKb : Infinity
  const isMet = firstMs <= MAX_MS && median(laterMs) <= MAX_MS && bytes / 1000 <= mostKb
  expectMet(isMet)
  return [
    folder,
    String(trials ?? '–'),
    formatNumber(bytes / 1000),
    formatNumber(firstMs),
    formatNumber(median(laterMs)),
    isMet ? 'met' : 'missed',
  ]
}

await runTool('bench:page', 'How large the page of each result is, and how long it takes to be drawn', (tool) =>
  tool.argument('<folders...>', 'results, such as utakata-results/*').action(measureAll),
)
