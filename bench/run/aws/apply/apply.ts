import type { Journal } from '../configuration/journal.ts'
import type { Control } from '../configuration/function-configuration.ts'
import { createReconfigurer } from '../configuration/reconfigure.ts'
import { endpointOf } from '../client/endpoint.ts'
import { UserError } from '../../../io/user-error.ts'
import { type AliasTarget, moveAlias, readAlias } from '../configuration/aliases.ts'
import { changesSince, type MeasuredFunction, readMeasured } from './measured-functions.ts'

/** What is wanted of a function. */
export interface ApplyRequest {
  readonly measured: MeasuredFunction
  readonly memoryMb: number
  /** The alias that is to lead to a new version. */
  readonly alias?: string | undefined
  /** Its share of the invocations, from 0 to 1, at first; all of them where it is undefined. */
  readonly share?: number | undefined
}

/** What will be changed, as it is now and as it will be. */
export interface ApplyPlan {
  readonly request: ApplyRequest
  readonly arn: string
  readonly memoryMb?: { readonly from: number; readonly to: number }
  readonly alias?: { readonly name: string; readonly from: AliasTarget; readonly revision: string | undefined }
}

/** Throws a UserError where the function is another than it was measured, or has all of it already; rejects with what AWS answers. */
export async function planApply({ client }: Pick<Control, 'client'>, request: ApplyRequest): Promise<ApplyPlan> {
  const { measured, memoryMb, alias } = request
  const now = await readMeasured(client, measured.arn)
  const changed = changesSince(measured, now)
  if (changed.length > 0) throw new UserError('function-changed', { name: measured.name, changed })
  const known = alias === undefined ? undefined : await readAlias(client, measured.arn, alias)
  if (!known && now.memoryMb === memoryMb) throw new UserError('nothing-to-apply', { name: measured.name, memoryMb })
  const { revision, ...from } = known ?? { revision: undefined, version: '' }
  return {
    request,
    arn: now.arn,
    ...(now.memoryMb !== memoryMb && { memoryMb: { from: now.memoryMb, to: memoryMb } }),
    ...(known && { alias: { name: alias!, from, revision } }),
  }
}

/** What was applied: the version is that to which an alias leads now. */
export interface Applied {
  readonly version?: string
}

/**
 * Sets the memory; with an alias, publishes what was measured as a version and moves the alias to it. Each change is in the journal before it is made.
 * Rejects with a UserError where what was set or published is not what was to be, and with what AWS answers.
 */
export async function apply(
  { request: { measured, memoryMb, share }, arn, alias }: ApplyPlan,
  { journal, ...control }: Control & { readonly journal: Journal; readonly signal?: AbortSignal },
): Promise<Applied> {
  const { client, signal } = control
  const reconfigurer = createReconfigurer({ journal, ...control })
  const configured = await reconfigurer.configure(arn, { memoryMb })
  if (!alias) {
    journal.markApplied()
    return {}
  }
  const { codeSha256 } = measured
  // Nothing may have changed since the last version but what that one has already.
  const { version } = await reconfigurer.publish(configured, { codeSha256, acceptsLast: true })
  signal?.throwIfAborted()
  const { from, revision } = alias
  const to: AliasTarget =
    share === undefined ? { version } : { version: from.version, routing: { version, weight: share } }
  journal.writeAlias({ name: measured.name, arn, ...(await endpointOf(client)), alias: alias.name, from, to })
  await moveAlias(client, arn, { alias: alias.name, to, revision })
  journal.markApplied()
  return { version }
}
