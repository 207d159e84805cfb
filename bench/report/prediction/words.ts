import { AXIS_TEXT, type AxisName, middleOf, type Place } from '../../judge/prediction/axis.ts'
import type { LeadChange } from '../../judge/prediction/crossovers.ts'
import type { Feature, Validation } from '../../judge/prediction/validation.ts'
import type { Machine } from '../../model/calibration.ts'
import { kilobytesOf } from '../../model/simulated-feeds.ts'

/** What stays the same in a table over one axis, in words. */
export function describePlace({ scenario: { world }, limits }: Place, axis: AxisName): string {
  const { notifyRate: slackRate } = world
  const parts: readonly (readonly [AxisName | undefined, string])[] = [
    ['feeds', `${AXIS_TEXT.feeds(world.items.count)} feeds`],
    [undefined, `${+(world.items.dueShare * 100).toPrecision(3)} % of them due`],
    ['delay', `delays of ${AXIS_TEXT.delay(middleOf(world.fetchDelay))} in the middle`],
    ['size', `${AXIS_TEXT.size(kilobytesOf(world) * 1000)} a feed`],
    ['slackRate', slackRate ? `Slack at ${AXIS_TEXT.slackRate(slackRate.perSecond)}` : ''],
    ['concurrency', limits.concurrency === undefined ? '' : `concurrency ${limits.concurrency}`],
    ['threads', limits.threads === undefined ? '' : `threads ${limits.threads}`],
  ]
  return parts
    .filter(([name, words]) => name !== axis && words !== '')
    .map(([, words]) => words)
    .join(', ')
}

/** What the errors beside predictions rest on, in words. */
export function describeValidation(validation: Validation | undefined, machine: Machine): string {
  if (!validation)
    return 'How far predictions of this version are off was never measured: npm run bench:prediction does so.'
  const { cells, scenario, spans, measuredAt } = validation
  const span = ({ least, most }: { readonly least: number; readonly most: number }) =>
    `${+least.toPrecision(2)} to ${+most.toPrecision(2)}`
  const where = isSame(validation.machine, machine)
    ? 'on this machine'
    : `on ANOTHER MACHINE (${describeMachine(validation.machine)}), so that it may be more here; npm run bench:prediction measures it`
  return `error: middle of |predicted / measured - 1| in ${cells} cells of ${scenario} with ${span(spans.feeds)} feeds, ${span(spans.delayMs)} ms and ${span(spans.kilobytes)} KB, drawn beforehand and not calibrated on, measured ${measuredAt.slice(0, 10)} ${where}.`
}

/** A machine in a few words. */
export function describeMachine({ cpu, cores, node }: Machine): string {
  return `${cpu}, ${cores} cores, Node ${node.replace(/^v/, '')}`
}

function isSame(a: Machine, b: Machine): boolean {
  return a.cpu === b.cpu && a.cores === b.cores && a.node === b.node
}

/** Features of a world, as clauses. */
export const FEATURE_TEXT: Readonly<Record<Feature, string>> = {
  https: 'HTTPS',
  'host-per-feed': 'a host for each feed',
  'full-check': 'a check in full',
  'compressed-feeds': 'compressed feeds',
  'feed-faults': 'feeds that go wrong',
  'paced-bodies': 'bodies at a pace',
  'slack-rate': 'a rate of Slack',
  'many-due': 'more than half of the feeds due',
  'slow-posts': 'posts slower than fetches',
  'other-delays': 'delays that are not lognormal',
  limits: 'limits that were set',
}

/** Where the lead changes along an axis, as a clause. */
export function leadChangeText({ winners, losers, from, to, isOvertaking }: LeadChange, axis: AxisName): string {
  const s = winners.length > 1 ? '' : 's'
  const [ahead, behind] = [winners.join(', '), losers.join(', ')]
  const words = isOvertaking ? `${ahead} overtake${s} ${behind}` : `${ahead} leave${s} ${behind} behind`
  return `${words} between ${from} and ${to}${axis === 'feeds' ? ' feeds' : ''}`
}
