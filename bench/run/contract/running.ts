import { startServer, type MockServer } from '../../../mock-server/server.ts'
import type { Entry, DeliveriesFigures } from '../../../mock-server/deliveries.ts'
import { addressesOf, WORLD_WINDOW, type World } from '../../../mock-server/world.ts'
import type { CalendarJob, Limits, Outcome, Strategy, Work } from '../../../strategies/job.ts'
import { moduleBeside } from '../../../strategies/module-beside.ts'
import { createPause } from '../../../strategies/pause.ts'
import { createRecording, type Recording } from '../../../strategies/recording.ts'
import { readyRun, type ReadyRun } from '../../../strategies/run.ts'
import type { WorkOptions } from '../../../strategies/work.ts'
import { never } from './broken-clause.ts'
import { eventually } from './eventually.ts'
import * as loopback from './loopback-work.ts'

/** A world behind a real socket, for `await using`. */
export interface Served extends MockServer, AsyncDisposable {
  readonly world: World
}

export async function serve(world: World): Promise<Served> {
  const server = await startServer(world)
  return { ...server, world, [Symbol.asyncDispose]: () => server.close() }
}

/** Where the bare work of a run comes from: a function here, and the address of a module for threads. */
export interface WorkModule<Extra> {
  readonly createWork: (job: CalendarJob, options: WorkOptions & Extra) => Work
  readonly module: string
}

const LOOPBACK_WORK: WorkModule<unknown> = {
  createWork: loopback.createWork,
  module: moduleBeside('./loopback-work', import.meta.url).href,
}

export interface HowToRun {
  readonly limits?: Partial<Limits> | undefined
  readonly signal?: AbortSignal
  /** It must understand what `options` adds to the ones of the real work. */
  readonly work?: WorkModule<never>
  readonly options?: Partial<WorkOptions> | Record<string, unknown>
}

/** One run and what the server saw of it. */
export interface Ran {
  readonly job: CalendarJob
  readonly outcomes: readonly Outcome[]
  /** The delivery record the moment the strategy gave its outcomes. */
  readonly atReturn: DeliveriesFigures
  /** The delivery record once every request had come to its end. */
  readonly figures: DeliveriesFigures
  readonly entries: readonly Entry[]
  readonly recording: Recording
}

/** The whole job of a world. */
export function jobOf({ world, origin }: Served): CalendarJob {
  const { feeds, slack } = addressesOf(world, origin, 'f0/r1')
  return { feeds: feeds.map((url, index) => ({ id: `feed ${index}`, url })), window: WORLD_WINDOW, slackUrl: slack }
}

/** Runs a strategy, over all the feeds of a world, against its server, whose delivery record is emptied first. */
export async function runOn(server: Served, strategy: Strategy, how: HowToRun = {}): Promise<Ran> {
  const { limits, signal, work = LOOPBACK_WORK, options } = how
  server.reset()
  const job = jobOf(server)
  const recording = createRecording(job.feeds.length)
  const workOptions = {
    pause: createPause(),
    ca: server.ca,
    notify: { backoffMs: 1 },
    ...options,
  }
  const run = readyRun(
    strategy,
    job,
    { ...work, options: workOptions as never },
    { recording, ...(limits && { limits }), ...(signal && { signal }) },
  )
  const { outcomes, atReturn } = await finished(run, server)
  await allEnded(server)
  return {
    job,
    outcomes,
    atReturn,
    figures: server.deliveries.figures(),
    entries: server.deliveries.entries,
    recording,
  }
}

async function finished(run: ReadyRun, server: Served) {
  try {
    const outcomes = await run.start()
    return { outcomes, atReturn: server.deliveries.figures() }
  } finally {
    await run.close()
  }
}

/** Waits until no request is under way on the server. */
async function allEnded({ deliveries }: Served): Promise<void> {
  await eventually(never('requests-ended'), () => deliveries.entries.every(({ endedMs }) => endedMs > 0))
}

/** The failures of an outcome in short: `step kind` each. */
export function kindsOf({ failures }: Outcome): string[] {
  return failures.map(({ step, kind }) => `${step} ${kind}`)
}
