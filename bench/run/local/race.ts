import type { Place, Visit } from '../../../mock-server/world.ts'
import { currentLoad, describeEnvironment } from '../../trial/environment.ts'
import type { Plan } from '../../plan/plan.ts'
import { type Variant, orderOf } from '../../plan/schedule.ts'
import type { Recorded } from '../../trial/timelines.ts'
import type { Trial } from '../../trial/trial.ts'
import { UserError } from '../../io/user-error.ts'
import { toTrial } from './finish.ts'
import { countKills, type Kills } from './kills.ts'
import { PATIENCE, type Patience } from './patience.ts'
import { PeerError } from '../peer-error.ts'
import { PeerTimeout } from './process.ts'
import type { VariantProcess } from './messages.ts'
import { startVariant } from './variant-process.ts'
import { createVirtualRuns, type VirtualRuns } from './virtual-runs.ts'
import { startWorld, type WorldProcess } from './world.ts'

/** Called as the benchmark goes on, between runs only: drawing is work on a core that is being measured. */
export interface RaceEvents {
  readonly warming?: (block: number) => void
  readonly ended?: (trial: Trial) => void
  /** After `ended`; not of what was not recorded. */
  readonly recorded?: (trial: Trial, recorded: Recorded) => void
  /** After the last run of an iteration: what takes time is waited for. */
  readonly iterationEnded?: () => Promise<void>
  /** After the blocks of a look: whether to go on to the next. */
  readonly goOn: (blocks: number) => boolean
}

/**
 * Runs a plan on this machine against the mock world: a block is one fresh process per variant, run once cold and then warmed, one at a
 * time; in an iteration each variant runs once, alone, in a fresh order. Every run is given out as a trial the moment it ends. A process that
 * gives no answer in time is killed, which costs its variant the run; a variant that keeps hanging is not run any more, and its runs that
 * are left fail at once. Ends early, with what was done, once `signal` is aborted.
 */
export async function race(
  plan: Plan,
  events: RaceEvents,
  signal: AbortSignal,
  patience: Patience = PATIENCE,
): Promise<void> {
  if (signal.aborted) return
  const { firstBlock = 1, scenario, budgetMs } = plan
  const beganMs = performance.now()
  const kills = countKills(() => performance.now() - beganMs > budgetMs)
  const virtualRuns = createVirtualRuns({ withinMs: patience.startMs, signal })
  let world: WorldProcess | undefined
  let ending: Promise<unknown> = Promise.resolve()
  try {
    world = await startWorld(scenario.world, { signal, patience, compares: scenario.deliveries })
    let blocks = 0
    for (const look of plan.looks) {
      for (; blocks < look.blocks && !signal.aborted; blocks++) {
        const block = firstBlock + blocks
        const end = await runBlock({ plan, block, world, events, signal, patience, kills, virtualRuns, ending })
        ending = end()
        // Node writes its cache when a process ends. Waiting here gives every later block the same cache.
        if (blocks === 0 || runsCodeOfUsers(plan)) await ending
      }
      if (signal.aborted || !events.goOn(look.blocks)) return
    }
  } catch (error) {
    // What an abort ends is not an error.
    if (!signal.aborted) throw error
  } finally {
    await ending
    await Promise.all([world?.stop(), virtualRuns.stop()])
  }
}

/** Such code may hold what its next process needs, such as a port. */
function runsCodeOfUsers({ scenario, variants }: Plan): boolean {
  return (
    scenario.job !== undefined || variants.some(({ program, module }) => program !== undefined || module !== undefined)
  )
}

export interface RaceOptions extends Pick<RaceEvents, 'warming'> {
  /** After each trial, with all of them so far. */
  readonly ended?: (trial: Trial, soFar: readonly Trial[]) => void
  /** After a look; the first one ends the benchmark unless this is given. */
  readonly goOn?: (soFar: readonly Trial[]) => boolean
  readonly signal?: AbortSignal
  readonly patience?: Patience
}

/** Runs a plan and gives its trials in their order; those that were done, where `signal` is aborted. */
export async function raceTrials(
  plan: Plan,
  { ended, goOn, signal = new AbortController().signal, patience, ...events }: RaceOptions = {},
): Promise<Trial[]> {
  const trials: Trial[] = []
  await race(
    plan,
    {
      ...events,
      ended(trial) {
        trials.push(trial)
        ended?.(trial, trials)
      },
      goOn: () => goOn?.(trials) ?? false,
    },
    signal,
    patience,
  )
  return trials
}

interface BlockRun {
  readonly plan: Plan
  readonly block: number
  readonly world: WorldProcess
  readonly events: RaceEvents
  readonly signal: AbortSignal
  readonly patience: Patience
  readonly kills: Kills
  readonly virtualRuns: VirtualRuns
  /** Resolves when the processes of the block before have ended. */
  readonly ending: Promise<unknown>
}

