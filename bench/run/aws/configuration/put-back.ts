import { ResourceConflictException, ResourceNotFoundException } from '@aws-sdk/client-lambda'
import { isNotAllowed, readAwsError } from '../client/aws-error.ts'
import { explainAwsError } from '../client/explain-aws-error.ts'
import { targetOf } from '../client/endpoint.ts'
import { type Configuration, type Control, TOUCHED, updateFunction, type Wanted } from './function-configuration.ts'
import { type AliasTarget, isSameTarget, moveAlias, readAlias } from './aliases.ts'
import { type AliasMove, type Change, type Journal, type Publication, RESTORE } from './journal.ts'
import { deleteVersion, findVersion, isPending } from './versions.ts'
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
  | { readonly code: 'versions-deleted'; readonly versions: readonly string[] }
  | {
      readonly code: 'alias-moved-back' | 'alias-gone' | 'foreign-alias'
      readonly alias: string
      readonly version: string
    }
  /** Somebody has pointed an alias to it since. */
  | { readonly code: 'version-in-use'; readonly version: string }
  /** The credentials may not delete it. */
  | { readonly code: 'version-not-deleted'; readonly version: string; readonly arn: string }
)

/** What could not be put back of a function, and why. */
export interface LeftChanged {
  readonly name: string
  readonly memoryMb?: number
  readonly variable?: string
  /** How many versions of ours are still there, or may be. */
  readonly versions?: number
  /** Aliases that were not moved back. */
  readonly aliases?: readonly string[]
  readonly problem: Problem
}

/** That not everything could be put back. */
export class NotPutBack extends AggregateError {
  readonly left: readonly LeftChanged[]
  readonly notes: readonly PutBackNote[]
  /** The command that goes on with it. */
  readonly command: string

  constructor(errors: readonly unknown[], { left, notes, command }: Pick<NotPutBack, 'left' | 'notes' | 'command'>) {
    // For whoever debugs; nobody else sees it.
    super(errors, JSON.stringify(left))
    this.left = left
    this.notes = notes
    this.command = command
  }
}

/** What a change and a publication have in common: which function it is, and where. */
type Place = Pick<Change, 'name' | 'arn' | 'region' | 'endpoint'>

interface PutBackOptions {
  readonly journal: Journal
  /** That goes on with what is left. */
  readonly command?: string
  /** What the function is called by: its name, or its ARN. */
  readonly called: (change: Place) => string
  readonly controlOf: (change: Place) => Control
  /** Whether a change of this function may still be on its way to Lambda. */
  readonly isUnsure: (arn: string) => boolean
}

/**
 * Puts back whatever the journal has open, the last changed function first, all at the same time, and returns what came of
 * it: first its configuration, then the versions that were published of it are deleted. What somebody else has set since is left alone. Goes on after
 * an error, and then throws a NotPutBack.
 */
export async function putBackAll(options: PutBackOptions): Promise<readonly PutBackNote[]> {
  const { journal, command = RESTORE } = options
  const byFunction = new Map<string, OpenChanges>()
  const ofFunction = (arn: string) => {
    const one = byFunction.get(arn) ?? { changes: [], publications: [], moves: [] }
    byFunction.set(arn, one)
    return one
  }
  for (const change of journal.open().toReversed()) ofFunction(change.arn).changes.unshift(change)
  for (const publication of journal.publications()) ofFunction(publication.arn).publications.push(publication)
  for (const move of journal.aliases()) ofFunction(move.arn).moves.push(move)

  const notes: PutBackNote[] = []
  const errors: unknown[] = []
  const left: LeftChanged[] = []
  await Promise.all(
    [...byFunction].map(async ([arn, { changes, publications, moves }]) => {
      const { name } = (changes[0] ?? publications[0] ?? moves[0])!
      let action = 'UpdateAlias'
      let areMovedBack = false
      try {
        // First, so that no version is in use when it is to be deleted.
        const movedBack = await moveBack(moves, options)
        notes.push(...movedBack)
        areMovedBack = true
        action = 'UpdateFunctionConfiguration'
        const isChanged = changes.length > 0 || publications.some(({ version }) => version === undefined)
        const own = isChanged ? await putBack(changes, publications, options) : []
        journal.markPutBack(arn)
        const isThere = !own.some(({ code }) => code === 'gone' || code === 'lab-gone')
        action = 'DeleteFunction'
        const deleted = isThere ? await deleteAll(publications, options) : []
        if (!isThere) for (const { marker } of publications) journal.markDeleted(marker)
        const isAlone = movedBack.length + deleted.length === 0
        notes.push(...own.filter(({ code }) => code !== 'unchanged' || isAlone), ...deleted)
      } catch (error) {
        errors.push(error)
        const explained = explainAwsError(error, { service: 'Lambda', action })
        const { aliases, ...others } = whatIsLeft(arn, journal)
        left.push({
          name,
          ...others,
          ...(aliases && !areMovedBack && { aliases }),
          problem: problemOf(explained ?? error),
        })
      }
    }),
  )
  if (errors.length === 0) return notes
  throw new NotPutBack(errors, { left, notes, command })
}

