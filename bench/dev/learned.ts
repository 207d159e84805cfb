/**
 * Whether a world that was learned stands for the servers it was learned from: `npm run bench:learned -- [productions] [--sources]`. Servers
 * whose delays follow no model of ours are recorded by `utakata record` while a program does its job, `utakata learn` makes a scenario of
 * the recording, and the strategies are measured against both. In every fourth production a world with doubled delays is measured too, which
 * has to be noticed. Exit code 3: a target missed.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse, stringify } from 'yaml'
import { readTraffic } from '../../mock-server/traffic.ts'
import { startServer } from '../../mock-server/server.ts'
import { EXIT } from '../cli/exit-code.ts'
import { winnersOf } from '../judge/agreement/agreement.ts'
import type { Result } from '../judge/comparison/judgement.ts'
import { summarize } from '../judge/comparison/summarize.ts'
import { type Plan, planOf } from '../plan/plan.ts'
import { ALPHA, isSelectable, QUICK_LOOKS } from '../plan/schedule.ts'
import { raceTrials } from '../run/local/race.ts'
import type { RepeatedJob } from '../run/local/repeated-job.ts'
import { readScenario } from '../scenario/file.ts'
import type { ScenarioWorld } from '../scenario/scenario.ts'
import { median } from '../statistics/quantile.ts'
import type { Trial } from '../trial/trial.ts'
import {
  checkTargets,
  printTable,
  run,
  runTool,
  temporaryFolder,
  untilInterrupted,
  wholeNumber,
} from './harness/harness.ts'
import {
  CHECK_CPU_MS,
  CONCURRENCY,
  DUE_SHARE,
  ITEMS,
  VARIANTS,
  writeExchanges,
  writeProduction,
} from './learned/production.ts'
import { writeSources } from './learned/sources.ts'

const LAUNCHER = fileURLToPath(new URL('../launch.mjs', import.meta.url))
const CLIENT = fileURLToPath(new URL('learned/client.ts', import.meta.url))

/** Of the job, while it is recorded, by programs that run beside each other: of fewer, the share of late answers is luck. */
const RUNS = 200
const PROGRAMS = 4
/** Productions of which a world with doubled delays is measured too, and one with the overhead of this machine in it. */
const DOUBLED_EVERY = 10

/** What one world says of the strategies, held against what the production says. */
interface Agreement {
  /** Of each ratio, by how much it is off: 0.02 for 2% more than in the production. */
  readonly errors: readonly number[]
  /** Of each variant's time. */
  readonly timeErrors: readonly number[]
  readonly agrees: boolean
}

interface Options {
  readonly sources?: boolean
}

async function measure(count: number, { sources: isBySource = false }: Options, signal: AbortSignal): Promise<void> {
  const learned: Agreement[] = []
  const doubled: Agreement[] = []
  for (let seed = 1; seed <= count && !signal.aborted; seed++) {
    using folder = temporaryFolder('learned')
    const production = writeProduction(folder.path, seed)
    const recording = join(folder.path, 'recording.jsonl')
    await record(production, recording)
    const world = await learnFrom(recording, join(folder.path, 'learned'))
    const others = isBySource && seed === 1 ? writeSources(recording, (name) => join(folder.path, name)) : []
    const worlds: NamedWorld[] = [
      { name: 'recording', file: world },
      ...(seed % DOUBLED_EVERY === 1
        ? [
            { name: DOUBLED, file: doubledWorld(world) },
            {
              name: AS_OBSERVED,
              file: await learnFrom(recording, join(folder.path, 'as-observed'), ['--as-observed']),
            },
          ]
        : []),
    ]
    // One after the other: each measures the overhead of this machine.
    for (const name of others)
      worlds.push({ name, file: await learnFrom(join(folder.path, name), join(folder.path, `learned-${name}`)) })
    const found = await racedInTurn({ production, worlds, seed }, signal)
    if (signal.aborted) return
    console.log(`\nProduction ${seed} of ${count}:`)
    printTable(['source', 'ratios off by', 'times off by', ''], found.map(rowOf), [])
    for (const { name, agreement } of found) {
      if (name === 'recording') learned.push(agreement)
      if (name === DOUBLED) doubled.push(agreement)
    }
  }
  if (signal.aborted) return
  printErrors(learned)
  checkTargets([
    { what: 'of the learned worlds agree with their production', measured: share(learned), atLeast: 0.95 },
    { what: 'of the worlds with doubled delays agree', measured: share(doubled), atMost: 0.05 },
  ])
}

