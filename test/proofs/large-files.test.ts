import { closeSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readTrials } from '../../bench/trial/trial.ts'
import { drawOtlp } from '../../bench/export/otlp.ts'
import type { Timeline } from '../../bench/trial/timelines.ts'
import { utakata } from '../support/command-line.ts'
import { aFolder } from '../support/folders.ts'
import { handlerSpans, lambdaResource, spansLine } from '../support/spans.ts'
import { A_TRIAL, trialsOf } from '../support/trials.ts'
import { errorText } from '../../bench/report/messages/problems.ts'

const BYTES = 99_000_000

/** A file of about 99 MB, its beginning first and then the same trials again and again. */
function aLargeFile(
  first: string,
  { lines = trialsOf({ blocks: 24 }).map((trial) => `${JSON.stringify(trial)}\n`) } = {},
): string {
  const file = join(aFolder(), 'trials.jsonl')
  const descriptor = openSync(file, 'w')
  let bytes = writeSync(descriptor, first)
  const text = lines.join('')
  while (bytes + text.length < BYTES) bytes += writeSync(descriptor, text)
  closeSync(descriptor)
  return file
}

function timed(read: () => unknown): { readonly message: string; readonly cpuMs: number } {
  const before = process.cpuUsage()
  let message = 'it was read'
  try {
    read()
  } catch (error) {
    message = errorText(error)
  }
  const { user, system } = process.cpuUsage(before)
  return { message, cpuMs: (user + system) / 1000 }
}

// Breakage: a file that is read whole, or looked at to its end, before its first mistake is reported: 2 seconds and 400 MB.
test('a mistake at the beginning of 99 MB is reported at once', () => {
  const file = aLargeFile(`${JSON.stringify({ ...A_TRIAL, makespanMs: 5e-324 })}\n`)
  const { message, cpuMs } = timed(() => readTrials(file))
  expect(message).toBe(`${file}:1: makespanMs: expected 0.001 to 86,400,000 ms, got 5e-324`)
  expect(cpuMs).toBeLessThan(300)
})

test('one line of 99 MB is refused before it is read', () => {
  const file = aLargeFile('', { lines: ['x'.repeat(1_000_000)] })
  const { message, cpuMs } = timed(() => readTrials(file))
  expect(message).toBe(`expected trials in ${file}, which has more than 1 MB in line 1`)
  expect(cpuMs).toBeLessThan(300)
})

test('99 MB of small trials are more than any comparison has', () => {
  const { mock: _mock, timeBreakdown: _split, ...small } = { ...A_TRIAL, steps: {} }
  const file = aLargeFile('', { lines: [`${JSON.stringify(small)}\n`] })
  expect(timed(() => readTrials(file)).message).toBe(`${file}:100001: expected at most 100000 trials, got more`)
})

/** A file of spans, a line at a time. */
function aSpansFile(lines: number, lineOf: (number: number) => string): string {
  const file = join(aFolder(), 'spans.json')
  const descriptor = openSync(file, 'w')
  for (let number = 1; number <= lines; number++) writeSync(descriptor, lineOf(number))
  closeSync(descriptor)
  return file
}

// Breakage: a file that is read whole, or spans of which all attributes are kept: more than 2 GB.
test('a million spans are read and compared with 1 GB of memory', { timeout: 300_000 }, async () => {
  const names = ['orders-new', 'orders-old']
  const file = aSpansFile(10_000, (number) => {
    const name = names[number % 2]!
    const container = Math.floor(number / 50)
    const attributes = { 'faas.coldstart': number % 50 < 2, 'http.request.header.cookie': 'x'.repeat(200) }
    const [handler, query] = handlerSpans(number * 10, name === 'orders-new' ? 60 : 100, { attributes })
    const queries = Array.from({ length: 99 }, (_, nth) => ({ ...query!, id: number * 1000 + nth }))
    return spansLine(lambdaResource(name, `${name} ${container}`), [handler!, ...queries])
  })
  const { code, stdout, stderr } = await utakata(
    ['xray', '--spans', file, '--reference', 'orders-old', '--output', join(aFolder(), 'out')],
    { env: { NODE_OPTIONS: '--max-old-space-size=1024' } },
  )
  expect(stderr).toContain('1000000 spans read, 10000 invocations of Lambda functions among them.')
  expect(code).toBe(0)
  expect(stdout).toContain('orders-new')
})

test('more spans than fit into memory are refused, whatever they are', async () => {
  const many = Array.from({ length: 1000 }, () => '{}').join()
  const file = aSpansFile(2001, () => `{"resourceSpans":[{"scopeSpans":[{"spans":[${many}]}]}]}\n`)
  const { code, stderr } = await utakata(['xray', '--spans', file])
  expect(code).toBe(1)
  expect(stderr).toMatch(/^utakata: --spans: expected at most 2000000 spans, got more/)
})

// Breakage: all spans in one text, which has at most half a billion characters.
test('more spans are written than a text has room for', { timeout: 300_000 }, () => {
  const trials = trialsOf({ blocks: 1 }).filter(({ phase }) => phase === 'measured')
  const feeds = Array.from({ length: 100_000 }, (_, feed): Timeline['feeds'][number] => ({
    feed,
    fetch: [feed, feed + 1],
    check: [feed + 1, feed + 2],
    notify: [feed + 2, feed + 3],
  }))
  const timelines = trials
    .slice(0, 8)
    .map(({ variant, block, iteration }): Timeline => ({ schema: 2, variant, block, iteration, feeds }))
  let characters = 0
  for (const piece of drawOtlp(trials, timelines)) characters += piece.length
  expect(characters).toBeGreaterThan(536_870_888)
})