/** `changes` and `publications`: of one function, oldest first, at least one of them. */
async function putBack(
  changes: readonly Change[],
  publications: readonly Publication[],
  { called, controlOf, isUnsure }: PutBackOptions,
): Promise<readonly PutBackNote[]> {
  const first = (changes[0] ?? publications[0])!
  const { name, arn } = first
  // A version whose number nobody heard may be on its way as well.
  const mayBeOnItsWay = isUnsure(arn) || publications.some(({ version }) => version === undefined)
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
    return mayBeOnItsWay ? { memoryMb } : undefined
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

/** All that is open of one function, oldest first. */
interface OpenChanges {
  readonly changes: Change[]
  readonly publications: Publication[]
  readonly moves: AliasMove[]
}

/** Moves the aliases of one function to where they pointed before, the last move first; one that somebody else has moved since is left alone. */
async function moveBack(moves: readonly AliasMove[], { called, controlOf }: PutBackOptions): Promise<PutBackNote[]> {
  const notes: PutBackNote[] = []
  for (const [alias, own] of Map.groupBy(moves, (move) => move.alias)) {
    const [first] = own as [AliasMove]
    const { name, from } = first
    const { client } = controlOf(first)
    const note = (code: 'alias-moved-back' | 'alias-gone' | 'foreign-alias', version: string) =>
      notes.push({ name, code, alias, version })
    try {
      const now = await readAlias(client, called(first), alias)
      const before = own.reduceRight<AliasTarget>(
        (target, { from, to }) => (isSameTarget(target, to) ? from : target),
        now,
      )
      if (!isSameTarget(before, now)) {
        await moveAlias(client, called(first), { alias, to: before, revision: now.revision })
        note('alias-moved-back', before.version)
      } else if (!own.some((move) => isSameTarget(now, move.from))) note('foreign-alias', now.version)
    } catch (error) {
      if (!(error instanceof ResourceNotFoundException)) throw error
      note('alias-gone', from.version)
    }
  }
  return notes
}

/** Deletes the versions of one function; one that an alias points to by now is left, and said. */
async function deleteAll(
  publications: readonly Publication[],
  { journal, called, controlOf }: PutBackOptions,
): Promise<PutBackNote[]> {
  const notes: PutBackNote[] = []
  const versions: string[] = []
  for (const publication of publications) {
    const { name, marker } = publication
    const control = controlOf(publication)
    const version = publication.version ?? (await findVersion(control.client, called(publication), marker))
    if (version !== undefined) {
      const outcome = await deleteWithPatience(control, called(publication), version)
      if (outcome === 'deleted') versions.push(version)
      else if (outcome === 'version-in-use') notes.push({ name, code: outcome, version })
      else notes.push({ name, code: outcome, version, arn: publication.arn })
    }
    journal.markDeleted(marker)
  }
  const [first] = publications
  return [
    ...(versions.length > 0 ? [{ name: first!.name, code: 'versions-deleted', versions } as const] : []),
    ...notes,
  ]
}

/** A version that is only being made, or whose function is being updated, cannot be deleted yet. */
const DELETION_WAITS_MS = [250, 500, 1000, 2000, 4000, 8000, 16_000]

/** A version that still cannot be deleted, and is not being made any more, is one that an alias points to. */
async function deleteWithPatience(
  { client, pause }: Control,
  called: string,
  version: string,
): Promise<'deleted' | 'version-in-use' | 'version-not-deleted'> {
  for (let tries = 0; ; tries++) {
    try {
      await deleteVersion(client, called, version)
      return 'deleted'
    } catch (error) {
      // Who may not delete it cannot do so later either: it is named, and holds up nothing.
      if (isNotAllowed(readAwsError(error))) return 'version-not-deleted'
      if (!(error instanceof ResourceConflictException)) throw error
      const waitMs = DELETION_WAITS_MS[tries]
      if (waitMs !== undefined) await pause(waitMs)
      else if (await isPending(client, called, version)) throw error
      else return 'version-in-use'
    }
  }
}

function whatIsLeft(arn: string, journal: Journal): Omit<LeftChanged, 'name' | 'problem'> {
  const isOwn = (one: Place) => one.arn === arn
  const changes = journal.open().filter(isOwn)
  const publications = journal.publications().filter(isOwn)
  const moves = journal.aliases().filter(isOwn)
  const memory = changes.find(({ memoryMb }) => memoryMb)?.memoryMb
  return {
    ...(memory && { memoryMb: memory.from }),
    ...(changes.some((change) => change.touched) && { variable: TOUCHED }),
    ...(publications.length > 0 && { versions: publications.length }),
    ...(moves.length > 0 && { aliases: [...new Set(moves.map(({ alias }) => alias))] }),
  }
}
