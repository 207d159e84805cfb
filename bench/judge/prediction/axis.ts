import type { Limits } from '../../../strategies/job.ts'
import { parseCount, parseDuration } from '../../cli/values.ts'
import type { Scenario, ScenarioWorld } from '../../scenario/scenario.ts'
import { UsageError } from '../../io/usage-error.ts'
import { kilobytesOf } from '../../model/simulated-feeds.ts'

/** What a prediction can be made for: feeds, milliseconds, bytes, fetches, threads, posts a second. */
export type AxisName = 'feeds' | 'delay' | 'size' | 'concurrency' | 'threads' | 'slackRate'

/** The values of an axis, the lowest first. */
export interface Axis {
  readonly name: AxisName
  readonly values: readonly number[]
}

/** A scenario with one value of each axis laid over it. */
export interface Place {
  readonly scenario: Scenario
  readonly limits: Partial<Limits>
}

interface AxisKind {
  readonly option: string
  readonly parse: (text: string, option: string) => number
  /** A value in words; `at` is where it was placed, which may be a little beside it. */
  readonly tell: (value: number, at?: Place) => string
}

export const AXES: Readonly<Record<AxisName, AxisKind>> = {
  feeds: { option: '--feeds', parse: parseCount, tell: counted },
  delay: { option: '--delay', parse: parseDuration, tell: (ms) => `${+ms.toPrecision(3)} ms` },
  size: {
    option: '--size',
    parse: parseSize,
    tell: (bytes, at) => `${+(at ? kilobytesOf(at.scenario.world) : bytes / 1000).toPrecision(3)} KB`,
  },
  concurrency: { option: '--concurrency', parse: parseCount, tell: counted },
  threads: { option: '--threads', parse: parseThreads, tell: counted },
  slackRate: { option: '--slack-rate', parse: parseRate, tell: (rate) => `${+rate.toPrecision(3)}/s` },
}

/** Nobody reads a longer table. */
const MAX_VALUES = 40

/** One value, several separated by commas, or a range `1..1000000`, which becomes 1, 3, 10, 30 and so on, both ends included. */
export function parseAxis(name: AxisName, text: string): Axis {
  const { option, parse } = AXES[name]
  const ends = text.split('..')
  if (ends.length === 1) {
    const values = [...new Set(text.split(',').map((part) => parse(part.trim(), option)))].sort((a, b) => a - b)
    if (values.length > MAX_VALUES)
      throw new UsageError(
        `${option}: expected at most ${MAX_VALUES} values, got ${values.length}; try a range, such as 1..1000`,
      )
    return { name, values }
  }
  const [from, to] = ends.map((end) => parse(end.trim(), option))
  if (ends.length > 2 || from! > to!)
    throw new UsageError(`${option}: expected a range from the lower to the higher value, got "${text}"`)
  return { name, values: steps(from!, to!) }
}

/** 1 and 3 of each power of ten between two values, and these. */
function steps(from: number, to: number): number[] {
  const between: number[] = []
  for (let power = Math.floor(Math.log10(from)); power <= Math.log10(to); power++)
    between.push(...[1, 3].map((digit) => +`${digit}e${power}`).filter((value) => value > from && value < to))
  return [...new Set([from, ...between, to])]
}

/** `3KB`, `1.5MB` or `900B` as bytes, a KB being 1,000 of them. */
function parseSize(text: string, option: string): number {
  const [, number, unit = ''] = /^(\d+(?:\.\d+)?) ?(B|KB|MB)$/i.exec(text) ?? []
  const bytes = Number(number) * ({ B: 1, KB: 1000, MB: 1e6 }[unit.toUpperCase()] ?? Number.NaN)
  if (bytes > 0 && bytes <= MAX_BYTES) return bytes
  throw new UsageError(
    `${option}: expected a size such as 900B, 3KB or 1.5MB, more than 0 and at most 10MB, got "${text}"`,
  )
}

/** As much as a client takes of a feed. */
const MAX_BYTES = 10e6

/** More than a process could have. */
const MAX_THREADS = 1024

function parseThreads(text: string, option: string): number {
  const threads = parseCount(text, option)
  if (threads <= MAX_THREADS) return threads
  throw new UsageError(`${option}: expected at most ${MAX_THREADS} threads, got "${text}"`)
}

