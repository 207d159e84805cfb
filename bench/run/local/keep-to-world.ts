import dgram from 'node:dgram'
import dns, { type LookupOptions } from 'node:dns'
import { syncBuiltinESMExports } from 'node:module'
import net from 'node:net'
import { HOST_SUFFIX } from '../../../mock-server/world.ts'
import { lookUpSlowly, type SlowLookups } from './lookup.ts'

export interface WorldReach {
  /** Of the mock server of the run that begins. */
  readonly port: number
  /** Given where the world has many host names. */
  readonly lookups?: SlowLookups | undefined
  /** Whether a job may reach for anything else too. */
  readonly allowNet: boolean
}

const MAX_ELSEWHERE = 20
const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost', ''])

let reach: WorldReach | undefined
let isPatched = false
const elsewhere = new Set<string>()

/**
 * Lets whatever client a job uses find the hosts of the mock world, by patching the resolver of this thread, and keeps it from reaching
 * anything else: what was measured there could be compared with nothing.
 */
export function keepToWorld(next: WorldReach): void {
  reach = next
  if (isPatched) return
  isPatched = true
  patchLookup()
  patchConnect()
  patchDatagrams()
  patchResolvers()
  // For modules that import them by name.
  syncBuiltinESMExports()
}

/** Where the job tried to connect to that is not the mock world, such as `example.com:443`. */
export function foreignTargets(): readonly string[] {
  return [...elsewhere]
}

type LookupCallback = (error: Error | null, address: unknown, family?: number) => void

function patchLookup(): void {
  const { lookup } = dns
  const { lookup: lookupPromised } = dns.promises
  const find = (host: string, options: LookupOptions, callback: LookupCallback) => {
    if (!host.endsWith(HOST_SUFFIX)) return lookup(host, options, callback as never)
    const { lookups } = reach!
    if (lookups) return lookUpSlowly(lookups)(host, options, callback)
    return options.all ? callback(null, [ADDRESS]) : callback(null, ADDRESS.address, ADDRESS.family)
  }
  const patched = (host: string, ...rest: [LookupCallback] | [LookupOptions | number, LookupCallback]) => {
    const [options, callback] = rest.length === 1 ? [{}, rest[0]] : rest
    find(host, typeof options === 'number' ? { family: options } : options, callback)
  }
  // With what promisify finds on the original.
  dns.lookup = Object.defineProperties(patched, Object.getOwnPropertyDescriptors(lookup)) as typeof lookup
  const promised = (host: string, options: LookupOptions) =>
    new Promise((resolve, reject) => {
      find(host, options, (error, found, family) => {
        if (error) reject(error)
        else resolve(options.all ? found : { address: found, family })
      })
    })
  const patchedPromises = async (host: string, options?: LookupOptions) =>
    host.endsWith(HOST_SUFFIX) ? promised(host, options ?? {}) : lookupPromised(host, options ?? {})
  dns.promises.lookup = patchedPromises as typeof lookupPromised
}

const ADDRESS = { address: '127.0.0.1', family: 4 }

function patchConnect(): void {
  const prototype = net.Socket.prototype
  const connect = Reflect.get(prototype, 'connect') as (this: net.Socket, ...given: unknown[]) => net.Socket
  prototype.connect = function (this: net.Socket, ...given: unknown[]) {
    const to = reach!.allowNet ? undefined : foreignTarget(given)
    if (to === undefined) return connect.apply(this, given)
    const refused = refuse(to)
    process.nextTick(() => this.destroy(refused))
    return this
  }
}

/** Takes note of what a job tried to reach; gives the error that it gets. */
function refuse(target: string): Error {
  if (elsewhere.size < MAX_ELSEWHERE) elsewhere.add(target)
  return Object.assign(new Error(target), { name: 'NotTheMockWorld' })
}

/** The mock world takes no datagrams. As on any network, who sends one and does not ask is not told that it was lost. */
function patchDatagrams(): void {
  const prototype = dgram.Socket.prototype
  for (const name of ['send', 'connect'] as const) {
    const original = Reflect.get(prototype, name) as (this: dgram.Socket, ...given: unknown[]) => void
    const patched = function (this: dgram.Socket, ...given: unknown[]) {
      const to = targetOf(name === 'send' ? given.slice(1) : given)
      if (reach!.allowNet || to === undefined) return original.apply(this, given)
      const refused = refuse(`${to} (UDP)`)
      const callback = given.findLast((one) => typeof one === 'function')
      if (callback) process.nextTick(callback, refused)
    }
    Reflect.set(prototype, name, patched)
  }
}

/** Of `port, address` or `offset, length, port, address`, what is left out left out; nothing where there is no port. */
function targetOf(given: readonly unknown[]): string | undefined {
  const afterNumbers = given.findIndex((one) => typeof one !== 'number')
  const [port, address] = given.slice(Math.max(0, (afterNumbers === -1 ? given.length : afterNumbers) - 1))
  if (typeof port !== 'number' && typeof port !== 'string') return undefined
  return `${typeof address === 'string' ? address : 'localhost'}:${port}`
}

/** Name servers know no host of the mock world; clients that ask them by themselves then ask for its address as all others do. */
function patchResolvers(): void {
  for (const owner of [dns, dns.promises, dns.Resolver.prototype, dns.promises.Resolver.prototype])
    for (const name of Object.getOwnPropertyNames(owner).filter((one) =>
      /^(?:resolve|reverse|lookupService)/.test(one),
    )) {
      const original = Reflect.get(owner, name) as (...given: unknown[]) => unknown
      const patched = function (this: unknown, ...given: unknown[]) {
        if (reach!.allowNet) return original.apply(this, given)
        const host = String(given[0])
        const refused = host.endsWith(HOST_SUFFIX)
          ? Object.assign(new Error(`${host} is not found`), { code: 'ENOTFOUND' })
          : refuse(`${host} (DNS)`)
        const callback = given.at(-1)
        if (typeof callback !== 'function') return Promise.reject(refused)
        process.nextTick(callback, refused)
      }
      Reflect.set(owner, name, Object.defineProperties(patched, Object.getOwnPropertyDescriptors(original)))
    }
}

/** Where a socket is to connect to, if that is not the mock server; a target is given as options, as port and host, or as a path. */
function foreignTarget(given: readonly unknown[]): string | undefined {
  // Node's own modules hand the arguments on as one array.
  const [first, second] = Array.isArray(given[0]) ? (given[0] as unknown[]) : given
  const options =
    typeof first === 'object' && first !== null
      ? (first as { readonly host?: string; readonly port?: unknown; readonly path?: string })
      : Number.isNaN(Number(first))
        ? { path: String(first) }
        : { port: first, host: typeof second === 'string' ? second : undefined }
  const { host = '', port, path } = options
  if (port === undefined && path !== undefined) return path
  const isOurs = Number(port) === reach!.port && (LOOPBACK.has(host) || host.endsWith(HOST_SUFFIX))
  return isOurs ? undefined : `${host || 'localhost'}:${String(port)}`
}