const DOUBLED = 'recording, delays doubled'
/** With the overhead of this machine in its times, which is then spent twice. */
const AS_OBSERVED = 'recording, as observed'

interface NamedWorld {
  readonly name: string
  readonly file: string
}

interface Compared {
  readonly production: string
  readonly worlds: readonly NamedWorld[]
  readonly seed: number
}

interface NamedAgreement {
  readonly name: string
  readonly agreement: Agreement
}

/** Measures all of them in turn, block by block, so that what else the machine does strikes all alike; each as it stands to the production. */
async function racedInTurn(
  { production, worlds, seed }: Compared,
  signal: AbortSignal,
): Promise<readonly NamedAgreement[]> {
  const plans = [
    { ...planFor(production, PLAN), afterBlock: 0 },
    ...worlds.map(({ file }) => ({ ...planFor(file, settingsOf(seed)), afterBlock: OTHER_DRAWS })),
  ]
  const trials = plans.map((): Trial[] => [])
  for (let block = 1; block <= QUICK_LOOKS[0]!.blocks && !signal.aborted; block++)
    for (const [place, plan] of plans.entries())
      trials[place]!.push(...(await raceTrials({ ...plan, firstBlock: plan.afterBlock + block }, { signal })))
  if (signal.aborted) return []
  const [truth, ...found] = trials.map((all) => summarize(all))
  return found.map((result, place) => ({ name: worlds[place]!.name, agreement: heldAgainst(truth!, result) }))
}

/** Far from the blocks of the production, whose very draws a world is not to meet. */
const OTHER_DRAWS = 100

/** Of one block. Whether this machine can be relied on is not asked here; controls would take half of the time. */
function planFor(file: string, settings: readonly string[]): Plan {
  const plan = planOf(readScenario(file, settings), { quick: true })
  const variants = plan.variants.filter(({ role }) => isSelectable(role))
  return { ...plan, variants, looks: [{ blocks: 1, alpha: ALPHA }] }
}

function rowOf({ name, agreement: { errors, timeErrors, agrees } }: NamedAgreement): string[] {
  return [name, errors.map(percent).join(', '), timeErrors.map(percent).join(', '), agrees ? 'agrees' : 'disagrees']
}

function share(all: readonly Agreement[]): number {
  return all.filter(({ agrees }) => agrees).length / all.length
}

