/**
 * How long a quick demo takes, and how closely it measures: whole commands, each number in a world of its own. With another checkout, its
 * demos in turn with these, in the same worlds: `npm run bench:demos -- [demos] [--against FOLDER]`; exit code 3: a target missed.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ROOT } from '../io/installation.ts'
import { EXIT } from '../cli/exit-code.ts'
import { formatSummary } from '../report/format.ts'
import { median } from '../statistics/quantile.ts'
import { type Summary, summaryOf } from '../statistics/summary.ts'
import { checkTargets, printTable, runTool, temporaryFolder, wholeNumber } from './harness/harness.ts'
import { interleave } from './harness/interleave.ts'

/** What is read of a report, of older code too. */
interface Report {
  readonly aaCheck: { readonly code: string }
  readonly sensitivityCheck: { readonly code: string }
  readonly variants: readonly {
    readonly variant: string
    readonly role: string
    readonly ratio?: { readonly low: number; readonly high: number }
  }[]
}

/** One quick demo. */
interface Demo {
  readonly seconds: number
  readonly report: Report
}

async function runDemo(checkout: string, number: number): Promise<Demo> {
  using folder = temporaryFolder('demo')
  const beganMs = performance.now()
  const args = ['bench', 'demo', '--quick', '--set', `world.seed=${number}`, '--output', join(folder.path, 'out')]
  // Each checkout is to keep compiled code as its commands do.
  const { NODE_COMPILE_CACHE: _, ...env } = process.env
  const command = spawn(process.execPath, [join(checkout, 'bench/launch.mjs'), ...args], { env, stdio: 'ignore' })
  const [code] = (await once(command, 'exit')) as [number | null]
  const seconds = (performance.now() - beganMs) / 1000
  // How quiet the machine is decides what can be said of speed.
  if (code !== EXIT.done && code !== EXIT.cannotJudge) throw new Error(`${checkout}: the demo ended in ${code}`)
  return { seconds, report: JSON.parse(readFileSync(join(folder.path, 'out/report.json'), 'utf8')) as Report }
}

/** Half of the width of each candidate's interval, as a share of its ratio. */
function halfWidths({ report }: Demo): ReadonlyMap<string, number> {
  return new Map(
    report.variants.flatMap(({ variant, role, ratio }) =>
      role === 'candidate' && ratio ? [[variant, Math.log(ratio.high / ratio.low) / 2] as const] : [],
    ),
  )
}

async function measure(demos: number, { against }: { readonly against?: string }): Promise<void> {
  const own = fileURLToPath(ROOT)
  const checkouts = [own, ...(against === undefined ? [] : [against])]
  const done = await interleave(checkouts, runDemo, {
    iterations: demos,
    onIteration: (number, all) =>
      console.error(
        `demo ${number} of ${demos}: ${checkouts.map((one) => `${all[one]!.at(-1)!.seconds.toFixed(1)} s`).join(', ')}`,
      ),
  })
  const names = [...halfWidths(done[own]![0]!).keys()]
  printTable(
    ['checkout', 'seconds', 'A/A check', 'sensitivity', ...names],
    checkouts.map((checkout) => {
      const all = done[checkout]!
      const count = (holds: (report: Report) => boolean) =>
        `${all.filter(({ report }) => holds(report)).length} of ${demos}`
      return [
        checkout === own ? 'this one' : checkout,
        formatSummary(secondsOf(all)),
        count(({ aaCheck }) => aaCheck.code === 'passed'),
        count(({ sensitivityCheck }) => sensitivityCheck.code === 'found'),
        ...names.map(
          (name) => `±${(median(all.flatMap((demo) => halfWidths(demo).get(name) ?? [])) * 100).toFixed(1)}%`,
        ),
      ]
    }),
    [1],
  )
  checkTargets([
    { what: 's of a quick demo', measured: secondsOf(done[own]!), atMost: 25 },
    ...(against === undefined
      ? []
      : [
          {
            what: 'times the half-width of the other checkout, over all variants and worlds',
            measured: summaryOf(halfWidthRatios(done[own]!, done[against]!))!,
            atMost: 1.1,
          },
        ]),
  ])
}

function secondsOf(demos: readonly Demo[]): Summary {
  return summaryOf(demos.map(({ seconds }) => seconds))!
}

/** Of each variant in each world. */
function halfWidthRatios(own: readonly Demo[], others: readonly Demo[]): number[] {
  return own.flatMap((demo, place) => {
    const other = halfWidths(others[place]!)
    return [...halfWidths(demo)].flatMap(([variant, width]) => {
      const its = other.get(variant)
      return its === undefined ? [] : width / its
    })
  })
}

await runTool('bench:demos', 'How long a quick demo takes, and how closely it measures', (tool) =>
  tool
    .argument('[demos]', 'of each checkout', wholeNumber('[demos]'), 6)
    .option('--against <folder>', 'another checkout, with its packages')
    .action(measure),
)
