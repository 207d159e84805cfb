import { ENGLISH } from '../../bench/report/messages/en.ts'
import type { Messages } from '../../bench/report/messages/messages.ts'
import { summarizeLoad } from '../../bench/judge/load/summarize.ts'
import type { Result } from '../../bench/judge/comparison/judgement.ts'
import { resultsOf } from '../../bench/judge/comparison/results.ts'
import { summarize } from '../../bench/judge/comparison/summarize.ts'
import { isSelectable } from '../../bench/plan/schedule.ts'
import { summarizeSweep } from '../../bench/judge/sweep/summarize.ts'
import type { Timeline, TimelineSpan } from '../../bench/trial/timelines.ts'
import type { Trial } from '../../bench/trial/trial.ts'
import { loadTrialsOf } from '../bench/judge/load/simulated.ts'
import { invokedTrials, reinvoked } from './invoked-trials.ts'
import { aRecord, simulatedCells } from './sweeps.ts'
import { changed, type Simulation, trialsOf, aFault } from './trials.ts'
import { comparisonPage, loadPage, sweepPage } from './reports.ts'

const ALL = { 'look-ahead': 0.77, 'promise-all': 0.2, pipelined: 0.21, 'worker-threads': 0.24 }

/** A benchmark of five strategies that was never run, with cold starts. */
export function aRace(simulation: Simulation = {}): Result {
  return summarize(trialsOf({ candidates: ALL, cold: 3, ...simulation }))
}

/** A timeline of iteration 1 of block 1 for every candidate: each feed fetched for 5 ms, checked for 1 and sent in 2, a few at a time. */
export function timelinesFor({ variants }: Result, feeds = 12): Timeline[] {
  return variants
    .filter(({ role }) => isSelectable(role))
    .map(({ variant }, index) => {
      const lanes = [1, 2, feeds, feeds, Math.ceil(feeds / 2)][index % 5]!
      const spansOf = (feed: number): Timeline['feeds'][number] => {
        const beganMs = 8 * Math.floor(feed / lanes) + 0.1 * (feed % lanes)
        const span = (from: number, until: number): TimelineSpan => [beganMs + from, beganMs + until]
        return { feed, fetch: span(0, 5), check: span(5, 6), notify: feed % 2 === 0 ? span(6, 8) : null }
      }
      return {
        schema: 2,
        variant,
        block: 1,
        iteration: 1,
        feeds: Array.from({ length: feeds }, (_, feed) => spansOf(feed)),
      }
    })
}

/** The same trials as if functions of that much memory had made them. */
export function ofSize(trials: readonly Trial[], memoryMb: number, times: number): Trial[] {
  return changed(
    trials,
    () => true,
    (trial) => ({
      ...reinvoked(trial, { memoryMb, billedMs: trial.invocation!.billedMs! * times }),
      makespanMs: trial.makespanMs * times,
      scenario: { ...trial.scenario, digest: `digest${memoryMb}`, memoryMb },
    }),
  )
}

/** Names that are not nice to be shown. */
export const HOSTILE = {
  script: `<script>alert('x')</script><img src=x onerror=alert(1)>`,
  quotes: `"quoted" & 'it''s' </svg></title></style>`,
  rtl: '\u202Eمرحبا بالعالم',
  emoji: '🫧🧪👩‍👩‍👧‍👦 泡沫 うたかた',
  long: 'long '.repeat(60).trim(),
}

/** A time for each of these names, so many and more. */
function hostileTimes(least: number): Record<string, number> {
  return Object.fromEntries(Object.values(HOSTILE).map((name, index) => [name, least * (1 + index / 2)]))
}

/** A benchmark of strategies with these names in a scenario that has another one, with a run whose failure message is like them. */
export function hostileTrials(): Trial[] {
  const trials = named(trialsOf({ candidates: hostileTimes(0.3), cold: 3 }), HOSTILE.script)
  const failing = trials.findIndex(({ variant, phase }) => variant === HOSTILE.emoji && phase === 'measured')
  return trials.map((trial, index) => (index === failing ? { ...trial, faults: [aFault(HOSTILE.script)] } : trial))
}

function named(trials: readonly Trial[], name: string): Trial[] {
  return trials.map((trial) => ({ ...trial, scenario: { ...trial.scenario, name } }))
}

/** One page of each kind, drawn from results that were never measured. */
export async function allPages(messages: Messages = ENGLISH): Promise<Readonly<Record<string, string>>> {
  const race = aRace()
  const hostile = summarize(hostileTrials())
  const hostileSweep = { ...aRecord('world.items.count=[1,3,10]'), name: HOSTILE.script }
  const functions = invokedTrials({
    candidates: { pipelined: { fetch: -40 }, 'promise-all': { fetch: -45, check: 8 } },
  })
  const lab = resultsOf(functions)
  const sizes = resultsOf([...ofSize(functions, 512, 2), ...ofSize(functions, 1769, 1)])
  const lines = aRecord('world.items.count=[1,3,10,30]')
  const grid = aRecord('world.items.count=[1,3,10,30,100]', 'world.fetchDelay.ms=[1,5,20]')
  const models = aRecord('world.fetchDelay=[{model: constant, ms: 5}, {model: lognormal, medianMs: 5, sigma: 0.5}]')
  const crossing = (count: number): Simulation => ({
    candidates: { 'promise-all': 1.3 / count ** 0.4, pipelined: 1.6 / count ** 0.5 },
  })
  const undecided: Simulation = { candidates: { 'promise-all': 1, pipelined: 1 }, aaCheck: 1.2 }
  const pageOfSweep = (record: ReturnType<typeof aRecord>, simulationOf: Parameters<typeof simulatedCells>[1]) =>
    sweepPage({ messages, result: summarizeSweep(record, simulatedCells(record, simulationOf)) })
  return {
    race: comparisonPage({ messages, results: [race], timelines: timelinesFor(race) }),
    'few blocks': comparisonPage({ messages, results: [aRace({ blocks: 2 })] }),
    noisy: comparisonPage({ messages, results: [aRace({ aaCheck: 1.15, slowedBy: 1 })] }),
    hostile: comparisonPage({ messages, results: [hostile], timelines: timelinesFor(hostile) }),
    'hostile sweep': pageOfSweep(hostileSweep, () => ({ candidates: hostileTimes(0.3) })),
    'hostile load': loadPage({
      messages,
      result: summarizeLoad(
        named(await loadTrialsOf({ serviceMs: { sequential: 60, ...hostileTimes(20) } }), HOSTILE.quotes),
      ),
    }),
    'many feeds': comparisonPage({ messages, results: [race], timelines: timelinesFor(race, 1000) }),
    lab: comparisonPage({ messages, results: lab }),
    'two sizes': comparisonPage({ messages, results: sizes }),
    'sweep of numbers': pageOfSweep(lines, (at) => crossing(at['world.items.count'] as number)),
    'sweep of a grid': pageOfSweep(grid, (at) =>
      at['world.fetchDelay.ms'] === 20 ? undecided : crossing(at['world.items.count'] as number),
    ),
    'sweep of models': pageOfSweep(models, () => ({ candidates: { 'promise-all': 0.5, pipelined: 0.6 } })),
    load: loadPage({
      messages,
      result: summarizeLoad(await loadTrialsOf({ serviceMs: { sequential: 120, 'promise-all': 30, pipelined: 99 } })),
    }),
  }
}