/** `1/s`, `30/m` or `1000/h` as posts a second. */
function parseRate(text: string, option: string): number {
  const [, number, unit = ''] = /^(\d+(?:\.\d+)?)\/(s|m|h)$/.exec(text) ?? []
  const perSecond = Number(number) / ({ s: 1, m: 60, h: 3600 }[unit] ?? Number.NaN)
  if (perSecond > 0) return perSecond
  throw new UsageError(`${option}: expected posts in a time, such as 1/s or 30/m, more than 0, got "${text}"`)
}

/** The scenario at these values; what is not among them stays as it is. `delay` is the middle of the delays of feeds. Throws a UsageError for a size that no feed of the scenario has. */
export function placeAt(scenario: Scenario, at: Partial<Readonly<Record<AxisName, number>>>): Place {
  const { feeds, delay, size, concurrency, threads, slackRate } = at
  const { world } = scenario
  // Retry-After is in whole seconds: with a smaller burst no more than so many would ever be taken in one.
  const burst = world.slackRate?.burst ?? Math.max(1, Math.ceil(slackRate ?? 1))
  return {
    scenario: {
      ...scenario,
      world: {
        ...world,
        feeds: {
          ...world.feeds,
          ...(feeds !== undefined && { count: feeds }),
          ...(size !== undefined && { events: eventsFor(world, size) }),
        },
        ...(delay !== undefined && { feedDelay: scaled(world.feedDelay, delay) }),
        ...(slackRate !== undefined && { slackRate: { perSecond: slackRate, burst } }),
      },
    },
    limits: {
      ...scenario.limits,
      ...(concurrency !== undefined && { concurrency }),
      ...(threads !== undefined && { threads }),
    },
  }
}

/** How many events make a feed of about so many bytes. */
function eventsFor(world: ScenarioWorld, bytes: number): number {
  const bytesOf = (events: number) => kilobytesOf({ ...world, feeds: { ...world.feeds, events } }) * 1000
  const leastBytes = bytesOf(1)
  if (bytes < leastBytes - ROUNDING_BYTES)
    throw new UsageError(
      `--size: expected at least ${Math.round(leastBytes)}B, which a feed of one event has here, got "${bytes}B"`,
    )
  const eventBytes = (bytesOf(SAMPLE + 1) - leastBytes) / SAMPLE
  return Math.max(1, Math.round((bytes - leastBytes) / eventBytes) + 1)
}

/** A size that was read off this message may be given. */
const ROUNDING_BYTES = 1

const SAMPLE = 50

function scaled(delay: ScenarioWorld['feedDelay'], toMs: number): ScenarioWorld['feedDelay'] {
  switch (delay.model) {
    case 'constant':
      return { ...delay, ms: toMs }
    case 'lognormal':
      return { ...delay, medianMs: toMs }
    case 'pareto': {
      const factor = toMs / middleOf(delay)
      return { ...delay, leastMs: delay.leastMs * factor, mostMs: delay.mostMs * factor }
    }
  }
}

/** The median of a delay, in milliseconds. */
export function middleOf(delay: ScenarioWorld['feedDelay']): number {
  switch (delay.model) {
    case 'constant':
      return delay.ms
    case 'lognormal':
      return delay.medianMs
    case 'pareto':
      return Math.min(delay.mostMs, delay.leastMs * 2 ** (1 / delay.shape))
  }
}

/** What stays the same in a table over one axis, in words. */
export function describePlace({ scenario: { world }, limits }: Place, axis: AxisName): string {
  const { slackRate } = world
  const parts: readonly (readonly [AxisName | undefined, string])[] = [
    ['feeds', `${AXES.feeds.tell(world.feeds.count)} feeds`],
    [undefined, `${+(world.feeds.dueShare * 100).toPrecision(3)} % of them due`],
    ['delay', `delays of ${AXES.delay.tell(middleOf(world.feedDelay))} in the middle`],
    ['size', `${AXES.size.tell(kilobytesOf(world) * 1000)} a feed`],
    ['slackRate', slackRate ? `Slack at ${AXES.slackRate.tell(slackRate.perSecond)}` : ''],
    ['concurrency', limits.concurrency === undefined ? '' : `concurrency ${limits.concurrency}`],
    ['threads', limits.threads === undefined ? '' : `threads ${limits.threads}`],
  ]
  return parts
    .filter(([name, words]) => name !== axis && words !== '')
    .map(([, words]) => words)
    .join(', ')
}

/** Thousands apart by a space that no line is broken at. */
function counted(count: number): string {
  return count.toLocaleString('en-US').replaceAll(',', '\u00A0')
}
