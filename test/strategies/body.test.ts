import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { openBody } from '../../strategies/body.ts'

const MODULE = new URL('../../strategies/body.ts', import.meta.url).href
const NO_EVENTS = { onReady() {}, onWait() {}, onContinue() {}, onFail() {} }

/** The body that these chunks make. */
function bodyOf(chunks: readonly Uint8Array[]): Uint8Array | undefined {
  let body: Uint8Array | undefined
  const intake = openBody({}, { mostBytes: 1e9 }, { ...NO_EVENTS, onDone: (whole) => (body = whole) })
  for (const chunk of chunks) intake.write(chunk)
  intake.end()
  return body
}

test('a body is its chunks in their order, whatever their sizes', () => {
  const sizes = [3, 1, 5000, 1, 4095, 4096, 2, 16_384, 1, 4000, 4000, 4000, 4000, 4000, 0, 1]
  const chunks = sizes.map((size, index) => Buffer.alloc(size, index + 1))
  expect(bodyOf(chunks)).toEqual(Buffer.concat(chunks))
  const one = Buffer.from('BEGIN')
  expect(bodyOf([one])).toBe(one)
  expect(bodyOf([])).toEqual(Buffer.alloc(0))
})

// Breakage: an object for each chunk, a hundred times what the budget counts, until there is no memory left.
test('a body that comes a byte at a time takes memory for its bytes, not for its chunks', async () => {
  const code = `
    const { openBody } = await import(${JSON.stringify(MODULE)})
    let body
    const events = { onReady() {}, onWait() {}, onContinue() {}, onFail() {}, onDone: (whole) => (body = whole) }
    const intake = openBody({}, { mostBytes: 1e9 }, events)
    for (let at = 0; at < 2_000_000; at++) intake.write(new Uint8Array(1))
    intake.end()
    console.log(body.byteLength)`
  const run = promisify(execFile)(process.execPath, ['--max-old-space-size=32', '--input-type=module', '-e', code])
  expect((await run).stdout).toBe('2000000\n')
})

// Breakage: parts of Node's pool kept as they are, of which the last one keeps what belonged to other bodies: twice the budget, and more.
test('a body keeps no memory of other bodies whose chunks came between its own', async () => {
  const code = `
    const { openBody } = await import(${JSON.stringify(MODULE)})
    const events = { onReady() {}, onWait() {}, onContinue() {}, onFail() {}, onDone() {} }
    const [BODIES, CHUNKS, BYTES] = [16, 400, 16_384]
    const written = () => {
      const intakes = Array.from({ length: BODIES }, () => openBody({}, { mostBytes: 1e9 }, events))
      for (let chunk = 0; chunk < CHUNKS; chunk++) intakes.forEach((intake) => intake.write(Buffer.allocUnsafe(BYTES)))
      // One of four is still under way.
      return intakes.filter((_, index) => index % 4 === 0)
    }
    globalThis.kept = written()
    // Another thread of V8 frees what a collection has found.
    let least = Infinity
    for (let look = 0; look < 20; look++) {
      gc()
      await new Promise((turn) => setTimeout(turn, 5))
      least = Math.min(least, process.memoryUsage().arrayBuffers)
    }
    console.log(least / ((BODIES / 4) * CHUNKS * BYTES))`
  const { stdout } = await promisify(execFile)(process.execPath, ['--expose-gc', '--input-type=module', '-e', code])
  expect(Number(stdout)).toBeGreaterThan(0.95)
  expect(Number(stdout)).toBeLessThan(1.1)
})
