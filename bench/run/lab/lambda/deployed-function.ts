import { createHash, randomUUID } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ContainerPool, type PoolHost } from './container-pool.ts'
import { type FunctionSettings, reservedIn } from './function-settings.ts'
import { ServiceError } from './service-error.ts'

/** How the local Lambda is as late as the real one may be, in milliseconds after each change of a function. */
export interface UpdateFaults {
  /** For so long invocations of `$LATEST` still reach the containers of before, and new ones like them. */
  readonly servesOldMs: number
  /** For so long GetFunctionConfiguration describes it as it was before. */
  readonly describesOldMs: number
  /** For so long a new version is `Pending`, and not to be invoked. */
  readonly pendingMs: number
}

export const PROMPT_UPDATES: UpdateFaults = { servesOldMs: 0, describesOldMs: 0, pendingMs: 0 }

/** A function at one of its versions, as it is described. */
export interface Described {
  readonly settings: FunctionSettings
  /** Says whether two states of it are the same. */
  readonly revision: string
  readonly version: string
  readonly description: string
  readonly codeSha256: string
  readonly lastModifiedMs: number
  readonly isPending: boolean
}

/** A name for a version, with a share of the invocations for a second one. */
export interface Alias {
  readonly name: string
  readonly version: string
  readonly description: string
  readonly routing?: { readonly version: string; readonly weight: number } | undefined
  readonly revision: string
}

const LATEST = '$LATEST'

interface Version {
  readonly described: Omit<Described, 'isPending'>
  readonly pool: ContainerPool
  readonly activeAtMs: number
}

export interface DeployedHost extends PoolHost {
  readonly faults: UpdateFaults
  readonly nowMs: () => number
  /** From 0 up to 1: which of an alias's two versions is invoked. */
  readonly random: () => number
}

/** A function with its versions and aliases. Errors are those that AWS would answer. */
export class DeployedFunction {
  readonly #host: DeployedHost
  #latest: Version
  /** What was there before the last change, as long as it is still served or described. */
  #before: Version | undefined
  #changedAtMs = -Infinity
  readonly #versions = new Map<string, Version>()
  readonly #aliases = new Map<string, Alias>()
  /** Numbers are never given again, as at AWS. */
  #published = 0

  constructor(settings: FunctionSettings, host: DeployedHost) {
    this.#host = host
    this.#latest = this.#version(settings, { version: LATEST, description: '', activeAtMs: -Infinity })
  }

  /** Invocations under way, of all versions. */
  get busy(): number {
    return this.#pools().reduce((sum, pool) => sum + pool.busy, 0)
  }

  get reservedConcurrency(): number {
    return this.#latest.pool.settings.reservedConcurrency ?? Infinity
  }

