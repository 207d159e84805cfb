import { AXIS_TEXT, type AxisName, middleOf, type Place } from '../../judge/prediction/axis.ts'
import type { PredictedTable } from '../../judge/prediction/tables.ts'
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

interface LeadChange {
  readonly ahead: string
  readonly behind: string
  /** The places of the rows between which it comes about. */
  readonly from: number
  readonly to: number
  /** Whether the other was ahead before, instead of as fast as far as can be said. */
  readonly isOvertaking: boolean
}

/** Where the lead changes along the axis, as clauses: one for all that gain it, or lose it, in the same way at the same place. */
export function leadChanges({ axis, rows, crossovers, leads }: PredictedTable): string[] {
  const placeOf = (value: number) => rows.findIndex((row) => row.value === value)
  const changes: LeadChange[] = [
    ...crossovers
      .filter(({ isDecisive }) => isDecisive)
      .map(({ overtaking, overtaken, surelyBetween: [from, to] }) => {
        return { ahead: overtaking, behind: overtaken, from: placeOf(from), to: placeOf(to), isOvertaking: true }
      }),
    ...leads
      .filter(({ isDecisive }) => isDecisive)
      .map(({ ahead, behind, from }) => {
        return { ahead, behind, from: placeOf(from) - 1, to: placeOf(from), isOvertaking: false }
      }),
  ]
  const losses = [...Map.groupBy(changes, ({ behind: _behind, ...gain }) => JSON.stringify(gain)).values()].map(
    (alike) => {
      const { ahead, ...loss } = alike[0]!
      return { ahead, loss: { ...loss, behind: alike.map(({ behind }) => behind).join(', ') } }
    },
  )
  return [...Map.groupBy(losses, ({ loss }) => JSON.stringify(loss)).values()]
    .toSorted(([one], [other]) => one!.loss.to - other!.loss.to)
    .map((alike) => {
      const { behind, from, to, isOvertaking } = alike[0]!.loss
      const ahead = alike.map((one) => one.ahead).join(', ')
      const s = alike.length > 1 ? '' : 's'
      const words = isOvertaking ? `${ahead} overtake${s} ${behind}` : `${ahead} leave${s} ${behind} behind`
      return `${words} between ${rows[from]!.label} and ${rows[to]!.label}${axis === 'feeds' ? ' feeds' : ''}`
    })
}
