import { ResourceNotFoundException } from '@aws-sdk/client-lambda'
import { readAwsError } from '../client/aws-error.ts'
import { explainAwsError } from '../client/explain-aws-error.ts'
import { targetOf } from '../client/endpoint.ts'
import { type Configuration, type Control, TOUCHED, updateFunction, type Wanted } from './function-configuration.ts'
import { type Change, type Journal, RESTORE } from './journal.ts'
import type { Problem } from '../../../io/problems.ts'
import { problemOf, UserError } from '../../../io/user-error.ts'

interface Step<T> {
  readonly from: T
  readonly to: T
}

/** What came of putting a function back, called by its name. */
export type PutBackNote = { readonly name: string } & (
  | { readonly code: 'unchanged' | 'gone' }
  /** Somebody else has set it since, so that it is left alone. */
  | { readonly code: 'foreign-memory'; readonly memoryMb: number; readonly wasMb: number }
  | { readonly code: 'memory-put-back'; readonly memoryMb: number }
  | { readonly code: 'foreign-variable' | 'variable-removed' | 'variable-put-back'; readonly variable: string }
  /** Nothing answers any more of the lab that had it. */
  | { readonly code: 'lab-gone'; readonly endpoint: string | undefined }
)

/** What could not be put back of a function, and why. */
export interface LeftChanged {
  readonly name: string
  readonly memoryMb?: number
  readonly variable?: string
  readonly problem: Problem
}

/** That not everything could be put back. */
export class NotPutBack extends AggregateError {
  readonly left: readonly LeftChanged[]
  readonly notes: readonly PutBackNote[]
  /** The command that goes on with it. */
  readonly command = RESTORE

  constructor(errors: readonly unknown[], left: readonly LeftChanged[], notes: readonly PutBackNote[]) {
    // For whoever debugs; nobody else sees it.
    super(errors, JSON.stringify(left))
    this.left = left
    this.notes = notes
  }
}

interface PutBackOptions {
  readonly journal: Journal
  /** What the function is called by: its name, or its ARN. */
  readonly called: (change: Change) => string
  readonly controlOf: (change: Change) => Control
  /** Whether a change of this function may still be on its way to Lambda. */
  readonly isUnsure: (arn: string) => boolean
}

/**
 * Puts back whatever the journal has open, the last changed function first, all at the same time, and returns what came of
 * it. What somebody else has set since is left alone. Goes on after an error, and then throws a NotPutBack.
 */
export async function putBackAll(options: PutBackOptions): Promise<readonly PutBackNote[]> {
  const { journal } = options
  const byFunction = new Map<string, Change[]>()
  for (const change of journal.open().toReversed())
    byFunction.set(change.arn, [change, ...(byFunction.get(change.arn) ?? [])])

  const notes: PutBackNote[] = []
  const errors: unknown[] = []
  const left: LeftChanged[] = []
  await Promise.all(
    [...byFunction].map(async ([arn, changes]) => {
      try {
        notes.push(...(await putBack(changes, options)))
        journal.markPutBack(arn)
      } catch (error) {
        errors.push(error)
        const explained = explainAwsError(error, { service: 'Lambda', action: 'UpdateFunctionConfiguration' })
        left.push({ name: changes[0]!.name, ...whatIsLeft(changes), problem: problemOf(explained ?? error) })
      }
    }),
  )
  if (errors.length === 0) return notes
  throw new NotPutBack(errors, left, notes)
}

/** `changes`: of one function, oldest first, at least one. */
async function putBack(
  changes: readonly Change[],
  { called, controlOf, isUnsure }: PutBackOptions,
): Promise<readonly PutBackNote[]> {
  const [first] = changes as [Change]
  const { name, arn } = first
  const memory = changes.flatMap(({ memoryMb }) => memoryMb ?? [])
  const touches = changes.flatMap(({ touched }) => touched ?? [])
  let notes: readonly PutBackNote[] = []
  const plan = (now: Configuration): Wanted | undefined => {
    if (touches.length > 0 && now.touched === undefined) throw new UserError('variables-not-put-back', {})
    const memoryMb = walkBack(now.memoryMb, memory)
    const touched = walkBack(now.touched ?? null, touches)
    notes = [
      ...(isForeign(now.memoryMb, memory)
        ? [{ name, code: 'foreign-memory', memoryMb: now.memoryMb, wasMb: memory[0]!.from } as const]
        : []),
      ...(isForeign(now.touched ?? null, touches)
        ? [{ name, code: 'foreign-variable', variable: TOUCHED } as const]
        : []),
      ...(memoryMb === now.memoryMb ? [] : [{ name, code: 'memory-put-back', memoryMb } as const]),
      ...(touched === (now.touched ?? null)
        ? []
        : [{ name, code: touched === null ? 'variable-removed' : 'variable-put-back', variable: TOUCHED } as const]),
    ]
    const wanted = {
      ...(memoryMb !== now.memoryMb && { memoryMb }),
      ...(touched !== (now.touched ?? null) && { touched }),
    }
    if (Object.keys(wanted).length > 0) return wanted
    // A change that is still on its way names the revision it was made for: any update now, even of nothing, makes it fail.
    return isUnsure(arn) ? { memoryMb } : undefined
  }
  try {
    await updateFunction(controlOf(first), called(first), plan)
  } catch (error) {
    // A lab that was ended: a journal that waits for it would hold up every later run.
    if (targetOf(first) === 'lab' && readAwsError(error).names.has('ECONNREFUSED'))
      return [{ name, code: 'lab-gone', endpoint: first.endpoint }]
    if (!(error instanceof ResourceNotFoundException)) throw error
    return [{ name, code: 'gone' }]
  }
  return notes.length > 0 ? notes : [{ name, code: 'unchanged' }]
}

/**
 * The value that was there before the steps which led to `now`, newest first. A step that was never made, since it was written
 * down and then refused, does not lead to it.
 */
function walkBack<T>(now: T, steps: readonly Step<T>[]): T {
  return steps.reduceRight((value, { from, to }) => (value === to ? from : value), now)
}

function isForeign<T>(now: T, steps: readonly Step<T>[]): boolean {
  return steps.length > 0 && steps.every(({ from, to }) => now !== from && now !== to)
}

function whatIsLeft(changes: readonly Change[]): Pick<LeftChanged, 'memoryMb' | 'variable'> {
  const memory = changes.find(({ memoryMb }) => memoryMb)?.memoryMb
  return {
    ...(memory && { memoryMb: memory.from }),
    ...(changes.some((change) => change.touched) && { variable: TOUCHED }),
  }
}
