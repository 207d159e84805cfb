import { UserError } from '../io/user-error.ts'
import type { Axis, AxisName } from '../judge/prediction/axis.ts'
import { parseCount, parseDuration } from './values.ts'

/** The option of each axis of a prediction, and how its values are read. */
export const AXIS_OPTIONS: Readonly<
  Record<AxisName, { readonly option: string; readonly parse: (text: string, option: string) => number }>
> = {
  items: { option: '--items', parse: parseCount },
  delay: { option: '--delay', parse: parseDuration },
  size: { option: '--size', parse: parseSize },
  concurrency: { option: '--concurrency', parse: parseCount },
  threads: { option: '--threads', parse: parseThreads },
  notifyRate: { option: '--notify-rate', parse: parseRate },
}

/** Nobody reads a longer table. */
const MAX_VALUES = 40

/** One value, several separated by commas, or a range `1..1000000`, which becomes 1, 3, 10, 30 and so on, both ends included. */
export function parseAxis(name: AxisName, text: string): Axis {
  const { option, parse } = AXIS_OPTIONS[name]
  const ends = text.split('..')
  if (ends.length === 1) {
    const values = [...new Set(text.split(',').map((part) => parse(part.trim(), option)))].sort((a, b) => a - b)
    if (values.length > MAX_VALUES)
      throw new UserError('too-many-values', { option, most: MAX_VALUES, given: values.length })
    return { name, values }
  }
  const [from, to] = ends.map((end) => parse(end.trim(), option))
  if (ends.length > 2 || from! > to!) throw new UserError('not-a-range', { option, given: text })
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
  throw new UserError('not-an-item-size', { option, given: text })
}

/** As much as a client takes of an item. */
const MAX_BYTES = 10e6

/** More than a process could have. */
const MAX_THREADS = 1024

function parseThreads(text: string, option: string): number {
  const threads = parseCount(text, option)
  if (threads <= MAX_THREADS) return threads
  throw new UserError('too-many-threads', { option, most: MAX_THREADS, given: text })
}

/** `1/s`, `30/m` or `1000/h` as posts a second. */
function parseRate(text: string, option: string): number {
  const [, number, unit = ''] = /^(\d+(?:\.\d+)?)\/(s|m|h)$/.exec(text) ?? []
  const perSecond = Number(number) / ({ s: 1, m: 60, h: 3600 }[unit] ?? Number.NaN)
  if (perSecond > 0) return perSecond
  throw new UserError('not-a-post-rate', { option, given: text })
}
