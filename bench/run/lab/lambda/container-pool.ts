import { Container, type ContainerHost } from './container.ts'
import type { VersionSettings } from './function-settings.ts'

export interface PoolHost extends ContainerHost {
  /** How long a container is kept that nobody uses. */
  readonly idleMs: number
  /** Is given the end of each container, which is to be waited for. */
  readonly stopping: (end: Promise<void>) => void
}

/** The containers of a function as it is configured at one time: a change makes another pool. */
export class ContainerPool {
  readonly settings: VersionSettings
  readonly #host: PoolHost
  #idle: Container[] = []
  readonly #busy = new Set<Container>()
  readonly #expiry = new Map<Container, NodeJS.Timeout>()
  #isRetired = false

  constructor(settings: VersionSettings, host: PoolHost) {
    this.settings = settings
    this.#host = host
  }

  /** Invocations under way. */
  get busy(): number {
    return this.#busy.size
  }

  /** The one that was used last, as Lambda does; a fresh one where none is free. */
  take(): Container {
    const container = this.#idle.pop() ?? new Container(this.settings, this.#host)
    clearTimeout(this.#expiry.get(container))
    this.#expiry.delete(container)
    this.#busy.add(container)
    return container
  }

  giveBack(container: Container): void {
    this.#busy.delete(container)
    if (this.#isRetired) return this.#stop(container)
    this.#idle.push(container)
    const timer = setTimeout(() => {
      this.#idle = this.#idle.filter((other) => other !== container)
      this.#stop(container)
    }, this.#host.idleMs)
    timer.unref()
    this.#expiry.set(container, timer)
  }

  /** Gives its containers up, those at work once they are done, or at once with `endsWork`. */
  retire({ endsWork = false } = {}): void {
    this.#isRetired = true
    for (const container of [...this.#idle.splice(0), ...(endsWork ? this.#busy : [])]) this.#stop(container)
  }

  #stop(container: Container): void {
    clearTimeout(this.#expiry.get(container))
    this.#expiry.delete(container)
    this.#host.stopping(container.stop())
  }
}
