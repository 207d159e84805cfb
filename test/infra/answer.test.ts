import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { answering, answerOf, withoutAddresses } from '../../infra/answer.ts'
import { readEnvironment } from '../../infra/environment.ts'
import { Refusal } from '../../infra/refusal.ts'
import type { Failure, Outcome } from '../../strategies/job.ts'
import { createRecording, STEPS, summarizeRun } from '../../strategies/recording.ts'

const ADDRESS = 'https://hooks.slack.com/services/T/B/S3CRET?token=S3CRET'
const environment = readEnvironment({ STRATEGY: 'pipelined', BUNDLE_DIGEST: 'a'.repeat(64) })
const container = {
  id: 'c0ffee00-0000-4000-8000-000000000000',
  isCold: true,
  invocation: 1,
  initMs: 120,
  initialization: 'on-demand',
  memoryMb: 1769,
}
const KINDS = [
  'network',
  'status',
  'timeout',
  'too-large',
  'malformed',
  'refused',
  'unknown',
  'unclaimed',
  'aborted',
  'defect',
] as const satisfies Failure['kind'][]

/** A run in which each feed has its failures and was sent once. */
function performed(feeds: number, failuresOf: (index: number) => readonly Failure[] = () => []) {
  const outcomes = Array.from({ length: feeds }, (_, index): Outcome => {
    const feed = { id: `feed ${index}`, url: `https://feeds.test/S3CRET/${index}.ics` }
    const notice = {
      key: `k${index}`,
      feedId: feed.id,
      calendar: 'Team',
      uid: 'u',
      summary: 's',
      startMs: 0,
      allDay: false,
    }
    return { feed, sent: [{ ...notice, acceptedMs: 5 }], failures: failuresOf(index) }
  })
  const examples = Map.groupBy(
    outcomes.flatMap(({ failures }) => failures),
    ({ step, kind }) => `${step} ${kind}`,
  )
  const measured = {
    beganMs: 0,
    makespanMs: 12.5,
    limits: { concurrency: 256, threads: 2, buffer: 16 },
    figures: summarizeRun(createRecording(feeds), outcomes, 0),
    cpuMs: 7,
    eventLoopDelayMs: 0,
    eventLoop: [],
    peakRssBytes: 1e8,
    examples: examples
      .values()
      .map(([first]) => first!)
      .toArray(),
  }
  return { outcomes, measured, isCutOff: true, trace: { documents: 2, bytes: 9000, rows: feeds, traceBuildMs: 3 } }
}

/** Every step failed in every way, at length. */
const atLength = (text: string) => (): Failure[] =>
  STEPS.flatMap((step) => KINDS.map((kind) => ({ step, kind, message: text })))

const bytesOf = (value: unknown) => Buffer.byteLength(JSON.stringify(value))

// Breakage: outcomes are there without being requested.
test('an answer has the figures of the run, and no outcomes unless they were requested', () => {
  const run = performed(3)
  // When the event loop was blocked is of no use to a caller elsewhere.
  const { eventLoop: _, ...figures } = run.measured
  expect(answerOf(run, { environment, container })).toEqual({
    strategy: 'pipelined',
    bundleDigest: 'a'.repeat(64),
    container,
    run: figures,
    isCutOff: true,
    trace: { mode: 'exemplars', documents: 2, bytes: 9000, rows: 3, traceBuildMs: 3 },
  })
})

// Breakage: outcomes are given with their feeds, or a dry run like any other.
test('outcomes are in the order of the feeds, by their ids alone, and a dry run says what it would have sent', () => {
  const options = { environment, container, outcomes: true }
  const answer = answerOf(performed(3), options)
  expect(answer.outcomes!.map(({ feed }) => feed)).toEqual(['feed 0', 'feed 1', 'feed 2'])
  expect(answer.outcomes![0]).toHaveProperty('sent')
  expect(answer).not.toHaveProperty('outcomesLeftOut')
  expect(JSON.stringify(answer)).not.toMatch(/S3CRET|\.ics/)
  expect(answerOf(performed(3), { ...options, dryRun: true }).outcomes![0]).toHaveProperty('wouldBeSent')
})

// Breakage: outcomes are not counted, or their characters are: of these letters each takes three bytes.
test('50,000 feeds with long failures are answered in under 6 MB, which says how many were left out', () => {
  const run = performed(50_000, (index) => [
    { step: 'check', kind: 'malformed', message: `${index} ${'予定'.repeat(300)}` },
  ])
  const answer = answerOf(run, { environment, container, outcomes: true })
  expect(bytesOf(answer)).toBeLessThan(6_000_000)
  expect(bytesOf(answer), 'as many as fit').toBeGreaterThan(5_000_000)
  expect(answer.outcomesLeftOut).toBeGreaterThan(0)
  expect(answer.outcomes!.length + answer.outcomesLeftOut!).toBe(50_000)
  expect(answer.outcomes!.at(-1)!.feed).toBe(`feed ${answer.outcomes!.length - 1}`)
})

