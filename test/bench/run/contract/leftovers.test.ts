import { execFileSync, spawn } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { readFile, watch as watchFile, type FSWatcher, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { MessageChannel, Worker } from 'node:worker_threads'
import { expect, test } from 'vitest'
import type { LeftoverCode } from '../../../../bench/io/contract-breach.ts'
import { eventually } from '../../../support/eventually.ts'
import { watchLeftovers } from '../../../../bench/run/contract/leftovers.ts'
import { aFolder } from '../../../support/folders.ts'

/** Opens something and gives what closes it again; `unref` where it must not keep the process alive. */
type Opening = (unref: boolean) => Promise<() => unknown>

const OPENINGS: Readonly<Record<string, readonly [LeftoverCode, Opening]>> = {
  'a setInterval': [
    'timer',
    async (unref) => {
      const timer = setInterval(() => {}, 1e6)
      if (unref) timer.unref()
      return () => clearInterval(timer)
    },
  ],
  'a setTimeout far away': [
    'timer',
    async (unref) => {
      const timer = setTimeout(() => {}, 1e8)
      if (unref) timer.unref()
      return () => clearTimeout(timer)
    },
  ],
  'a TCP server': [
    'tcp-server',
    async (unref) => {
      const server = createServer().listen(0, '127.0.0.1')
      await once(server, 'listening')
      if (unref) server.unref()
      return () => server.close()
    },
  ],
  'a UDP socket': [
    'udp-socket',
    async (unref) => {
      const socket = createSocket('udp4').bind(0, '127.0.0.1')
      await once(socket, 'listening')
      if (unref) socket.unref()
      return () => socket.close()
    },
  ],
  'a file watcher': [
    'file-watcher',
    async (unref) => {
      const watcher: FSWatcher = watchFile(aFolder())
      if (unref) watcher.unref()
      return () => watcher.close()
    },
  ],
  'a child process': [
    'child-process',
    async (unref) => {
      const child = spawn('sleep', ['60'], { stdio: 'ignore' })
      if (unref) child.unref()
      return async () => {
        child.ref()
        child.kill()
        await once(child, 'exit')
      }
    },
  ],
  'a message port': [
    'message-port',
    async (unref) => {
      const { port1 } = new MessageChannel()
      port1.on('message', () => {})
      if (unref) port1.unref()
      return () => port1.close()
    },
  ],
  'a worker thread': [
    'worker',
    async (unref) => {
      const worker = new Worker('setInterval(() => {}, 1e6)', { eval: true })
      await once(worker, 'online')
      if (unref) worker.unref()
      return () => worker.terminate()
    },
  ],
}

// Breakage: only sockets and ports counted, as it was, or nothing but what keeps the process alive.
for (const [what, [code, open]] of Object.entries(OPENINGS)) {
  for (const isUnrefed of [false, true]) {
    test(`${what} that is ${isUnrefed ? 'unref’ed' : 'left open'} is named, and no more once it is closed`, async () => {
      using leftovers = watchLeftovers({ unrefed: true })
      expect(leftovers.found()).toEqual([])
      const close = await open(isUnrefed)
      leftovers.stopLooking()
      expect(leftovers.found()).toContainEqual({ code })
      await close()
      await eventually('nothing is left', () => leftovers.found().length === 0)
    })
  }
}

test('a TCP socket that was never closed is named', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  using leftovers = watchLeftovers({ unrefed: true })
  const socket = connect((server.address() as { port: number }).port, '127.0.0.1')
  const [accepted] = (await once(server, 'connection')) as [typeof socket]
  await once(socket, 'connect')
  leftovers.stopLooking()
  // The request to connect lingers for a turn of the event loop.
  await eventually('the connection is made', () => leftovers.found().length === 1)
  expect(leftovers.found()).toEqual([{ code: 'tcp-socket' }])
  accepted.destroy()
  socket.destroy()
  await eventually('nothing is left', () => leftovers.found().length === 0)
  server.close()
})

test('a file operation that never settles is named', async () => {
  const fifo = join(aFolder(), 'fifo')
  execFileSync('sh', ['-c', 'mkfifo "$0"', fifo])
  using leftovers = watchLeftovers()
  const read = Promise.withResolvers<unknown>()
  readFile(fifo, read.resolve)
  expect(leftovers.found()).toEqual([{ code: 'file-operation' }])
  writeFileSync(fifo, '')
  await read.promise
  await eventually('nothing is left', () => leftovers.found().length === 0)
})

test('a setImmediate that sets itself again is named', async () => {
  using leftovers = watchLeftovers()
  let isOn = true
  const again = () => void (isOn && setImmediate(again))
  again()
  await nextTurn()
  expect(leftovers.found()).toEqual([{ code: 'immediate' }])
  isOn = false
  await eventually('nothing is left', () => leftovers.found().length === 0)
})

test('a listener on process is named by its event', () => {
  using leftovers = watchLeftovers()
  const listener = () => {}
  process.on('SIGUSR2', listener)
  expect(leftovers.found()).toEqual([{ code: 'listener', name: 'SIGUSR2' }])
  process.off('SIGUSR2', listener)
  expect(leftovers.found()).toEqual([])
})

test('what was open before is not counted', async () => {
  const timer = setInterval(() => {}, 1e6)
  using leftovers = watchLeftovers({ unrefed: true })
  expect(leftovers.found()).toEqual([])
  clearInterval(timer)
})
