import { join } from 'node:path'
import { z } from 'zod'
import { name } from '../../../io/record-fields.ts'
import { readNamedFile } from '../../../io/read-file.ts'
import { UserError } from '../../../io/user-error.ts'
import { writeWhole } from '../../../io/write-whole.ts'

/** In the folder of a comparison: the functions as they were when they were measured. */
const FUNCTIONS_FILE = 'functions.json'

/** What decides how a function runs, but for its variables, of which only the names are kept: they may hold secrets. */
const functionSchema = z.object({
  name: name.min(1),
  arn: z.string(),
  codeSha256: z.string(),
  memoryMb: z.int().min(1),
  /** Another one after each change; what it was once everything had been put back. */
  revision: z.string(),
  /** When it was changed last, by whomever: Lambda's own doings change a revision, and not this. */
  lastModified: z.string(),
  runtime: z.string().optional(),
  handler: z.string().optional(),
  timeoutS: z.number().optional(),
  architecture: z.string().optional(),
  layers: z.array(z.string()),
  variableNames: z.array(z.string()),
})

export type MeasuredFunction = Readonly<z.infer<typeof functionSchema>>

const fileSchema = z.object({
  schema: z.literal(1),
  region: z.string(),
  /** Where it is not AWS's own. */
  endpoint: z.string().optional(),
  functions: z.array(functionSchema),
})

export type MeasuredFunctions = Readonly<Omit<z.infer<typeof fileSchema>, 'schema'>>

/** Throws the system's error. */
export function writeMeasured(folder: string, measured: MeasuredFunctions): void {
  writeWhole(join(folder, FUNCTIONS_FILE), JSON.stringify({ schema: 1, ...measured }, undefined, 2))
}

/** Throws a UserError where there is no such file, or none that can be read. */
export function readMeasuredIn(folder: string): MeasuredFunctions {
  const file = `${folder}/${FUNCTIONS_FILE}`
  const text = readNamedFile(file, 'functions-unreadable', { mostBytes: 4_000_000 })
  try {
    return fileSchema.parse(JSON.parse(text))
  } catch {
    throw new UserError('functions-damaged', { file })
  }
}

/** The memory that a function had when it was measured; undefined where that is not kept in the folder. */
export function measuredMemoryMb(folder: string, called: string): number | undefined {
  try {
    return functionIn(readMeasuredIn(folder), called)?.memoryMb
  } catch (error) {
    if (error instanceof UserError) return undefined
    throw error
  }
}

/** By its name or its ARN. */
export function functionIn({ functions }: MeasuredFunctions, called: string): MeasuredFunction | undefined {
  return functions.find(({ name, arn }) => name === called || arn === called)
}

/** What of a function has changed since, by name; `configuration` where it is something that is not kept, such as the value of a variable. */
export function changesSince(measured: MeasuredFunction, now: MeasuredFunction): string[] {
  if (measured.revision === now.revision) return []
  const changed = knownChanges(measured, now)
  return changed.length > 0 || measured.lastModified === now.lastModified ? changed : ['configuration']
}

function knownChanges(a: MeasuredFunction, b: MeasuredFunction): string[] {
  const { revision: _, lastModified: __, ...before } = a
  return [...new Set([...Object.keys(before), ...Object.keys(b)])]
    .filter((key) => key !== 'revision' && key !== 'lastModified')
    .filter((key) => JSON.stringify(a[key as keyof typeof a]) !== JSON.stringify(b[key as keyof typeof b]))
}

/**
 * A function as it was when its comparison began, with the revision that it had once all of that was put back. Where a setting that is kept here has
 * changed meanwhile it stays as it was, so that nothing is applied to it.
 */
export function putBackAs(before: MeasuredFunction, after: MeasuredFunction): MeasuredFunction {
  const { revision, lastModified } = after
  return knownChanges(before, after).length > 0 ? before : { ...before, revision, lastModified }
}
