import { readFileSync } from 'node:fs'
import { LOOPBACK } from './loopback-server.ts'

/**
 * Whose the other end of a connection or of a datagram on loopback is: of the user of this process, of somebody else, not to be
 * found (any more), or `unknown` where the system does not show it.
 */
export type Owner = 'ours' | 'foreign' | 'gone' | 'unknown'

/** The other end of a connection or of a datagram, as its socket names it. */
export interface Peer {
  readonly address?: string | undefined
  readonly port?: number | undefined
}

type Read = (file: string) => string

const readFile: Read = (file) => readFileSync(file, 'latin1')
/** 127.0.0.1 and 0.0.0.0 as the tables write them, on either order of bytes. */
const ADDRESSES = new Set(['0100007F', '7F000001', '00000000'])
const ESTABLISHED = '01'

interface Row {
  readonly localPort: number
  readonly remotePort: number
  readonly state: string
  readonly uid: number
}

/**
 * The sockets of IPv4 in one of Linux's tables; undefined where there is none. A socket that its process has closed has no inode, and
 * no user: it is left out. Source: Linux kernel documentation, "/proc/net/tcp and /proc/net/tcp6 variables".
 */
function rowsOf(file: string, read: Read): Row[] | undefined {
  let text: string
  try {
    text = read(file)
  } catch {
    return undefined
  }
  const row = /^ *\d+: ([\dA-F]{8}):([\dA-F]{4}) [\dA-F]{8}:([\dA-F]{4}) ([\dA-F]{2}) \S+ \S+ \S+ +(\d+) +\d+ (\d+)/gm
  return [...text.matchAll(row)].flatMap(([, address, local, remote, state, uid, inode]) =>
    inode === '0' || !ADDRESSES.has(address!)
      ? []
      : [{ localPort: parseInt(local!, 16), remotePort: parseInt(remote!, 16), state: state!, uid: Number(uid) }],
  )
}

/** Of those found; of more than one each could have been it. */
function ownerIn(found: readonly Row[]): Owner {
  if (found.length === 0) return 'gone'
  return found.every(({ uid }) => uid === process.geteuid?.()) ? 'ours' : 'foreign'
}

/** A table that does not even have our own socket in it shows nothing. */
function hasOwnSocket(rows: readonly Row[] | undefined, ownPort: number): rows is readonly Row[] {
  return rows?.some(({ localPort, uid }) => localPort === ownPort && uid === process.geteuid?.()) ?? false
}

/** Whose the connection is that came from `peer` to the port that this process listens on. About 1 ms: once a connection. */
export function ownerOfConnection(ownPort: number, { address, port }: Peer, read: Read = readFile): Owner {
  // The same port of 127.0.0.2 may be another user's.
  if (address !== LOOPBACK) return 'gone'
  const rows = rowsOf('/proc/net/tcp', read)
  if (!hasOwnSocket(rows, ownPort)) return 'unknown'
  // Also not of one that has hung up since: it has no user any more, and needs no answer.
  return ownerIn(
    rows.filter((row) => row.localPort === port && row.remotePort === ownPort && row.state === ESTABLISHED),
  )
}

/**
 * Whose the datagrams are that come from ports to the one that this process listens on. What comes in one turn of the loop is looked
 * up once, in 40 us: a port that was let go belongs to somebody else soon.
 */
export function createSenders(ownPort: number, read: Read = readFile): (sender: Peer) => Owner {
  let rows: Row[] | undefined
  const known = new Map<number, Owner>()
  const lookUp = (port: number): Owner => {
    const found = () => rows?.filter(({ localPort }) => localPort === port) ?? []
    // Bound since the table was read.
    if (rows === undefined || found().length === 0) rows = rowsOf('/proc/net/udp', read)
    return hasOwnSocket(rows, ownPort) ? ownerIn(found()) : 'unknown'
  }
  return ({ address, port }) => {
    if (address !== LOOPBACK || port === undefined) return 'gone'
    if (known.size === 0)
      setImmediate(() => {
        rows = undefined
        known.clear()
      })
    const owner = known.get(port) ?? lookUp(port)
    known.set(port, owner)
    return owner
  }
}
