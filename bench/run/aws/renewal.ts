import { randomUUID } from 'node:crypto'
import { InvokeCommand, type LambdaClient, ResourceConflictException } from '@aws-sdk/client-lambda'
import { isNotAllowed, readAwsError } from './client/aws-error.ts'
import { explainAwsError } from './client/explain-aws-error.ts'
import { UserError } from '../../io/user-error.ts'
import type { PublishedVersion, Reconfigurer } from './configuration/reconfigure.ts'
import type { AbVariant } from './variants.ts'

/** How new containers are had: of a version that is published for them, or of `$LATEST`, which is changed for them. */
export type RenewalMode = 'versions' | 'latest'

/** New containers of a function. */
export interface Renewed {
  /** By which they are invoked; absent for `$LATEST`. */
  readonly version?: PublishedVersion
}

/** That the credentials may not do with versions what is needed: `$LATEST` is changed and invoked from now on. */
export interface Fallback {
  readonly function: string
  /** Such as `lambda:PublishVersion`. */
  readonly permission: string
}

export interface Renewal {
  readonly renew: (
    variant: Pick<AbVariant, 'function' | 'memoryMb' | 'isResized'>,
    signal?: AbortSignal,
  ) => Promise<Renewed>
  /** Its containers are not needed any more. */
  readonly retire: (renewed: Renewed) => Promise<void>
}

interface RenewalOptions {
  readonly reconfigurer: Reconfigurer
  /** For asking whether versions may be invoked. */
  readonly client: LambdaClient
  readonly mode: RenewalMode
  /** What it throws ends the comparison. */
  readonly fellBack?: (fallback: Fallback) => void
}

/**
 * Has new containers of functions made. Versions leave whoever invokes an alias or another version undisturbed, and Lambda cannot answer with a
 * container that was there before; where they are not allowed, from then on `$LATEST` serves. Rejects with a UserError where AWS refuses.
 */
export function createRenewal({ reconfigurer, client, mode: wanted, fellBack }: RenewalOptions): Renewal {
  let mode = wanted
  /** Of each function the code that it had when it was changed first. */
  const codes = new Map<string, string | undefined>()
  /** Whose versions may be invoked, as far as that was asked. */
  const invocable = new Set<string>()
  const fallBack = (function_: string, permission: string) => {
    mode = 'latest'
    fellBack?.({ function: function_, permission })
  }

  async function published(
    name: string,
    publish: () => Promise<PublishedVersion>,
  ): Promise<PublishedVersion | undefined> {
    let version: PublishedVersion
    try {
      version = await publish()
    } catch (error) {
      if (!isNotAllowed(readAwsError(error))) throw explained(error, 'PublishVersion')
      fallBack(name, 'lambda:PublishVersion')
      return undefined
    }
    if (invocable.has(name)) return version
    try {
      // Policies often name a function without its versions.
      await client.send(new InvokeCommand({ FunctionName: name, Qualifier: version.version, InvocationType: 'DryRun' }))
      invocable.add(name)
      return version
    } catch (error) {
      if (!isNotAllowed(readAwsError(error))) throw explained(error, 'Invoke')
      fallBack(name, 'lambda:InvokeFunction')
      await retire(version)
      return undefined
    }
  }

  async function retire(version: PublishedVersion): Promise<void> {
    try {
      await reconfigurer.retire(version)
    } catch (error) {
      // It stays in the journal for the end, such as one that is still being made.
      if (error instanceof ResourceConflictException) return
      // This too, and is reported then.
      if (!isNotAllowed(readAwsError(error))) throw explained(error, 'DeleteFunction')
      if (mode === 'versions') fallBack(version.name, 'lambda:DeleteFunction')
    }
  }

  return {
    async renew({ function: name, memoryMb, isResized }) {
      const size = isResized ? { memoryMb } : {}
      const configured = await reconfigurer
        .configure(name, { touched: randomUUID(), ...size })
        .catch((error: unknown) => {
          throw explained(error, 'UpdateFunctionConfiguration')
        })
      const { codeSha256 } = configured
      if (!codes.has(name)) codes.set(name, codeSha256)
      if (codes.get(name) !== codeSha256) throw new UserError('deployed-meanwhile', { name })
      if (mode === 'latest') return {}
      const version = await published(name, () => reconfigurer.publish(configured, { codeSha256 }))
      return version ? { version } : {}
    },
    async retire({ version }) {
      if (version) await retire(version)
    },
  }
}

/** Only here it is known what AWS was asked for. */
function explained(error: unknown, action: string): unknown {
  return explainAwsError(error, { service: 'Lambda', action }) ?? error
}
