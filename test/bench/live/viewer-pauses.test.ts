import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { createServer as createHttpServer, get, type IncomingMessage } from 'node:http'
import { type AddressInfo, connect, createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { onTestFinished, expect, test } from 'vitest'
import { eventually } from '../../support/eventually.ts'
import { announceViewerPauses, readLiveFile, type Watcher, watchRun } from '../../../bench/live/viewer-pauses.ts'
import { aFolder } from '../../support/folders.ts'

async function aRun(waits?: Parameters<typeof announceViewerPauses>[1]) {
  const folder = aFolder()
  const viewerPauses = await announceViewerPauses(folder, waits)
  onTestFinished(() => viewerPauses[Symbol.dispose]())
  return { folder, viewerPauses }
}

/** Watches a run, and resolves when the run knows it. */
async function aWatcher({ folder, viewerPauses }: Awaited<ReturnType<typeof aRun>>, given: Partial<Watcher> = {}) {
  let isKnown = false
  const pause = async (below: string) => {
    if (isKnown) return await given.pause?.(below)
    isKnown = true
  }
  const watched = await watchRun(folder, { pause, over: given.over ?? (() => {}) })
  onTestFinished(() => watched!.stop())
  while (!isKnown) {
    await viewerPauses.open()
    await sleep(1)
  }
  return watched!
}

/** Whether a pause is over without anything that has to come from outside. */
async function isAtOnce(pause: Promise<void>): Promise<boolean> {
  return await Promise.race([pause.then(() => true), new Promise<false>((resolve) => setImmediate(resolve, false))])
}

async function isOverSoon(pause: Promise<void>): Promise<boolean> {
  return await Promise.race([pause.then(() => true), sleep(50, false)])
}

/** A connection to the run in a folder, of somebody who knows its port alone. */
async function aStranger(folder: string) {
  const stranger = connect({ port: readLiveFile(folder)!.port, host: '127.0.0.1' }).on('error', () => {})
  await once(stranger, 'connect')
  onTestFinished(() => void stranger.destroy())
  return stranger.resume()
}

/** The folder of a run that was killed, and whose port is a server's by now. */
async function afterARun(server: Server): Promise<string> {
  onTestFinished(() => void server.close())
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  return aFolder({ 'live.json': JSON.stringify({ port, token: 'secret', proof: 'proof' }) })
}

const NOBODY: Watcher = { pause: async () => {}, over: () => {} }

test('where nobody watches a pause is over at once', async () => {
  const { viewerPauses } = await aRun()
  expect(await isAtOnce(viewerPauses.open())).toBe(true)
})

// Breakage: a run that goes on while whoever watches it is still drawing.
test('a run waits until whoever watches it is done', async () => {
  const run = await aRun()
  const work = Promise.withResolvers<void>()
  await aWatcher(run, { pause: () => work.promise })
  const pause = run.viewerPauses.open()
  expect(await isOverSoon(pause)).toBe(false)
  work.resolve()
  await pause
})

// Breakage: a sweep whose watchers read the first cell for ever, or whose budget pays for what they draw.
test('who watches is sent the folder of what is measured, and the clock of the run stands still meanwhile', async () => {
  const run = await aRun()
  const sent: string[] = []
  await aWatcher(run, {
    async pause(below) {
      sent.push(below)
      await sleep(20)
    },
  })
  const { viewerPauses } = run
  const [beforeMs, beganMs] = [viewerPauses.nowMs(), performance.now()]
  await viewerPauses.open('cells/one')
  await viewerPauses.open('cells/other “one”\n.again')
  await viewerPauses.open()
  const [tookMs, allMs] = [viewerPauses.nowMs() - beforeMs, performance.now() - beganMs]
  expect(sent).toEqual(['cells/one', 'cells/other “one”\n.again', ''])
  // A timer may come a millisecond early.
  expect(allMs - tookMs).toBeGreaterThan(57)
})

// Breakage: a run that waits in every pause for somebody who hangs, or that sends a second one before the first is done.
test('who hangs is waited for once, and sent nothing more until it is done', async () => {
  const run = await aRun({ patienceMs: 50 })
  const work = Promise.withResolvers<void>()
  const sent: string[] = []
  await aWatcher(run, {
    pause(below) {
      sent.push(below)
      return work.promise
    },
  })
  const beganMs = performance.now()
  await run.viewerPauses.open('first')
  expect(performance.now() - beganMs).toBeGreaterThan(48)
  expect(await isAtOnce(run.viewerPauses.open('second'))).toBe(true)
  work.resolve()
  while (sent.length < 2) {
    await run.viewerPauses.open('third')
    await sleep(1)
  }
  expect(sent.slice(0, 2)).toEqual(['first', 'third'])
})

test('who dies at work is not waited for', async () => {
  const run = await aRun({ patienceMs: 60_000 })
  const begun = Promise.withResolvers<void>()
  const watched = await aWatcher(run, {
    async pause() {
      begun.resolve()
      await new Promise(() => {})
    },
  })
  const pause = run.viewerPauses.open()
  await begun.promise
  watched.stop()
  await pause
  expect(await isAtOnce(run.viewerPauses.open())).toBe(true)
})

/** What somebody sends who does not know the token. */
const STRANGE = {
  nothing: '',
  nonsense: 'please '.repeat(100),
  'half a request': 'GET /pauses HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthoriz',
  'a header without an end': `GET /pauses HTTP/1.1\r\nHost: ${'x'.repeat(1e5)}`,
  'no token': 'GET /pauses HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n',
  'a wrong token': 'GET /pauses HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer please\r\n\r\n',
  'a body that never comes': 'POST /done/it HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 9\r\n\r\n',
  'another protocol': 'GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
}

// Breakage: reading on for the end of a request that never comes, or keeping a connection as long as somebody likes.
test('who does not know the token is let go of, whatever is sent, and delays nobody', async () => {
  const { folder, viewerPauses } = await aRun({ patienceMs: 60_000 })
  const strangers = await Promise.all(
    Object.entries(STRANGE).map(async ([what, sent]) => {
      const stranger = await aStranger(folder)
      stranger.write(sent)
      return { what, stranger }
    }),
  )
  expect(await isAtOnce(viewerPauses.open())).toBe(true)
  for (const { what, stranger } of strangers) await eventually(`who sent ${what} is let go of`, () => stranger.closed)
  expect(await isAtOnce(viewerPauses.open())).toBe(true)
})

// Breakage: a run that is out of descriptors, since somebody opens connections faster than they are let go of.
test('however many connect, a run keeps few of them, and can be watched again when they are gone', async () => {
  const run = await aRun({ greetingMs: 60_000 })
  const strangers = await Promise.all(Array.from({ length: 200 }, () => aStranger(run.folder)))
  const closed = () => strangers.filter((stranger) => stranger.closed)
  await eventually('all but 128 are let go of', () => closed().length >= 200 - 128)
  expect(await isAtOnce(run.viewerPauses.open())).toBe(true)
  expect(closed()).toHaveLength(200 - 128)
  for (const stranger of strangers) stranger.destroy()
  // The run hears of that a little later.
  let watched
  while (!watched) watched = await watchRun(run.folder, NOBODY)
  watched.stop()
})

test('only the run’s own user can read what lets in', async () => {
  const { folder } = await aRun()
  expect(statSync(join(folder, 'live.json')).mode & 0o077).toBe(0)
})

test('the end of a run is heard, and its file is taken away', async () => {
  const run = await aRun()
  const over = Promise.withResolvers<void>()
  await aWatcher(run, { over: over.resolve })
  expect(existsSync(join(run.folder, 'live.json'))).toBe(true)
  run.viewerPauses[Symbol.dispose]()
  await over.promise
  expect(existsSync(join(run.folder, 'live.json'))).toBe(false)
})

test('a run that ends leaves the file of another one that has its folder', async () => {
  const { folder, viewerPauses } = await aRun()
  using other = await announceViewerPauses(folder)
  viewerPauses[Symbol.dispose]()
  expect(await aWatcher({ folder, viewerPauses: other })).toBeDefined()
})

// Breakage: a folder whose run was killed, which is waited for for ever.
test('a run that was killed is not watched', async () => {
  const folder = aFolder({ 'live.json': JSON.stringify({ port: 1, token: 'x', proof: 'y' }) })
  expect(await watchRun(folder, NOBODY)).toBeUndefined()
  expect(await watchRun(aFolder({ 'live.json': '{' }), NOBODY)).toBeUndefined()
  expect(readFileSync(join(folder, 'live.json'), 'utf8')).toContain('token')
})

// Breakage: a page that waits for the pauses of whoever has the port now, and who answers anything.
test('a port that is somebody else’s by now is not watched, whatever it answers', async () => {
  const closed: Promise<unknown>[] = []
  const http = createHttpServer(({ headers, socket }, response) => {
    closed.push(once(socket, 'close'))
    response.writeHead(200, { 'utakata-run': headers.authorization }).write(`${JSON.stringify(headers)}\n`)
  })
  const other = createServer((socket) => {
    closed.push(once(socket, 'close'))
    socket.resume().write('hello\n')
  })
  const silent = createServer((socket) => closed.push(once(socket.resume(), 'close')))
  const watched = [http, other, silent].map(async (server) => await watchRun(await afterARun(server), NOBODY))
  expect(await Promise.all(watched)).toEqual([undefined, undefined, undefined])
  await Promise.all(closed)
  expect(closed).toHaveLength(3)
})

/**
 * Announces pauses until somebody has watched one, and measures then: prints how often anything ran meanwhile, and which timers were still to
 * come, and does not end the pauses.
 */
const A_RUN = `
import { createHook } from 'node:async_hooks'
import { announceViewerPauses } from '${new URL('../../../bench/live/viewer-pauses.ts', import.meta.url).href}'
let calls = 0
const timers = new Map()
createHook({
  init: (id, type, _, resource) => type === 'Timeout' && timers.set(id, resource),
  destroy: (id) => timers.delete(id),
  before: () => calls++,
}).enable()
const viewerPauses = await announceViewerPauses(process.argv[1])
console.log('announced')
const isWatched = async () => {
  const beganMs = performance.now()
  await viewerPauses.open()
  return performance.now() - beganMs > 190
}
while (!(await isWatched())) await new Promise((resolve) => setTimeout(resolve, 5))
setTimeout(() => {
  calls = 0
  const measuring = setTimeout(() => {
    const left = [...timers.values()].filter((timer) => timer !== measuring).map((timer) => timer._idleTimeout)
    console.log(JSON.stringify({ calls, left }))
  }, 300)
}, 50)
`

// Breakage: a server that looks at its connections now and then while a run is measured, or that keeps the run from ending.
test('between two pauses a run that is watched does nothing for it, and no connection keeps it from ending', async () => {
  const folder = aFolder()
  const args = ['--input-type=module', '--eval', A_RUN, folder]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const lines = createInterface({ input: child.stdout })
  const ended = once(child, 'exit')
  await once(lines, 'line')
  const over = Promise.withResolvers<void>()
  const watched = await watchRun(folder, { pause: () => sleep(200), over: over.resolve })
  onTestFinished(() => watched!.stop())
  const [measured] = (await once(lines, 'line')) as [string]
  const { calls, left } = JSON.parse(measured) as { calls: number; left: number[] }
  // The timer that ends the measuring.
  expect(calls).toBe(1)
  expect(left.filter((ms) => ms < 2 ** 31 - 1)).toEqual([])
  await over.promise
  expect(await ended).toEqual([0, null])
})

// What a browser or curl sends who was given the token.
test('it is HTTP: whoever sends the token may watch', async () => {
  const { folder, viewerPauses } = await aRun({ patienceMs: 60_000 })
  const { port, token, proof } = readLiveFile(folder)!
  const url = `http://127.0.0.1:${port}`
  const headers = { Authorization: `Bearer ${token}` }
  const [pauses] = (await once(get(`${url}/pauses`, { headers }), 'response')) as [IncomingMessage]
  expect(pauses.headers['utakata-run']).toBe(proof)
  const pause = viewerPauses.open('cells/one')
  const [line] = (await once(createInterface({ input: pauses }), 'line')) as [string]
  const { content, ticket } = JSON.parse(line) as { content: string; ticket: string }
  expect(content).toBe('cells/one')
  const done = async (name: string, sent: Readonly<Record<string, string>>) => {
    const response = await fetch(`${url}/done/${name}`, { method: 'POST', headers: sent })
    // Breakage: a connection that is kept, and whose client does something with it while a run is measured.
    expect(response.headers.get('Connection')).toBe('close')
    return response.status
  }
  expect([await done(ticket, {}), await done('made-up', headers)]).toEqual([401, 204])
  expect(await isOverSoon(pause)).toBe(false)
  expect(await done(ticket, headers)).toBe(204)
  await pause
  pauses.destroy()
})
