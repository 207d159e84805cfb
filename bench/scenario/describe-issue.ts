import type { z } from 'zod'
import { escapeControlCharacters } from '../io/escape-control-characters.ts'
import { expectationOf } from './expectations.ts'

const MAX_SHOWN = 60

/** What is wrong in a value that a schema refused: `makespanMs: expected 0 to 86,400,000 ms, got -1`. */
export function describeIssue(issue: z.core.$ZodIssue, value: unknown): string {
  const { message } = issue
  const expected = message.startsWith('expected ') ? message : `expected ${expectationOf(issue) ?? message}`
  const path = escapeControlCharacters(issue.path.join('.').slice(0, MAX_SHOWN))
  return `${path === '' ? '' : `${path}: `}${expected}, got ${described(valueAt(value, issue.path))}`
}

/** A value as an error shows it; only the kind of what may be as deep or as long as its writer liked. */
export function described(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (Array.isArray(value)) return `a list of ${value.length}`
  if (typeof value === 'object' && value !== null) return 'keys with values'
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (typeof value !== 'string') return `a ${typeof value}`
  const shown = escapeControlCharacters(value.slice(0, MAX_SHOWN))
  return `"${shown}${value.length > MAX_SHOWN ? '...' : ''}"`
}

export function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (at, part) => (typeof at === 'object' && at !== null ? at[part as keyof typeof at] : undefined),
    value,
  )
}
