/** What the package costs whoever installs it: its size, the time of an install and of a start. `npm run bench:package`; exit code 3: a target missed. */
import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { summaryOf } from '../statistics/summary.ts'
import { generateFeed } from '../../mock-server/feeds.ts'
import { WORLD_WINDOW } from '../../mock-server/world.ts'
import { ROOT } from '../io/installation.ts'
import { readScenario } from '../scenario/file.ts'
import { formatSummary } from '../report/format.ts'
import { checkTargets, printTable, run, runTool, temporaryFolder, wholeNumber } from './harness/harness.ts'
import { interleave, timeMs } from './harness/interleave.ts'
import { packPackage } from './package/pack.ts'

async function measure({ installs, starts }: { readonly installs: number; readonly starts: number }): Promise<void> {
  const { tarball, tarballBytes, installedBytes } = await packPackage()
  using project = temporaryFolder('package')
  const installMs: number[] = []
  for (let n = 0; n < installs; n++) {
    writeFileSync(join(project.path, 'package.json'), '{ "private": true }')
    await run('npm', ['uninstall', 'utakata'], { cwd: project.path })
    installMs.push(await timeMs(() => run('npm', ['install', '--save-dev', tarball], { cwd: project.path })))
  }
  // Commands are to keep compiled code as they do by themselves.
  const { NODE_COMPILE_CACHE: _, ...env } = process.env
  const node = (...args: readonly string[]) => run(process.execPath, args, { cwd: project.path, env })
  const [installed, checkout] = [
    'node_modules/utakata/bench/launch.mjs',
    fileURLToPath(new URL('bench/launch.mjs', ROOT)),
  ]
  writeFileSync(join(project.path, CALENDAR), generateFeed(readScenario('demo').world, 0, true))
  const due = ['due', CALENDAR, '--now', new Date(WORLD_WINDOW.fromMs).toISOString()]
  const variants = {
    'node alone': () => node('--eval', '0'),
    '--version, package': () => node(installed, '--version'),
    '--version, checkout': () => node(checkout, '--version'),
    'due FILE, package': () => node(installed, ...due),
    'due FILE, checkout': () => node(checkout, ...due),
  }
  const startMs = await interleave(
    Object.keys(variants) as (keyof typeof variants)[],
    (name) => timeMs(variants[name]),
    { iterations: starts, warmUps: 2 },
  )
  const importMs = async (name: string) => Number((await node('--input-type=module', '--eval', IMPORTING, name)).stdout)
  const imports = ['utakata/job', 'utakata'] as const
  const importedMs = await interleave(imports, importMs, { iterations: starts, warmUps: 1 })
  const packages = readdirSync(join(project.path, 'node_modules')).filter((name) => !name.startsWith('.'))
  console.log(`${installs} installs from a tarball, ${starts} starts of each, interleaved; Node ${process.version}.`)
  printTable(
    ['command', 'ms'],
    Object.entries(startMs).map(([name, ms]) => [name, formatSummary(summaryOf(ms)!)]),
    [1],
  )
  printTable(
    ['loading', 'ms'],
    Object.entries(importedMs).map(([name, ms]) => [name, formatSummary(summaryOf(ms)!)]),
    [1],
  )
  checkTargets([
    { what: 'MB of tarball', measured: tarballBytes / 1e6, atMost: 2.5 },
    { what: 'MB installed', measured: installedBytes / 1e6, atMost: 8 },
    { what: 'packages installed', measured: packages.length, atMost: 1 },
    { what: 's of install', measured: summaryOf(installMs.map((ms) => ms / 1000))!, atMost: 10 },
    { what: 'ms of --version in the package', measured: summaryOf(startMs['--version, package'])!, atMost: 100 },
    { what: 'ms of due FILE in the package', measured: summaryOf(startMs['due FILE, package'])!, atMost: 200 },
    { what: 'ms of due FILE in a checkout', measured: summaryOf(startMs['due FILE, checkout'])!, atMost: 200 },
    { what: 'ms of importing utakata/job', measured: summaryOf(importedMs['utakata/job'])!, atMost: 10 },
  ])
}

const CALENDAR = 'team.ics'

/** Prints how many milliseconds the import of its argument takes. */
const IMPORTING =
  'const began = performance.now(); await import(process.argv[1]); console.log(performance.now() - began)'

await runTool('bench:package', 'What the package costs whoever installs it', (tool) =>
  tool
    .option('--installs <number>', 'installs into an empty project', wholeNumber('--installs'), 5)
    .option('--starts <number>', 'starts of each', wholeNumber('--starts'), 20)
    .action(measure),
)
