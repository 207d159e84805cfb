import { z } from 'zod'
import { isScheduled, latencyMs } from '../judge/load/blocks.ts'
import { discardText, faultText, untracedText } from '../report/messages/trial-reasons.ts'
import { type Trial, trialSchema } from '../trial/trial.ts'

/**
 * Trials as CSV by RFC 4180, a line each under one of names. The columns are the fields of a trial under their own names, nested ones
 * as `steps.fetch.busyMs`; they are the same for all results, but for those of records, such as `failures.fetch status`, of which
 * there are as many as anything is known of. One is computed: the `arrival.latencyMs` of a job on a schedule, from when it was due, of
 * which its `makespanMs` is only the last part. What is absent is an empty cell; lists are JSON; why a run failed, was discarded or has no
 * trace is text. Text that a spreadsheet would take for a formula, or that begins with an apostrophe, has an apostrophe before it.
 */
export function drawCsv(trials: readonly Trial[]): string {
  const rows = trials.map(rowOf)
  const paths = pathsOf(rowSchema, rows)
  const cells = rows.map((row) => paths.map((path) => cellOf(valueAt(row, path))))
  return [paths.map((path) => path.join('.')), ...cells].map((line) => `${line.map(quoted).join(',')}\r\n`).join('')
}

function rowOf(trial: Trial): object {
  const { faults, discarded, untraced } = trial
  return {
    ...trial,
    faults: faults.map((fault) => faultText(fault)),
    ...(discarded && { discarded: discardText(discarded) }),
    ...(untraced && { untraced: untracedText(untraced) }),
    ...(isScheduled(trial) && { arrival: { ...trial.arrival, latencyMs: latencyMs(trial) } }),
  }
}

const rowSchema = trialSchema.extend({
  arrival: trialSchema.shape.arrival.unwrap().extend({ latencyMs: z.number() }).optional(),
})

type Path = readonly string[]

/** From the schema, so that a field that a trial gains is a column at once. */
function pathsOf(schema: unknown, values: readonly unknown[], path: Path = []): Path[] {
  const known = values.filter((value) => value !== undefined)
  const within = (key: string, part: unknown) =>
    pathsOf(
      part,
      known.map((value) => fieldOf(value, key)),
      [...path, key],
    )
  if (schema instanceof z.ZodOptional) return pathsOf(schema.unwrap(), known, path)
  if (schema instanceof z.ZodObject) return Object.entries(schema.shape).flatMap(([key, part]) => within(key, part))
  if (schema instanceof z.ZodRecord) {
    const keys = new Set(known.flatMap((value) => Object.keys(value as object)))
    return [...keys].flatMap((key) => within(key, schema.valueType))
  }
  return [path]
}

function valueAt(row: object, path: Path): unknown {
  return path.reduce<unknown>((value, key) => (value === undefined ? undefined : fieldOf(value, key)), row)
}

function fieldOf(value: unknown, key: string): unknown {
  return Object.hasOwn(value as object, key) ? (value as Readonly<Record<string, unknown>>)[key] : undefined
}

function cellOf(value: unknown): string {
  if (value === undefined) return ''
  return typeof value === 'string' ? controlled(value) : JSON.stringify(value)
}

/**
 * Quotes do not keep a spreadsheet from computing: of the variant `+10%` it would make the number 0.1, and what functions and their errors
 * are called is anybody's to choose. Numbers are left alone, so that -1 stays one. The wide forms count where Japanese is written.
 */
function controlled(text: string): string {
  return /^[\s\0]*[=+\-@＝＋－＠']|^[\t\r\n]/.test(text) ? `'${text}` : text
}

function quoted(cell: string): string {
  // Where a comma is in numbers, a semicolon is between cells.
  return /[",;\t\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}
