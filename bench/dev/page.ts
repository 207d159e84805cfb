/** How large the page of each result is, and how long it takes to be drawn. `npm run bench:page -- FOLDER...` */
import { formsIn } from '../commands/report.ts'
import { EXIT } from '../cli/exit-code.ts'
import { formatNumber } from '../report/format.ts'
import { layOut } from '../report/table.ts'
import { median } from '../statistics/quantile.ts'
import { UsageError } from '../io/usage-error.ts'

const DRAWINGS = 10
const MAX_MS = 1000
/** Up to so many runs a page is held to a demo's size, above to that of ten thousand. */
const DEMO = { runs: 1000, mostKb: 300 }
const LARGE = { runs: 10_000, mostKb: 1000 }

const folders = process.argv.slice(2)
if (folders.length === 0) {
  console.error('expected folders of results, got none; such as: npm run bench:page -- utakata-results/*')
  process.exit(EXIT.usage)
}

const rows: string[][] = []
for (const folder of folders) rows.push(await measured(folder))
const head = ['result', 'runs', 'KB', 'first ms', 'later ms', 'bars']
for (const line of layOut([head, ...rows], [1, 2, 3, 4])) console.log(line)
console.log(`
first: what draws has to be loaded too, of the first result; later: median of ${DRAWINGS}. At most ${MAX_MS} ms each, ${DEMO.mostKb} KB up to
${DEMO.runs} runs and ${LARGE.mostKb} KB up to ${LARGE.runs}.`)

async function measured(folder: string): Promise<string[]> {
  const report = await formsIn(folder, {}).catch((error: unknown) => {
    if (!(error instanceof UsageError)) throw error
    console.error(error.message)
    process.exit(EXIT.usage)
  })
  // A sweep is not told in runs.
  const { trials } = report.value as { readonly trials?: number }
  const timesMs: number[] = []
  let bytes = 0
  for (let drawing = 0; drawing <= DRAWINGS; drawing++) {
    const beganMs = performance.now()
    bytes = Buffer.byteLength(await report.page())
    timesMs.push(performance.now() - beganMs)
  }
  const [firstMs, ...laterMs] = timesMs as [number, ...number[]]
  const mostKb = (trials ?? 0) <= DEMO.runs ? DEMO.mostKb : (trials ?? 0) <= LARGE.runs ? LARGE.mostKb : Infinity
  const isMet = firstMs <= MAX_MS && median(laterMs) <= MAX_MS && bytes / 1000 <= mostKb
  if (!isMet) process.exitCode = EXIT.thresholdFailed
  return [
    folder,
    String(trials ?? '–'),
    formatNumber(bytes / 1000),
    formatNumber(firstMs),
    formatNumber(median(laterMs)),
    isMet ? 'met' : 'missed',
  ]
}
