import { type AliasMove, lastAppliedIn, lastMoveIn } from '../configuration/journal.ts'
import type { PutBackNote } from '../configuration/put-back.ts'
import type { Control } from '../configuration/function-configuration.ts'
import { createReconfigurer, type Reconfigurer, type ReconfigurerOptions } from '../configuration/reconfigure.ts'
import { type LambdaClient, ResourceNotFoundException } from '@aws-sdk/client-lambda'
import { functionNameOf } from '../client/function-name.ts'
import { endpointOf } from '../client/endpoint.ts'
import { UserError } from '../../../io/user-error.ts'
import { type AliasTarget, isSameTarget, type KnownAlias, moveAlias, readAlias } from '../configuration/aliases.ts'
import { changesSince, type MeasuredFunction } from './measured-functions.ts'
import { isUnchanged, keepPutBack } from './keep-put-back.ts'
import { readMeasured } from './read-measured.ts'

/** What is wanted of a function. */
export interface ApplyRequest {
  readonly measured: MeasuredFunction
  readonly memoryMb: number
  /** The alias that is to point to a new version. */
  readonly alias?: string | undefined
  /** Its share of the invocations, from 0 to 1, at first; all of them where it is undefined. */
  readonly share?: number | undefined
}

/** What will be changed, as it is now and as it will be. */
export interface ApplyPlan {
  readonly request: ApplyRequest
  /** The function when it was looked at. */
  readonly now: MeasuredFunction
  readonly memoryMb?: { readonly from: number; readonly to: number }
  /** As it is now. */
  readonly alias?: KnownAlias & { readonly name: string }
}

/** Throws a UserError where the function is another than it was measured, or has all of it already; rejects with what AWS answers. */
export async function planApply(
  { client }: Pick<Control, 'client'>,
  request: ApplyRequest,
  { journalFile, folder }: { readonly journalFile: string; readonly folder: string },
): Promise<ApplyPlan> {
  const { measured, memoryMb, alias, share } = request
  const now = await readMeasured(client, measured.arn)
  const changed = changesSince(measured, now)
  // That it has the memory already may be by the first step of this, such as a share of an alias: then nothing else has changed since.
  const lastApplied = lastAppliedIn(journalFile)
  const isUnchangedSince = lastApplied?.arn === now.arn && lastApplied.lastModified === now.lastModified
  const isStepOfThis = changed.join() === 'memoryMb' && now.memoryMb === memoryMb && isUnchangedSince
  if (changed.length > 0 && !isStepOfThis) throw new UserError('function-changed', { name: measured.name, changed })
  const lastMove = alias === undefined ? undefined : lastMoveIn(journalFile, now.arn, alias)
  const known = alias === undefined ? undefined : await readMovable(client, measured.arn, { alias, share, lastMove })
  if (now.memoryMb === memoryMb) {
    if (!known) throw new UserError('nothing-to-apply', { name: measured.name, memoryMb })
    if (lastMove?.folder === folder && isSameTarget(known, lastMove.to) && lastMove.to.routing?.weight === share)
      throw new UserError('alias-applied', { name: measured.name, alias: alias! })
  }
  return {
    request,
    now,
    ...(now.memoryMb !== memoryMb && { memoryMb: { from: now.memoryMb, to: memoryMb } }),
    ...(known && { alias: { ...known, name: alias! } }),
  }
}

/** What came of it. */
export interface Outcome {
  /** That to which an alias points now, by its share. */
  readonly version?: string
}

interface WantedAlias {
  readonly alias: string
  readonly share: number | undefined
  /** By which utakata moved it last: a share that is still as that has left it may be changed. */
  readonly lastMove?: AliasMove | undefined
}

/** An alias as it is. Throws a UserError where there is none or a share of it cannot be moved; rejects with what AWS answers. */
export async function readMovable(
  client: LambdaClient,
  called: string,
  { alias, share, lastMove }: WantedAlias,
): Promise<KnownAlias> {
  const name = functionNameOf(called)!
  let known: KnownAlias
  try {
    known = await readAlias(client, called, alias)
  } catch (error) {
    if (error instanceof ResourceNotFoundException) throw new UserError('alias-unknown', { name, alias })
    throw error
  }
  const isOurs = lastMove !== undefined && isSameTarget(known, lastMove.to)
  if (known.routing && share !== undefined && !isOurs)
    throw new UserError('alias-shared', { name, alias, version: known.routing.version })
  return known
}

export interface ApplyOptions extends ReconfigurerOptions {
  /** Of the result. */
  readonly folder: string
  /** Told what was put back after a failure. */
  readonly onPutBack: (notes: readonly PutBackNote[]) => void
}

/**
 * Sets the memory; with an alias, publishes what was measured as a version and moves the alias to it. Each change is in the journal before it is made;
 * where one fails, those before it are put back, unless the journal has what was applied earlier: whoever undoes that undoes these too. Rejects
 * with a UserError where the function has changed since the plan was made or where what was published is not what was to be, and with what AWS
 * answers; with a NotPutBack, whose cause that is, where something could not be put back.
 */
export async function apply(plan: ApplyPlan, { onPutBack, folder, ...options }: ApplyOptions): Promise<Outcome> {
  const { client, journal } = options
  const isFirst = journal.isEmpty()
  const reconfigurer = createReconfigurer(options)
  let { lastModified: ownModified } = plan.now
  const configured = (lastModified: string) => (ownModified = lastModified)
  try {
    const outcome = await makeChanges(plan, reconfigurer, { ...options, folder, configured })
    const { arn, lastModified } = await readMeasured(client, plan.now.arn)
    journal.markApplied({ arn, lastModified, folder })
    return outcome
  } catch (error) {
    if (!isFirst || journal.isEmpty()) throw error
    const { arn } = plan.now
    try {
      const isOurs = await isUnchanged(client, { arn, lastModified: ownModified }).catch(() => false)
      onPutBack(await reconfigurer.putBack())
      // Where it fails, the result is refused later on, and has to be measured again.
      if (isOurs) await keepPutBack(client, folder, arn).catch(() => {})
    } catch (unput) {
      throw Object.assign(unput as Error, { cause: error })
    }
    throw error
  }
}

interface ChangeOptions extends ReconfigurerOptions {
  readonly folder: string
  /** Called with when the function was changed last, once its memory is set. */
  readonly configured: (lastModified: string) => void
}

async function makeChanges(
  { request: { measured, memoryMb, share }, now, alias }: ApplyPlan,
  reconfigurer: Reconfigurer,
  { client, journal, signal, folder, configured: noteConfigured }: ChangeOptions,
): Promise<Outcome> {
  // Whoever was asked has seen the function as it was then.
  const { arn } = now
  const changed = changesSince(now, await readMeasured(client, arn))
  if (changed.length > 0) throw new UserError('function-changed', { name: measured.name, changed })
  const configured = await reconfigurer.configure(arn, { memoryMb })
  noteConfigured(configured.lastModified ?? '')
  if (!alias) return {}
  const { codeSha256 } = measured
  // Nothing may have changed since the last version but what that one has already.
  const { version } = await reconfigurer.publish(configured, { codeSha256, acceptsLast: true })
  signal?.throwIfAborted()
  const { name: aliasName, revision, ...from } = alias
  const to: AliasTarget =
    share === undefined ? { version } : { version: from.version, routing: { version, weight: share } }
  journal.writeAlias({ name: measured.name, arn, ...(await endpointOf(client)), alias: aliasName, from, to, folder })
  await moveAlias(client, arn, { alias: aliasName, to, revision })
  return { version }
}
