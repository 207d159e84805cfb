import { setImmediate } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createSenders, ownerOfConnection } from '../../../../../bench/run/lab/access/peers.ts'

const OURS = process.geteuid!()
const OTHER = OURS + 1
const [OWN, THEIRS] = [2000, 40_000]

interface Socket {
  readonly local: number
  readonly remote?: number
  readonly uid: number
  readonly state?: string
  readonly inode?: number
  readonly address?: string
}

const hex = (port: number) => port.toString(16).toUpperCase().padStart(4, '0')

/** As Linux writes /proc/net/tcp and /proc/net/udp. */
function table(...sockets: readonly Socket[]): string {
  const rows = sockets.map(
    ({ local, remote = 0, uid, state = '07', inode = 651, address = '0100007F' }, index) =>
      `${String(index).padStart(5)}: ${address}:${hex(local)} ${remote ? '0100007F' : '00000000'}:${hex(remote)} ${state} 00000000:00000000 00:00000000 00000000 ${String(uid).padStart(5)}        0 ${inode} 2 0000000010ef6eae 0`,
  )
  return [
    '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode',
    ...rows,
    '',
  ].join('\n')
}

const DAEMON: Socket = { local: OWN, uid: OURS }
const LISTENING: Socket = { local: OWN, uid: OURS, state: '0A' }
const CONNECTED: Socket = { local: THEIRS, remote: OWN, uid: OURS, state: '01' }
const at = (port: number, address = '127.0.0.1') => ({ address, port })
const sender = (...sockets: readonly Socket[]) => createSenders(OWN, () => table(DAEMON, ...sockets))(at(THEIRS))
const connection = (...sockets: readonly Socket[]) =>
  ownerOfConnection(OWN, at(THEIRS), () => table(LISTENING, ...sockets))

test('whose a datagram is follows from the socket that has its port', () => {
  expect(sender({ local: THEIRS, remote: OWN, uid: OURS })).toBe('ours')
  expect(sender({ local: THEIRS, uid: OURS, address: '00000000' })).toBe('ours')
  expect(sender({ local: THEIRS, uid: OTHER })).toBe('foreign')
  expect(sender({ local: THEIRS + 1, uid: OURS })).toBe('gone')
  // The same port on another address is another socket, and of two that could be it both have to be ours.
  expect(sender({ local: THEIRS, uid: OURS, address: '0200007F' })).toBe('gone')
  expect(sender({ local: THEIRS, uid: OURS, address: '00000000' }, { local: THEIRS, uid: OTHER })).toBe('foreign')
})

// Breakage: what a process has closed has user 0 in the table, which is that of a lab of root.
test('a connection is ours while a socket of ours holds its other end', () => {
  expect(connection(CONNECTED)).toBe('ours')
  expect(connection({ ...CONNECTED, uid: OTHER })).toBe('foreign')
  expect(connection()).toBe('gone')
  expect(connection({ ...CONNECTED, inode: 0 })).toBe('gone')
  expect(connection({ ...CONNECTED, state: '05' })).toBe('gone')
  // To somebody else's port.
  expect(connection({ ...CONNECTED, remote: OWN + 1 })).toBe('gone')
})

// Breakage: another user who takes the port of a runtime of ours on another address of loopback, and is given its invocations.
test('what comes from another address of loopback is not taken for ours, whoever has its port', () => {
  const read = () => table(DAEMON, LISTENING, CONNECTED)
  expect(ownerOfConnection(OWN, at(THEIRS, '127.0.0.2'), read)).toBe('gone')
  expect(createSenders(OWN, read)(at(THEIRS, '127.0.0.2'))).toBe('gone')
})

test('a system without such a table, or one that does not even list us, proves nothing', () => {
  const missing = () => {
    throw new Error('ENOENT')
  }
  for (const read of [missing, () => '', () => table(CONNECTED)]) {
    expect(ownerOfConnection(OWN, at(THEIRS), read)).toBe('unknown')
    expect(createSenders(OWN, read)(at(THEIRS))).toBe('unknown')
  }
})

// Breakage: a port that belongs to somebody else by now, taken for that of the function which had it before.
test('datagrams of one turn of the loop are looked up once, and those of the next again', async () => {
  let reads = 0
  let uid = OURS
  const ownerOf = createSenders(OWN, () => (reads++, table(DAEMON, { local: THEIRS, uid })))
  expect([ownerOf(at(THEIRS)), ownerOf(at(THEIRS)), ownerOf(at(THEIRS))]).toEqual(['ours', 'ours', 'ours'])
  expect(reads).toBe(1)
  uid = OTHER
  await setImmediate()
  expect(ownerOf(at(THEIRS))).toBe('foreign')
  expect(reads).toBe(2)
})

test('a socket that was opened since the table was read is found', () => {
  const sockets = [DAEMON, { local: THEIRS, uid: OURS }]
  const ownerOf = createSenders(OWN, () => table(...sockets))
  expect(ownerOf(at(THEIRS))).toBe('ours')
  sockets.push({ local: THEIRS + 1, uid: OTHER })
  expect(ownerOf(at(THEIRS + 1))).toBe('foreign')
})