// Breakage: the first outcome is kept whatever its size.
test('an outcome that does not fit by itself is left out', () => {
  const run = performed(2, () => [{ step: 'check', kind: 'malformed', message: 'x'.repeat(7e6) }])
  const answer = answerOf(run, { environment, container, outcomes: true })
  expect(answer).toMatchObject({ outcomes: [], outcomesLeftOut: 2 })
  expect(bytesOf(answer)).toBeLessThan(6_000_000)
})

// Breakage: the examples of failures are quoted at full length: their text comes from anywhere.
test('without outcomes an answer stays under 20 KB, whatever the feeds and however long their failures', () => {
  for (const feeds of [0, 1, 50_000]) {
    const run = performed(
      feeds,
      feeds > 1 ? (index) => (index < 40 ? atLength('予定'.repeat(5000))() : []) : atLength('x'.repeat(1e6)),
    )
    const answer = answerOf(run, { environment, container })
    expect(bytesOf(answer), `${feeds} feeds`).toBeLessThan(20_000)
    expect(answer.run.examples).toHaveLength(feeds === 0 ? 0 : STEPS.length * KINDS.length)
    expect(answer.run.figures.feeds).toBe(feeds)
  }
})

// Breakage: a long message is cut in the middle of a character.
test('the first 150 characters of a long failure are quoted, a short one is quoted whole', () => {
  const messageOf = (text: string) =>
    answerOf(performed(1, atLength(text)), { environment, container }).run.examples[0]!.message
  expect(messageOf('x'.repeat(150))).toBe('x'.repeat(150))
  expect(messageOf('x'.repeat(151))).toBe(`${'x'.repeat(149)}…`)
  expect(messageOf('🎉'.repeat(500)).isWellFormed()).toBe(true)
})

// Breakage: only the message is cleared: the parts of the refusal are in the answer too.
test('a refusal becomes the error object, without an address in any part of it', async () => {
  const refused = { key: 'job.feeds[3].url', expected: `something but ${ADDRESS}`, got: `"${ADDRESS}"` }
  const answer = await answering(async () => {
    throw new Refusal(refused, { cause: new Error(ADDRESS) })
  })
  expect(answer).toEqual({
    error: {
      key: 'job.feeds[3].url',
      expected: 'something but https://hooks.slack.com/…',
      got: '"https://hooks.slack.com/…"',
      message: 'job.feeds[3].url: expected something but https://hooks.slack.com/…, got "https://hooks.slack.com/…"',
    },
  })
  expect(JSON.stringify(answer)).not.toContain('S3CRET')
})

// Breakage: the answer is put into another.
test('what the work answers is the answer', async () => {
  const answer = answerOf(performed(1), { environment, container })
  expect(await answering(async () => answer)).toBe(answer)
})

/** What comes out of `answering` when that is thrown in it. */
async function thrownFor(thrown: unknown): Promise<unknown> {
  try {
    await answering(async () => {
      throw thrown
    })
  } catch (error) {
    return error
  }
  throw new Error('expected it to be thrown on')
}

// Breakage: the error itself is thrown on: Lambda logs its message, its stack, its cause and all else that hangs on it.
test('anything else is thrown on, with its name and its place and without an address', async () => {
  const address = new TypeError(`cannot post to ${ADDRESS}`, { cause: new Error(ADDRESS) })
  Object.assign(address, { url: ADDRESS })
  const error = (await thrownFor(address)) as Error
  expect(error).toMatchObject({ name: 'TypeError', message: 'cannot post to https://hooks.slack.com/…' })
  expect(error.stack).toContain('answer.test.ts')
  expect(error.cause).toBeUndefined()
  expect(error).not.toHaveProperty('url')
  for (const thrown of [ADDRESS, undefined, null, 7, new AggregateError([new Error(ADDRESS)], ADDRESS)]) {
    const error = (await thrownFor(thrown)) as Error
    expect(error).toBeInstanceOf(Error)
    expect(error.message + error.stack).not.toContain('S3CRET')
  }
})

// Breakage: a thrown object is turned into a text by its own means: it has none, and Lambda gets that error instead.
test('whatever is thrown, it becomes an error without an address', () => {
  const anything = fc.oneof(
    fc.anything({ withNullPrototype: true }),
    fc.constant(ADDRESS),
    fc.constant(new Error(ADDRESS)),
  )
  fc.assert(
    fc.property(anything, (thrown) => {
      const { message, stack } = withoutAddresses(thrown)
      expect(`${message}\n${stack}`).not.toContain('S3CRET')
    }),
  )
})
