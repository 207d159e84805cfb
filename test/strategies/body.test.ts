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