  /** `qualifier`: a version, an alias or `$LATEST`. */
  describe(qualifier: string = LATEST): Described {
    const host = this.#host
    const version = this.#find(this.#aliases.get(qualifier)?.version ?? qualifier)
    const isOld = version === this.#latest && host.nowMs() < this.#changedAtMs + host.faults.describesOldMs
    const shown = (isOld && this.#before) || version
    return { ...shown.described, isPending: host.nowMs() < shown.activeAtMs }
  }

  /** In the order in which they were published, `$LATEST` first. */
  describeAll(): Described[] {
    return [LATEST, ...this.#versions.keys()].map((version) => this.describe(version))
  }

  /** From now on it is another function: the containers that it has are given up. Throws a RangeError for a reserved variable. */
  reconfigure(changed: Partial<FunctionSettings>): void {
    const { faults, nowMs } = this.#host
    const { described, pool } = this.#latest
    const latest = this.#version({ ...described.settings, ...changed }, { ...described, activeAtMs: -Infinity })
    if (this.#servesOld()) {
      // What is still served is served on: another change begins the time anew.
      pool.retire()
    } else {
      this.#before?.pool.retire()
      this.#before = this.#latest
    }
    this.#latest = latest
    this.#changedAtMs = nowMs()
    const { pool: old } = this.#before!
    if (faults.servesOldMs === 0) old.retire()
    else setTimeout(() => this.#servesOld() || old.retire(), faults.servesOldMs + 1).unref()
  }

  /** What is there now as a version, which is the last one where nothing has changed since. */
  publish({ codeSha256, revision, description }: PublishOptions): Described {
    const { nowMs, faults } = this.#host
    const { described } = this.#latest
    if (revision !== undefined && revision !== described.revision) throw staleRevision()
    if (codeSha256 !== undefined && codeSha256 !== described.codeSha256)
      throw new ServiceError(
        400,
        'InvalidParameterValueException',
        `CodeSHA256 (${codeSha256}) is different from current CodeSHA256 in $LATEST (${described.codeSha256}). Please try again with the CodeSHA256 in $LATEST.`,
      )
    const last = [...this.#versions.values()].at(-1)
    if (last && isSame(last.described, described)) return this.describe(last.described.version)
    const version = String(++this.#published)
    this.#versions.set(
      version,
      this.#version(described.settings, {
        version,
        description: description ?? described.description,
        activeAtMs: nowMs() + faults.pendingMs,
      }),
    )
    return this.describe(version)
  }

  remove(version: string): void {
    if (version === LATEST)
      throw new ServiceError(
        400,
        'InvalidParameterValueException',
        '$LATEST version cannot be deleted without deleting the function.',
      )
    const users = [...this.#aliases.values()].filter(
      (one) => one.version === version || one.routing?.version === version,
    )
    if (users.length > 0)
      throw new ServiceError(
        409,
        'ResourceConflictException',
        `Version ${version} is in use by: ${users.map(({ name }) => name).join(', ')}`,
      )
    this.#find(version).pool.retire()
    this.#versions.delete(version)
  }

  aliases(): Alias[] {
    return [...this.#aliases.values()]
  }

  alias(name: string): Alias {
    const found = this.#aliases.get(name)
    if (!found) throw new ServiceError(404, 'ResourceNotFoundException', `Cannot find alias arn: ${name}`)
    return found
  }

  /** Makes an alias, or changes one whose revision is this. */
  setAlias({ revision, ...wanted }: Omit<Alias, 'revision'> & { readonly revision?: string | undefined }): Alias {
    if (revision !== undefined && revision !== this.#aliases.get(wanted.name)?.revision) throw staleRevision()
    this.#find(wanted.version)
    if (wanted.routing) this.#find(wanted.routing.version)
    const alias = { ...wanted, revision: randomUUID() }
    this.#aliases.set(alias.name, alias)
    return alias
  }

  /** The containers that an invocation goes to, with the version that it is. */
  poolFor(qualifier: string = LATEST): ContainerPool {
    const { nowMs, random } = this.#host
    const alias = this.#aliases.get(qualifier)
    const { routing } = alias ?? {}
    const version = this.#find(routing && random() < routing.weight ? routing.version : (alias?.version ?? qualifier))
    if (nowMs() < version.activeAtMs)
      throw new ServiceError(
        409,
        'ResourceConflictException',
        'The operation cannot be performed at this time. The function is currently in the following state: Pending',
      )
    return version === this.#latest && this.#servesOld() ? this.#before!.pool : version.pool
  }

  /** Ends what is under way, too. */
  end(): void {
    for (const pool of this.#pools()) pool.retire({ endsWork: true })
  }

  /** Whether invocations of `$LATEST` still come to what was there before the last change. */
  #servesOld(): boolean {
    const { nowMs, faults } = this.#host
    return this.#before !== undefined && nowMs() < this.#changedAtMs + faults.servesOldMs
  }

  #pools(): ContainerPool[] {
    return [this.#latest, ...(this.#before ? [this.#before] : []), ...this.#versions.values()].map(({ pool }) => pool)
  }

  #find(version: string): Version {
    const found = version === LATEST ? this.#latest : this.#versions.get(version)
    const { name } = this.#latest.described.settings
    if (!found) throw new ServiceError(404, 'ResourceNotFoundException', `Function not found: ${name}:${version}`)
    return found
  }

  #version(
    settings: FunctionSettings,
    {
      version,
      description,
      activeAtMs,
    }: { readonly version: string; readonly description: string; readonly activeAtMs: number },
  ): Version {
    const [reserved] = reservedIn(settings.variables)
    if (reserved !== undefined)
      throw new RangeError(
        `${settings.name}: expected variables of the function's own, got ${reserved}, which is reserved; leave it out`,
      )
    return {
      described: {
        settings,
        revision: randomUUID(),
        version,
        description,
        codeSha256: codeSha256Of(settings.folder),
        lastModifiedMs: this.#host.nowMs(),
      },
      pool: new ContainerPool({ ...settings, version }, this.#host),
      activeAtMs,
    }
  }
}

export interface PublishOptions {
  /** Of the code that is to be published; any where it is undefined. */
  readonly codeSha256?: string | undefined
  readonly revision?: string | undefined
  readonly description?: string | undefined
}

export function staleRevision(): ServiceError {
  return new ServiceError(
    412,
    'PreconditionFailedException',
    'The RevisionId provided does not match the latest RevisionId. Call the GetFunction API to get the latest one.',
  )
}

function isSame(a: Version['described'], b: Version['described']): boolean {
  return a.codeSha256 === b.codeSha256 && JSON.stringify(a.settings) === JSON.stringify(b.settings)
}

/** Of all its files; AWS takes that of the archive. What is not there yet has none. */
function codeSha256Of(folder: string): string {
  const hash = createHash('sha256')
  if (!existsSync(folder)) return hash.digest('base64')
  for (const file of readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile())) {
    const path = join(file.parentPath, file.name)
    hash.update(path.slice(folder.length)).update(readFileSync(path))
  }
  return hash.digest('base64')
}
