import type { PutBackNote } from '../configuration/put-back.ts'
import type { Control } from '../configuration/function-configuration.ts'
import { createReconfigurer, type Reconfigurer, type ReconfigurerOptions } from '../configuration/reconfigure.ts'
import { endpointOf } from '../client/endpoint.ts'
import { UserError } from '../../../io/user-error.ts'
import { type AliasTarget, moveAlias, readAlias } from '../configuration/aliases.ts'
import { changesSince, type MeasuredFunction, readMeasured } from './measured-functions.ts'

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
  readonly arn: string
  /** Of the function when it was looked at. */
  readonly revision: string
  readonly memoryMb?: { readonly from: number; readonly to: number }
  readonly alias?: { readonly name: string; readonly from: AliasTarget; readonly revision: string | undefined }
}

/** Throws a UserError where the function is another than it was measured, or has all of it already; rejects with what AWS answers. */
export async function planApply({ client }: Pick<Control, 'client'>, request: ApplyRequest): Promise<ApplyPlan> {
  const { measured, memoryMb, alias, share } = request
  const now = await readMeasured(client, measured.arn)
  const changed = changesSince(measured, now)
  // That it has the memory already may be the first step of this, such as a share of an alias.
  const isStepOfThis = changed.join() === 'memoryMb' && now.memoryMb === memoryMb
  if (changed.length > 0 && !isStepOfThis) throw new UserError('function-changed', { name: measured.name, changed })
  const known = alias === undefined ? undefined : await readAlias(client, measured.arn, alias)
  if (known?.routing && share !== undefined)
    throw new UserError('alias-shared', { name: measured.name, alias: alias!, version: known.routing.version })
  if (!known && now.memoryMb === memoryMb) throw new UserError('nothing-to-apply', { name: measured.name, memoryMb })
  const { revision, ...from } = known ?? { revision: undefined, version: '' }
  return {
    request,
    arn: now.arn,
    revision: now.revision,
    ...(now.memoryMb !== memoryMb && { memoryMb: { from: now.memoryMb, to: memoryMb } }),
    ...(known && { alias: { name: alias!, from, revision } }),
  }
}

/** What was applied: the version is that to which an alias leads now. */
export interface Applied {
  readonly version?: string
}

export interface ApplyOptions extends ReconfigurerOptions {
  /** Told what was put back after a failure. */
  readonly onPutBack: (notes: readonly PutBackNote[]) => void
}

/**
 * Sets the memory; with an alias, publishes what was measured as a version and moves the alias to it. Each change is in the journal before it is made;
 * where one fails, all that the journal names is put back. Rejects with a UserError where the function has changed since the plan was made or where what was
 * published is not what was to be, and with what AWS answers; with a NotPutBack, whose cause that is, where something could not be put back.
 */
export async function apply(plan: ApplyPlan, { onPutBack, ...options }: ApplyOptions): Promise<Applied> {
  const reconfigurer = createReconfigurer(options)
  try {
    const applied = await makeChanges(plan, reconfigurer, options)
    options.journal.markApplied()
    return applied
  } catch (error) {
    try {
      onPutBack(await reconfigurer.putBack())
    } catch (unput) {
      throw Object.assign(unput as Error, { cause: error })
    }
    throw error
  }
}

async function makeChanges(
  { request: { measured, memoryMb, share }, arn, revision, alias }: ApplyPlan,
  reconfigurer: Reconfigurer,
  { client, journal, signal }: ReconfigurerOptions,
): Promise<Applied> {
  // Whoever was asked has seen the function as it was then.
  if ((await readMeasured(client, arn)).revision !== revision)
    throw new UserError('function-changed', { name: measured.name, changed: ['revision'] })
  const configured = await reconfigurer.configure(arn, { memoryMb })
  if (!alias) return {}
  const { codeSha256 } = measured
  // Nothing may have changed since the last version but what that one has already.
  const { version } = await reconfigurer.publish(configured, { codeSha256, acceptsLast: true })
  signal?.throwIfAborted()
  const { from } = alias
  const to: AliasTarget =
    share === undefined ? { version } : { version: from.version, routing: { version, weight: share } }
  journal.writeAlias({ name: measured.name, arn, ...(await endpointOf(client)), alias: alias.name, from, to })
  await moveAlias(client, arn, { alias: alias.name, to, revision: alias.revision })
  return { version }
}