function printErrors(all: readonly Agreement[]): void {
  const sizes = (of: (one: Agreement) => readonly number[]) => all.flatMap(of).map(Math.abs)
  const [ratios, times] = [sizes(({ errors }) => errors), sizes(({ timeErrors }) => timeErrors)]
  console.log(
    `\n${all.length} productions of ${ITEMS} items, learned from recordings of ${RUNS} runs: ratios are off by ${percent(median(ratios))} (median) and at most ${percent(Math.max(...ratios))}, times by ${percent(median(times))} and at most ${percent(Math.max(...times))}.`,
  )
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)}%`
}

/** Of whole benchmarks of which many are needed. */
const PLAN = ['plan.warmUps=2', 'plan.iterations=6']

/**
 * What exchanges do not tell: how long a check takes, and which items lead to a post, which the seed decides. Posts of the last items make a job
 * 5% longer than those of the first.
 */
const settingsOf = (seed: number) => [
  `world.seed=${seed}`,
  `checkCpuMs=${CHECK_CPU_MS}`,
  `world.items.dueShare=${DUE_SHARE}`,
  `limits.concurrency=${CONCURRENCY}`,
  `variants=[${VARIANTS.join(',')}]`,
  `reference=${VARIANTS[0]}`,
  ...PLAN,
]

async function record(scenario: string, recording: string): Promise<void> {
  const { world } = readScenario(scenario)
  const server = await startServer(world)
  const each = RUNS / PROGRAMS
  try {
    await Promise.all(
      Array.from({ length: PROGRAMS }, (_, place) => {
        const job: RepeatedJob = { world, origin: server.origin, firstRun: 1 + place * each, runs: each }
        const client = [process.execPath, CLIENT, JSON.stringify(job)]
        return run(process.execPath, [LAUNCHER, 'record', '--output', recording, '--', ...client])
      }),
    )
  } finally {
    await server.close()
  }
}

async function learnFrom(source: string, output: string, options: readonly string[] = []): Promise<string> {
  const learn = [LAUNCHER, 'learn', source, '--items', String(ITEMS), '--output', output, ...options]
  await run(process.execPath, learn).catch((error: { readonly code?: unknown }) => {
    // Whether a world that it does not vouch for agrees is asked too.
    if (error.code !== EXIT.cannotJudge) throw error
    console.log('learn says of this one that it does not stand for what was observed.')
  })
  return join(output, 'utakata.yaml')
}

/** The world beside it whose servers take twice as long. */
function doubledWorld(file: string): string {
  const folder = join(dirname(file), 'doubled')
  mkdirSync(folder)
  const { world, ...rest } = parse(readFileSync(file, 'utf8')) as { readonly world: ScenarioWorld }
  const fetchDelay = doubledDelay(world.fetchDelay)
  const notifyDelay = doubledDelay(world.notifyDelay)
  writeFileSync(join(folder, 'utakata.yaml'), stringify({ ...rest, world: { ...world, fetchDelay, notifyDelay } }))
  const exchanges = readTraffic(join(dirname(file), 'observed.jsonl'))
  writeExchanges(
    join(folder, 'observed.jsonl'),
    exchanges.map((exchange) => ({ ...exchange, delayMs: exchange.delayMs * 2 })),
  )
  return join(folder, 'utakata.yaml')
}

function doubledDelay(delay: ScenarioWorld['fetchDelay']): ScenarioWorld['fetchDelay'] {
  if (delay.model !== 'empirical') throw new Error(`expected a delay that was learned, got one that is ${delay.model}`)
  return { ...delay, quantilesMs: delay.quantilesMs.map((ms) => 2 * ms) }
}

/** Two worlds agree where the intervals of each ratio overlap and a strategy is among the fastest in both. */
function heldAgainst(truth: Result, found: Result): Agreement {
  const pairs = truth.variants.map(
    (one) => [one, found.variants.find(({ variant }) => variant === one.variant)!] as const,
  )
  const candidates = pairs.filter(([{ role }]) => role === 'candidate')
  const fastest = [truth, found].map(({ variants }) => new Set(winnersOf(variants).map(({ variant }) => variant)))
  return {
    errors: candidates.map(([one, other]) => other.ratio!.ratio / one.ratio!.ratio - 1),
    timeErrors: pairs.map(([one, other]) => other.makespanMs.median / one.makespanMs.median - 1),
    agrees:
      !fastest[0]!.isDisjointFrom(fastest[1]!) &&
      candidates.every(([{ ratio: one }, { ratio: other }]) => one!.low <= other!.high && other!.low <= one!.high),
  }
}

await runTool('bench:learned', 'Whether a learned world stands for the servers behind it', (tool) =>
  tool
    .argument('[productions]', 'productions, each with other delays', wholeNumber('[productions]'), 20)
    .option('--sources', 'the first one also as other tools would have seen it')
    .action((count: number, options: Options) =>
      untilInterrupted('Stopping: nothing more is measured. Again to stop at once.', (signal) =>
        measure(count, options, signal),
      ),
    ),
)
