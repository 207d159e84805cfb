import { existsSync, readFileSync, statSync } from 'node:fs'
import { type AddressInfo, connect, createServer } from 'node:net'
import { once } from 'node:events'
import { join } from 'node:path'
import { onTestFinished, expect, test } from 'vitest'
import { eventually } from '../../../bench/run/contract/eventually.ts'
import { announceGaps } from '../../../bench/live/gaps.ts'
import { readLiveFile } from '../../../bench/live/live-file.ts'
import { watchRace } from '../../../bench/live/watch.ts'
import { aFolder } from '../../support/folders.ts'

async function aRace(patienceMs?: number) {
  const folder = aFolder()
  const gaps = await announceGaps(folder, patienceMs)
  onTestFinished(() => gaps[Symbol.dispose]())
  return { folder, gaps }
}

/** Again and again, for as long as a test may take. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await new Promise((resolve) => setTimeout(resolve, 5))
}

/** Whether a gap that is opened now ends before something else has happened. */
async function endsBefore(gap: Promise<void>, other: Promise<void>): Promise<boolean> {
  return await Promise.race([gap.then(() => true), other.then(() => false)])
}

test('where nobody watches a gap is over at once', async () => {
  const { gaps } = await aRace()
  expect(await endsBefore(gaps.open(), new Promise((resolve) => setImmediate(resolve)))).toBe(true)
})

// Breakage: a race that goes on while whoever watches it is still drawing.
test('a race waits until whoever watches it is done', async () => {
  const { folder, gaps } = await aRace()
  const work = Promise.withResolvers<void>()
  let begun = 0
  const watched = await watchRace(folder, {
    gap: () => {
      begun++
      return work.promise
    },
    over: () => {},
  })
  onTestFinished(() => watched!.stop())
  let isOver = false
  // Somebody who has just come may not be known yet.
  await until(async () => {
    const gap = gaps.open().then(() => (isOver = true))
    await Promise.race([gap, new Promise((resolve) => setTimeout(resolve, 50))])
    return begun > 0
  })
  isOver = false
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(isOver).toBe(false)
  work.resolve()
  await eventually('the gap is over', () => isOver)
})

// Breakage: a sweep whose watchers read the first cell for ever, or whose budget pays for what they draw.
test('who watches is told in which folder the race is, and the clock of the race stands still meanwhile', async () => {
  const { folder, gaps } = await aRace()
  const told: string[] = []
  const watched = await watchRace(folder, {
    async gap(below) {
      told.push(below)
      await new Promise((resolve) => setTimeout(resolve, 20))
    },
    over: () => {},
  })
  onTestFinished(() => watched!.stop())
  await until(async () => {
    await gaps.open('cells/one')
    return told.length > 0
  })
  const [beforeMs, beganMs] = [gaps.nowMs(), performance.now()]
  await gaps.open('cells/other one.again')
  await gaps.open()
  const [tookMs, allMs] = [gaps.nowMs() - beforeMs, performance.now() - beganMs]
  expect(told.slice(-3)).toEqual(['cells/one', 'cells/other one.again', ''])
  // A timer may come a millisecond early.
  expect(allMs - tookMs).toBeGreaterThan(38)
})

// Breakage: a race that waits in every gap for somebody who hangs, or that sends a second iteration before the first is drawn.
test('who never answers is waited for once, and sent nothing more', async () => {
  const { folder, gaps } = await aRace(50)
  const { port, token } = readLiveFile(folder)!
  const silent = connect({ port, host: '127.0.0.1' })
  let heard = ''
  silent.setEncoding('latin1').on('data', (part: string) => (heard += part))
  await once(silent, 'connect')
  silent.write(`${token}\n`)
  await until(async () => {
    await gaps.open()
    return heard.endsWith('gap \n')
  })
  expect(await endsBefore(gaps.open(), new Promise((resolve) => setImmediate(resolve)))).toBe(true)
  silent.write('done\n')
  await until(async () => {
    await gaps.open()
    return heard.endsWith('gap \ngap \n')
  })
  silent.destroy()
})

test('who does not know the token of the folder delays nobody', async () => {
  const { folder, gaps } = await aRace(60_000)
  const stranger = connect({ port: readLiveFile(folder)!.port, host: '127.0.0.1' })
  await once(stranger, 'connect')
  // Breakage: reading on for the end of a line that never comes.
  stranger.on('error', () => {}).write('please '.repeat(100))
  await once(stranger.resume(), 'close')
  await gaps.open()
  expect(statSync(join(folder, 'live.json')).mode & 0o077).toBe(0)
})

test('the end of a race is told, and its file is taken away', async () => {
  const { folder, gaps } = await aRace()
  const over = Promise.withResolvers<void>()
  let isWatched = false
  const gap = async () => {
    isWatched = true
  }
  await watchRace(folder, { gap, over: over.resolve })
  await until(async () => {
    await gaps.open()
    return isWatched
  })
  expect(existsSync(join(folder, 'live.json'))).toBe(true)
  gaps[Symbol.dispose]()
  await over.promise
  expect(existsSync(join(folder, 'live.json'))).toBe(false)
})

// Breakage: a folder whose race was killed, which is waited for for ever.
test('a race that was killed is not watched', async () => {
  const folder = aFolder({ 'live.json': JSON.stringify({ port: 1, token: 'x' }) })
  expect(await watchRace(folder, { gap: async () => {}, over: () => {} })).toBeUndefined()
  expect(await watchRace(aFolder({ 'live.json': '{' }), { gap: async () => {}, over: () => {} })).toBeUndefined()
  expect(readFileSync(join(folder, 'live.json'), 'utf8')).toContain('token')
})

// Breakage: a token that is told to whoever has the port now, who then never opens a gap.
test('a port that is somebody else’s by now is not watched, and hears nothing', async () => {
  let heard = ''
  const closed = Promise.withResolvers<void>()
  const other = createServer((socket) => {
    socket
      .on('close', closed.resolve)
      .on('data', (part) => (heard += part))
      .write('hello\n')
  })
  onTestFinished(() => void other.close())
  await once(other.listen(0, '127.0.0.1'), 'listening')
  const { port } = other.address() as AddressInfo
  const folder = aFolder({ 'live.json': JSON.stringify({ port, token: 'secret' }) })
  expect(await watchRace(folder, { gap: async () => {}, over: () => {} })).toBeUndefined()
  await closed.promise
  expect(heard).toBe('')
})

// Breakage: a connection that says nothing and is kept as long as it likes, on either side.
test('who says nothing is met by nobody', async () => {
  const { folder, gaps } = await aRace(60_000)
  const stranger = connect({ port: readLiveFile(folder)!.port, host: '127.0.0.1' })
  await once(stranger.resume(), 'close')
  await gaps.open()
  const silent = createServer(() => {})
  onTestFinished(() => void silent.close())
  await once(silent.listen(0, '127.0.0.1'), 'listening')
  const { port } = silent.address() as AddressInfo
  const other = aFolder({ 'live.json': JSON.stringify({ port, token: 'secret' }) })
  expect(await watchRace(other, { gap: async () => {}, over: () => {} })).toBeUndefined()
})
