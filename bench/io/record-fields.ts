import { z } from 'zod'
import { escapeControlCharacters } from './escape-control-characters.ts'

/** The fields of files that utakata wrote and anybody may have changed. What an error says of each follows `expected`; see `describeIssue`. */

export const DAY_MS = 86_400_000
/** Sums over many feeds, jobs or processors. */
const MAX_TOTAL_MS = 1e12
const MAX_NAME = 500
const MAX_TEXT = 2000

/** A number between two ends, both included. */
export function figure(least: number, most: number, unit = ''): z.ZodNumber {
  const error = `expected ${written(least)} to ${written(most)}${unit && ` ${unit}`}`
  return z.number({ error }).min(least, { error }).max(most, { error })
}

/** A whole number between two ends, both included. */
export function whole(least: number, most: number, unit = ''): z.ZodNumber {
  const error = `expected a whole number from ${written(least)} to ${written(most)}${unit && `, of ${unit}`}`
  return z.int({ error }).min(least, { error }).max(most, { error })
}

function written(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 9 })
}

/** Of one run, or a part of it. */
export const ms = figure(0, DAY_MS, 'ms')

/** Where a difference of clocks may be below 0. */
export const signedMs = figure(-DAY_MS, DAY_MS, 'ms')

export const totalMs = figure(0, MAX_TOTAL_MS, 'ms')

/** How many there were of anything in one run. */
export const count = figure(0, 1e9)

/** Numbers of blocks and iterations, whose order alone matters. */
export const place = whole(0, 1_000_000)

/** A share of a run's own time. */
export const slowedBy = figure(0, 100)

export const bytes = figure(0, 1e15, 'bytes')

export const memoryMb = figure(0, 1e7, 'MB')

/** What something is called: one line of visible characters, cut off where it is too long to be read. */
export const name = line(MAX_NAME)

/** The same of what somebody has to say, such as the message of an error. */
export const sentence = line(MAX_TEXT)

function line(most: number): z.ZodString {
  return z
    .string({ error: 'expected text' })
    .overwrite((text) => escapeControlCharacters(text.length > most ? `${text.slice(0, most)}...` : text))
}

/** What of somebody else's fits a field, and nothing otherwise. */
export function fitting<T>(schema: z.ZodType<T>, value: unknown): T | undefined {
  // An error is made at some cost.
  return value === undefined ? undefined : schema.safeParse(value).data
}

const AN_INSTANT = 'expected an instant such as 2026-01-15T09:00:00.000Z'

/** As `Date.prototype.toISOString` writes it, from 1970 to 9999. */
export const instant = z.string({ error: AN_INSTANT }).refine(isInstant, { error: AN_INSTANT })

function isInstant(text: string): boolean {
  return (
    /^(?:19[7-9]\d|[2-9]\d{3})-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/.test(text) && !Number.isNaN(Date.parse(text))
  )
}
