import { randomUUID } from 'node:crypto'
import { type Configuration, type Control, type Plan, updateFunction, type Wanted } from './function-configuration.ts'
import type { Journal } from './journal.ts'
import { putBackAll, type PutBackNote } from './put-back.ts'
import { deleteVersion, findVersion, type PublicationWanted, publishVersion, waitForVersion } from './versions.ts'
import { UserError } from '../../../io/user-error.ts'

export interface ReconfigurerOptions extends Control {
  /** Of this run alone; whoever opened it closes it, after `putBack`. */
  readonly journal: Journal
  /** That goes on with what could not be put back. */
  readonly command?: string
  /** Ends changes, not putting back. */
  readonly signal?: AbortSignal | undefined
}

/** Changes functions by name, publishes versions of them, and puts everything back. */
export interface Reconfigurer {
  /**
   * Sets our variable, memory or both in one update, and resolves with the function once it has them; of one that has them already it changes
   * nothing. A fresh value of our variable gives each later invocation of `$LATEST` a new container.
   */
  readonly configure: (name: string, wanted: Wanted & { readonly touched?: string }) => Promise<Configuration>
  /** Publishes the function as it was configured last, and resolves with the version once it can be invoked. */
  readonly publish: (configured: Configuration, options?: PublishOptions) => Promise<PublishedVersion>
  /** Deletes a version that was published here. */
  readonly retire: (version: PublishedVersion) => Promise<void>
  /**
   * Ends whatever change is on its way and puts everything of this run back, as `putBackAll` does. From then on nothing can be
   * changed. May be called again, and then tries again what was left.
   */
  readonly putBack: () => Promise<readonly PutBackNote[]>
}

type PublishOptions = Pick<PublicationWanted, 'codeSha256' | 'acceptsLast'>

export interface PublishedVersion {
  /** Of the function. */
  readonly name: string
  readonly arn: string
  /** A number. */
  readonly version: string
  /** Its description. */
  readonly marker: string
}

/** A version is published from what was read; as long as that changes, it is read again so many times. */
const MAX_PUBLISH_TRIES = 10

/** Every change is in the journal before it is made: what becomes of this process does not matter then. */
export function createReconfigurer({ journal, command, signal, ...control }: ReconfigurerOptions): Reconfigurer {
  const ending = new AbortController()
  const either = AbortSignal.any([ending.signal, ...(signal ? [signal] : [])])
  const unsure = new Set<string>()
  let puttingBack: Promise<readonly PutBackNote[]> | undefined

  /** The SDK throws an error of its own for what was cancelled. */
  async function cancellable<T>(work: () => Promise<T>): Promise<T> {
    either.throwIfAborted()
    try {
      return await work()
    } catch (error) {
      either.throwIfAborted()
      throw error
    }
  }

  async function change(name: string, plan: Plan): Promise<Configuration> {
    let arn = ''
    return await updateFunction(control, name, plan, {
      signal: either,
      before(now, { memoryMb, touched }) {
        journal.write({
          name: now.name,
          arn: now.arn,
          ...now.place,
          ...(memoryMb !== undefined && { memoryMb: { from: now.memoryMb, to: memoryMb } }),
          ...(typeof touched === 'string' && { touched: { from: now.touched ?? null, to: touched } }),
        })
        arn = now.arn
        unsure.add(arn)
      },
      known: () => unsure.delete(arn),
    })
  }

  /** What of it the function does not have yet. */
  const planOf =
    ({ memoryMb, touched }: Wanted): Plan =>
    (now) => {
      const missing = {
        ...(memoryMb !== undefined && memoryMb !== now.memoryMb && { memoryMb }),
        ...(touched !== undefined && touched !== now.touched && { touched }),
      }
      return Object.keys(missing).length > 0 ? missing : undefined
    }

  async function publish(configured: Configuration, options: PublishOptions = {}): Promise<PublishedVersion> {
    const { name, arn, place, memoryMb, touched } = configured
    let { revision } = configured
    for (let tries = 1; ; tries++) {
      const marker = `utakata ${randomUUID()}`
      either.throwIfAborted()
      journal.writePublication({ name, arn, ...place, marker })
      const published = await publishVersion(control.client, { called: arn, revision, marker, ...options }, either)
      if ('version' in published) {
        const { version } = published
        if (published.isOurs) journal.markPublished(marker, version)
        else journal.markDeleted(marker)
        await waitForVersion(control, arn, version, either)
        return { name, arn, version, marker }
      }
      if (published.isCertain) journal.markDeleted(marker)
      else {
        // An earlier request whose answer was lost may have published it, which changes the function's revision.
        const found = await findVersion(control.client, arn, marker)
        if (found !== undefined) {
          journal.markPublished(marker, found)
          await waitForVersion(control, arn, found, either)
          return { name, arn, version: found, marker }
        }
      }
      if (tries === MAX_PUBLISH_TRIES) throw new UserError('version-not-published', { name })
      const again = await change(arn, planOf({ memoryMb, ...(typeof touched === 'string' && { touched }) }))
      revision = again.revision
    }
  }

  return {
    configure: (name, wanted) => cancellable(() => change(name, planOf(wanted))),
    publish: (configured, options) => cancellable(() => publish(configured, options)),
    retire: (version) =>
      cancellable(async () => {
        await deleteVersion(control.client, version.arn, version.version)
        journal.markDeleted(version.marker)
      }),
    putBack() {
      ending.abort(new Error('expected no further change: the functions are being put back'))
      puttingBack ??= putBackAll({
        journal,
        ...(command !== undefined && { command }),
        // By its name it could be another one, of this account.
        called: ({ arn }) => arn,
        controlOf: () => control,
        isUnsure: (arn) => unsure.has(arn),
      }).finally(() => (puttingBack = undefined))
      return puttingBack
    },
  }
}
