import { ENGLISH } from './messages/en.ts'
import { formatNumber } from './messages/formats.ts'
import type { Messages } from './messages/messages.ts'
import type { Result, VariantResult } from '../judge/comparison/judgement.ts'
import type { Interval } from '../statistics/interval.ts'
import type { Summary } from '../statistics/summary.ts'

export function formatSummary({ median, interval }: Omit<Summary, 'count'>, messages: Messages = ENGLISH): string {
  return formatEstimate(median, interval, formatNumber, messages)
}

/** A mean with its interval where it has one: dollars to the cent, and loads, of which it is 1 that matters. */
export function formatMean({ mean, interval }: VariantResult['meanMs'], messages: Messages): string {
  return formatEstimate(mean, interval, (value) => value.toFixed(2), messages)
}

export function formatRatio(
  { ratio, role }: Pick<VariantResult, 'role'> & { readonly ratio?: VariantResult['ratio'] | undefined },
  messages: Messages = ENGLISH,
): string {
  if (role === 'reference') return '1'
  return ratio ? formatEstimate(ratio.ratio, ratio, (value) => value.toFixed(3), messages) : '–'
}

function formatEstimate(
  value: number,
  interval: Interval | undefined,
  format: (value: number) => string,
  messages: Messages,
): string {
  if (!interval) return format(value)
  const [low, high] = [format(interval.low), format(interval.high)]
  return messages.units.withInterval({ estimate: format(value), low, high })
}

/** What a block is, by where it was: processes on this machine, containers of functions. */
export type Unit = 'process' | 'container'

export function unitOf({ target }: Pick<Result, 'target'>): Unit {
  return target === 'local' ? 'process' : 'container'
}

/** How much was measured, such as `6 processes x 6 iterations per variant`. */
export function formatIterations(result: Result, messages: Messages): string {
  const { iterationsCounted, blocks, scenario } = result
  const units = messages.count(blocks, unitOf(result))
  return iterationsCounted === blocks * scenario.iterations
    ? messages.units.unitsTimesIterations(units, messages.count(scenario.iterations, 'iteration'))
    : messages.units.iterationsInUnits(messages.count(iterationsCounted, 'iteration'), units)
}

/** What it was measured on. */
export function formatSubject(
  { items, deliveries }: Pick<Result, 'items' | 'deliveries'>,
  messages: Messages = ENGLISH,
  medianDelayMs?: number,
): string {
  // A function of somebody else has none that we know of.
  return items === 0
    ? ''
    : messages.beside([
        medianDelayMs === undefined
          ? messages.count(items, 'item')
          : messages.units.withDetail(
              messages.count(items, 'item'),
              messages.units.medianDelay(`${+medianDelayMs.toPrecision(3)} ms`),
            ),
        messages.count(deliveries.accepted, 'notification'),
      ])
}

/** What it was measured on, in parts; what is of another machine than the functions' is said to be. */
export function placeOf(
  { target, environment: { cores, node } }: Pick<Result, 'target' | 'environment'>,
  messages: Messages = ENGLISH,
): string[] {
  const machine = [messages.count(cores, 'core'), `Node ${node.split(' ')[0]}`]
  switch (target) {
    case 'local':
      return machine
    case 'lab':
      return [messages.page.measuredInLab, ...machine]
    case 'aws':
      return [messages.page.measuredOnAws(messages.beside(machine))]
  }
}

/** What was compared, by name, and at which size where there were several. */
export function titleOf({ scenario: { name, memoryMb } }: Result, messages: Messages = ENGLISH): string {
  return memoryMb === undefined ? name : messages.page.titleWithMemory(name, memoryMb)
}

/** In a process that ran there is always some: 0 is of functions that do not report it. */
export function formatMegabytes({ median }: Summary): string {
  return median > 0 ? String(Math.round(median / 1e6)) : '–'
}

export function formatCpuMs({ cpuMs }: VariantResult): string {
  return cpuMs.median > 0 ? formatNumber(cpuMs.median) : '–'
}

export function formatEventLoopDelayMs({ eventLoopDelayMs, cpuMs }: VariantResult): string {
  return eventLoopDelayMs && cpuMs.median > 0 ? formatNumber(eventLoopDelayMs.median) : '–'
}

export function formatOverIdeal({ overIdeal }: VariantResult): string {
  return overIdeal ? formatNumber(overIdeal.median) : '–'
}

/** What a variant was allowed, such as `concurrency 256, threads 2`; empty where nothing applies. */
export function formatLimits(limits: VariantResult['limits'], messages: Messages = ENGLISH): string {
  const names = {
    concurrency: messages.comparison.limitConcurrency,
    threads: messages.comparison.limitThreads,
    buffer: messages.comparison.limitBuffer,
  }
  const parts = Object.entries(limits).map(([name, value]) => {
    const called = names[name as keyof typeof names] ?? name
    return messages.comparison.limit(called, value === 'unbounded' ? messages.comparison.limitUnbounded : value)
  })
  return messages.beside(parts)
}

export function formatDuration(ms: number, messages: Messages = ENGLISH): string {
  const seconds = Math.round(ms / 1000)
  return seconds < 100
    ? messages.units.seconds(seconds)
    : messages.units.minutesAndSeconds(Math.floor(seconds / 60), seconds % 60)
}

/** How sure an interval is, of a chance of being wrong, such as `98.75%`. */
export function formatLevel(alpha: number): string {
  return `${+(100 * (1 - alpha)).toFixed(2)}%`
}

/** A share with one decimal, such as `4.5%`. */
export function formatPercent(share: number): string {
  return `${(share * 100).toFixed(1)}%`
}

/** A speed-up such as `4.8x`, its interval such as `4.1x to 5.7x`, and both together, from a ratio of times. */
export function formatSpeedUps({ ratio, low, high }: Interval & { readonly ratio: number }, messages: Messages) {
  // Near 1 the first decimal would hide on which side of it a speed-up lies, and far below it how far.
  const digits = ratio > 1 / 1.25 ? Math.max(2, 1 + Math.ceil(Math.log10(Math.max(ratio, high)))) : ratio > 0.01 ? 1 : 0
  const [estimate, least, most] = [ratio, high, low].map((one) => (1 / one).toFixed(digits)) as [string, string, string]
  return {
    estimate: messages.units.times(estimate),
    interval: messages.units.timesRange(least, most),
    withInterval: messages.units.timesWithInterval({ estimate, low: least, high: most }),
  }
}
