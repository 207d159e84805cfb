import { ResourceNotFoundException } from '@aws-sdk/client-lambda'
import { readAwsError } from '../client/aws-error.ts'
import { explainAwsError } from '../client/explain-aws-error.ts'
import { targetOf } from '../client/endpoint.ts'
import { type Configuration, type Control, TOUCHED, updateFunction, type Wanted } from './function-configuration.ts'
import { type Change, type Journal, RESTORE } from './journal.ts'

interface Step<T> {
  readonly from: T
  readonly to: T
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
 * Puts back whatever the journal has open, the last changed function first, all at the same time, and returns sentences about
 * what came of it. What somebody else has set since is left alone. Goes on after an error, and then throws an AggregateError
 * whose message names what is left and how to go on.
 */
export async function putBackAll(options: PutBackOptions): Promise<readonly string[]> {
  const { journal } = options
  const byFunction = new Map<string, Change[]>()
  for (const change of journal.open().toReversed())
    byFunction.set(change.arn, [change, ...(byFunction.get(change.arn) ?? [])])

  const sentences: string[] = []
  const errors: unknown[] = []
  const left: string[] = []
  await Promise.all(
    [...byFunction].map(async ([arn, changes]) => {
      try {
        sentences.push(...(await putBack(changes, options)))
        journal.markPutBack(arn)
      } catch (error) {
        errors.push(error)
        const { message } =
          explainAwsError(error, { service: 'Lambda', action: 'UpdateFunctionConfiguration' }) ?? (error as Error)
        left.push(`${changes[0]!.name}: ${whatIsLeft(changes)} could not be put back: ${message}`)
      }
    }),
  )
  if (errors.length === 0) return sentences
  throw new AggregateError(errors, [...left, ...sentences, `To put back what is left, run \`${RESTORE}\`.`].join('\n'))
}

/** `changes`: of one function, oldest first, at least one. */
async function putBack(
  changes: readonly Change[],
  { called, controlOf, isUnsure }: PutBackOptions,
): Promise<readonly string[]> {
  const [first] = changes as [Change]
  const { name, arn } = first
  const memory = changes.flatMap(({ memoryMb }) => memoryMb ?? [])
  const touches = changes.flatMap(({ touched }) => touched ?? [])
  let sentences: readonly string[] = []
  const plan = (now: Configuration): Wanted | undefined => {
    if (touches.length > 0 && now.touched === undefined)
      throw new Error('its environment variables cannot be read, and an update would wipe them')
    const memoryMb = walkBack(now.memoryMb, memory)
    const touched = walkBack(now.touched ?? null, touches)
    sentences = [
      ...(isForeign(now.memoryMb, memory)
        ? [
            `${name}: somebody set its memory to ${now.memoryMb} MB, which neither was (${memory[0]!.from} MB) nor came ` +
              'from utakata: left alone',
          ]
        : []),
      ...(isForeign(now.touched ?? null, touches) ? [`${name}: somebody else set ${TOUCHED}: left alone`] : []),
      ...(memoryMb === now.memoryMb ? [] : [`${name}: memory put back to ${memoryMb} MB`]),
      ...(touched === (now.touched ?? null)
        ? []
        : [`${name}: ${TOUCHED} ${touched === null ? 'taken away' : 'put back'}`]),
    ]
    const wanted = {
      ...(memoryMb !== now.memoryMb && { memoryMb }),
      ...(touched !== (now.touched ?? null) && { touched }),
    }
    if (Object.keys(wanted).length > 0) return wanted
    // A change that is still on its way names the revision it was made for: any update now, of nothing, makes it void.
    return isUnsure(arn) ? { memoryMb } : undefined
  }
  try {
    await updateFunction(controlOf(first), called(first), plan)
  } catch (error) {
    // A lab that was ended: a journal that waits for it would hold up every later run.
    if (targetOf(first) === 'lab' && readAwsError(error).names.has('ECONNREFUSED'))
      return [
        `${name}: nothing answers at ${first.endpoint} any more, and a lab takes its functions with it: nothing to put back`,
      ]
    if (!(error instanceof ResourceNotFoundException)) throw error
    return [`${name}: is not there any more: nothing to put back`]
  }
  return sentences.length > 0 ? sentences : [`${name}: is as it was`]
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

function whatIsLeft(changes: readonly Change[]): string {
  const memory = changes.find(({ memoryMb }) => memoryMb)?.memoryMb
  const touched = changes.some((change) => change.touched)
  return [...(memory ? [`memory of ${memory.from} MB`] : []), ...(touched ? [TOUCHED] : [])].join(' and ')
}
