import type { Measured } from '../../strategies/measure.ts'
import type { ScenarioWorld } from '../scenario/scenario.ts'
import { errorShares } from '../../mock-server/draws.ts'
import { assignFaults } from '../../mock-server/faults.ts'
import type { FeedFault, SlackFault } from '../../mock-server/world.ts'
import type { Fault } from '../io/trial-reasons.ts'

/**
 * What is wrong with a run that ended: outcomes that are missing, and failures beyond those that the world planned, which every variant
 * meets alike. `plain`: of an iteration without delays or faults. `isOwn`: of a job of
 * a user's own, of which nobody knows what a fault of the world comes to: its failures are compared with the reference's.
 */
export function faultsIn(
  { figures, examples }: Pick<Measured, 'figures' | 'examples'>,
  world: ScenarioWorld,
  { plain, isOwn = false }: { readonly plain: boolean; readonly isOwn?: boolean },
): Fault[] {
  const faults: Fault[] = []
  if (figures.feeds !== world.items.count)
    faults.push({ code: 'missing-outcomes', outcomes: figures.feeds, items: world.items.count })
  if (isOwn) {
    for (const [kind, failures] of Object.entries(figures.failures))
      if (OF_HARNESS.test(kind)) faults.push(unexpectedFailures(kind, failures, examples))
    const failsPosts = !plain && Object.values(world.notifyFaults).some((share) => share > 0)
    return [...faults, ...nothingDoneIn({ figures, examples }, { failsPosts })]
  }
  const planned = plain ? new Map<string, number>() : plannedFailures(world)
  for (const [kind, failures] of Object.entries(figures.failures)) {
    const most = planned.get(kind) ?? 0
    if (failures > most) faults.push({ ...unexpectedFailures(kind, failures, examples), planned: most })
  }
  return faults
}

/**
 * A run of a user's own job in which every item fails, or nothing of what was found is sent, shows no speed. `failsPosts`: the world plans that
 * posts fail, of which there may be few.
 */
export function nothingDoneIn(
  { figures, examples }: Pick<Measured, 'figures' | 'examples'>,
  { failsPosts = false }: { readonly failsPosts?: boolean } = {},
): Fault[] {
  const { feeds, sent, steps, failures } = figures
  const isNothing =
    steps.fetch.failed + steps.check.failed >= feeds || (!failsPosts && sent === 0 && steps.notify.failed > 0)
  const [most] = Object.entries(failures).toSorted(([, a], [, b]) => b - a)
  return isNothing && most ? [unexpectedFailures(...most, examples)] : []
}

/** What no job of a user's own comes to by itself. */
const OF_HARNESS = / (?:defect|aborted|unclaimed)$/

/** Failures of one kind, which is its step and its kind, with an example. */
export function unexpectedFailures(
  kind: string,
  failures: number,
  examples: Measured['examples'],
): Extract<Fault, { code: 'unexpected-failures' }> {
  const example = examples.find((one) => `${one.step} ${one.kind}` === kind)?.message
  return { code: 'unexpected-failures', kind, failures, ...(example !== undefined && { example }) }
}

/** The failure, as `step kind`, with which a client that works correctly reports each fault of a feed; undefined where the item succeeds all the same. */
export const FAILURE_OF_FEED: Readonly<Record<FeedFault, string | undefined>> = {
  'status-500': 'fetch status',
  'status-503': 'fetch status',
  'status-404': 'fetch status',
  'redirect-loop': 'fetch status',
  reset: 'fetch network',
  truncate: 'fetch network',
  hang: 'fetch timeout',
  stall: 'fetch timeout',
  html: 'check malformed',
  redirects: undefined,
  gzip: undefined,
}
/** The same for each fault of a post. */
export const FAILURE_OF_POST: Readonly<Record<SlackFault, string | undefined>> = {
  refuse: 'notify refused',
  busy: 'notify status',
  'error-500': 'notify unknown',
  reset: 'notify unknown',
  'accept-then-reset': 'notify unknown',
  'busy-once': undefined,
}

/**
 * Failures that a program reports in words of its own: all of them, where there are more than the world planned, each kind by itself. `plain`: of
 * an iteration without delays or faults.
 */
export function reportedFaults(
  failures: Readonly<Record<string, number>>,
  world: ScenarioWorld,
  { plain }: { readonly plain: boolean },
): Fault[] {
  const sum = (counts: Iterable<number>) => [...counts].reduce((all, count) => all + count, 0)
  const most = plain ? 0 : sum(plannedFailures(world).values())
  if (sum(Object.values(failures)) <= most) return []
  return Object.entries(failures).flatMap(([kind, count]) => (count > 0 ? unexpectedFailures(kind, count, []) : []))
}

/** What exchanges that were observed may come to. */
const OF_TRAFFIC = ['fetch status', 'fetch network', 'fetch timeout']

/** How many failures of each `step kind` a world plans; any number of posts, whose faults depend on their text, and of errors that differ from run to run. */
function plannedFailures(world: ScenarioWorld): Map<string, number> {
  const planned = new Map<string, number>()
  for (const fault of assignFaults(world)) {
    const kind = fault && FAILURE_OF_FEED[fault]
    if (kind) planned.set(kind, (planned.get(kind) ?? 0) + 1)
  }
  if (world.traffic !== undefined) for (const kind of OF_TRAFFIC) planned.set(kind, Infinity)
  for (const [error] of errorShares(world)) {
    const kind = error === 'status-429' ? 'fetch status' : FAILURE_OF_FEED[error]
    if (kind) planned.set(kind, Infinity)
  }
  for (const [fault, share] of Object.entries(world.notifyFaults) as [SlackFault, number][]) {
    const kind = FAILURE_OF_POST[fault]
    if (kind && share > 0) planned.set(kind, Infinity)
  }
  return planned
}