/** Gives what ends its processes: they may end while the next block starts. */
async function runBlock(given: BlockRun): Promise<() => Promise<unknown>> {
  const { plan, block, world, events, signal, patience, kills, virtualRuns, ending } = given
  const { scenario, variants } = plan
  const children = new Map<string, VariantProcess>()
  const environment = describeEnvironment()
  // An older revision lies in a new folder each time and can have no cached code. So that all variants start alike, none uses the cache.
  const compilesAnew = variants.some(({ role }) => role === 'baseline')

  const start = async (variant: Variant) => {
    const child = startVariant(scenario, variant, { world, patience, compilesAnew })
    children.set(variant.name, child)
    await child.open()
  }
  let runs = 0
  // What a program still sends after its answer must not count for a later run at the same place.
  const visitOf = (variant: Variant, place: Place): Visit => (variant.program ? `${place}.${++runs}` : place)
  const run = (variant: Variant, visit: Visit) => children.get(variant.name)!.run(visit)
  // The iterations that follow a death are run warm, as those before it.
  const replace = async (variant: Variant) => {
    // It may have closed its channel and go on.
    await children.get(variant.name)?.stop(0)
    if (signal.aborted) return
    try {
      await start(variant)
      for (let warmUp = 0; warmUp < scenario.plan.warmUps && !signal.aborted; warmUp++) {
        const visit = visitOf(variant, `f${block}/w0`)
        await world.reset(visit)
        const warmed = await run(variant, visit)
        if (warmed instanceof Error) throw warmed
      }
    } catch (error) {
      if (error instanceof UserError) throw error
      // The variant's next run will say that this one is dead too, and the others go on.
      kills.note(variant, error)
    }
  }
  const runOnce = async (variant: Variant, place: Place, position: number, phase: Trial['phase']) => {
    const visit = visitOf(variant, place)
    await world.reset(visit)
    const measured = kills.why(variant) ?? (await run(variant, visit))
    const taken = await world.take()
    // A mock server that hung may have held up the run.
    if (!(taken instanceof Error)) kills.note(variant, measured)
    if (measured instanceof Error && !signal.aborted && !kills.why(variant)) await replace(variant)
    // A run that was cut short shows nothing.
    if (signal.aborted) return
    const iteration = Number(/\d+$/.exec(place)![0])
    const load = currentLoad()
    const ended = { plan, environment, variant, block, iteration, position, phase, measured, taken, load }
    const trial = await toTrial({ ...ended, virtualRuns })
    if (signal.aborted) return
    events.ended?.(trial)
    // What it still sends would be of its next run.
    if (trial.faults.some(({ code }) => code === 'answered-early')) await replace(variant)
    if (!(measured instanceof Error) && 'marks' in measured && measured.marks)
      events.recorded?.(trial, { ...measured, marks: measured.marks })
  }

  const stopAll = (patienceMs?: number) => Promise.all(Array.from(children.values(), (child) => child.stop(patienceMs)))
  const stopAtOnce = () => void stopAll(0)
  const runAll = async () => {
    const toStart = variants.filter((variant) => !kills.why(variant))
    await Promise.all([startAll(toStart, start, kills), ending])
    events.warming?.(block)
    const { warmUps, iterations } = scenario.plan
    for (const [position, variant] of orderOf(variants, scenario.world.seed, block, 0).entries())
      if (!signal.aborted) await runOnce(variant, `f${block}/c0`, position, 'cold')
    for (const variant of variants) {
      for (let warmUp = 1; warmUp < warmUps && !signal.aborted; warmUp++)
        await runOnce(variant, `f${block}/w${warmUp}`, 0, 'warmup')
      // The last one meets the world as it is, as iteration 0.
      if (!signal.aborted) await runOnce(variant, `f${block}/r0`, 0, 'warmup')
    }
    for (let iteration = 1; iteration <= iterations; iteration++) {
      for (const [position, variant] of orderOf(variants, scenario.world.seed, block, iteration).entries()) {
        if (signal.aborted) return
        await runOnce(variant, `f${block}/r${iteration}`, position, 'measured')
      }
      if (!signal.aborted) await events.iterationEnded?.()
    }
  }
  signal.addEventListener('abort', stopAtOnce, { once: true })
  try {
    await runAll()
  } catch (error) {
    await stopAll()
    throw error
  } finally {
    signal.removeEventListener('abort', stopAtOnce)
  }
  return () => stopAll()
}

/** Rejects where a strategy cannot be started, unless it hung: then its next run says so, as that of a program does, and the others go on. */
async function startAll(
  variants: readonly Variant[],
  start: (variant: Variant) => Promise<void>,
  kills: Kills,
): Promise<void> {
  await Promise.all(
    variants.map((variant) =>
      start(variant).catch((error: Error) => {
        // A program that cannot be started says so in its next run again.
        if (!(error instanceof PeerTimeout) && !(variant.program && error instanceof PeerError)) throw error
        kills.note(variant, error)
      }),
    ),
  )
}
