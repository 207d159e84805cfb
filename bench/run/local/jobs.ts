import { addressesOf, ownItemsOf, type Visit, WORLD_WINDOW } from '../../../mock-server/world.ts'
import type { CalendarJob, Job } from '../../../strategies/job.ts'
import { hasOwnItems, type Scenario } from '../../scenario/scenario.ts'
import type { ProgramJob } from './programs/protocol.ts'

/** The job of a scenario at one place of its world: the built-in one, unless it has one of a user's own. */
export function jobOf(scenario: Scenario, origin: string, place: Visit): Job {
  const { job, world } = scenario
  if (job === undefined) return calendarJobOf(scenario, origin, place)
  return { feeds: ownItemsOf(world, origin, place) }
}

/** The built-in job of a scenario at one place of its world. */
export function calendarJobOf({ world }: Pick<Scenario, 'world'>, origin: string, place: Visit): CalendarJob {
  const { feeds, slack } = addressesOf(world, origin, place)
  return { feeds: feeds.map((url, index) => ({ id: `feed ${index}`, url })), window: WORLD_WINDOW, slackUrl: slack }
}

/** The job of a scenario at one place of its world, as a program gets it. */
export function programJobOf(
  scenario: Scenario,
  place: Visit,
  { origin, ca }: { readonly origin: string; readonly ca: string | undefined },
): ProgramJob {
  const { client, limits, world } = scenario
  const { headersTimeoutMs: headersMs, bodyTimeoutMs: bodyMs } = client
  const isOwn = hasOwnItems(scenario)
  const { feeds, slackUrl } = isOwn
    ? { feeds: ownItemsOf(world, origin, place), slackUrl: '' }
    : calendarJobOf(scenario, origin, place)
  const { fromMs, untilMs } = WORLD_WINDOW
  return {
    items: feeds.map(({ id, url, sinkUrl = slackUrl }) => ({ id, url, sink: sinkUrl })),
    ...(!isOwn && { window: { from: new Date(fromMs).toISOString(), until: new Date(untilMs).toISOString() } }),
    limits,
    timeouts: { headersMs, bodyMs },
    ...(ca !== undefined && { ca }),
    ...(world.hosts === 'many' && { resolve: { address: '127.0.0.1', delayMs: world.dnsDelayMs } }),
  }
}
