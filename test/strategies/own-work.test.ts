import { getEventListeners } from 'node:events'
import { pathToFileURL } from 'node:url'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { strategies, type StrategyName } from '../../strategies/index.ts'
import type { Outcome } from '../../strategies/job.ts'
import { defineJob, type OwnJob } from '../../strategies/own-job.ts'
import { loadOwnJob, NotAJob, ownWork } from '../../strategies/own-work.ts'
import { readyRun } from '../../strategies/run.ts'
import { aFolder } from '../support/folders.ts'

const feeds = ['a', 'b', 'c'].map((id) => ({ id, url: `http://host/${id}`, sinkUrl: `http://sink/${id}` }))
const MODULE = import.meta.url

/** The outcomes of a job in this thread. */
function outcomesOf<Body, Found>(
  own: OwnJob<Body, Found>,
  { signal = new AbortController().signal, stepTimeoutMs = 5000 } = {},
): Promise<Outcome[]> {
  const options = { module: MODULE, stepTimeoutMs }
  // As it is loaded: what steps hand each other is unknown.
  const source = { createWork: () => ownWork({ feeds }, own as never, options), module: MODULE, options }
  return readyRun(strategies['promise-all'], { feeds }, source, { signal }).start()
}

const failuresOf = (outcomes: readonly Outcome[]) => outcomes.map(({ failures }) => failures)
const WORKING = defineJob({
  fetch: async ({ id }, { url }) => `${id} of ${url}`,
  check: (body) => [body, body.length],
  notify: async () => {},
})

test('what a step gives is what the next one takes, with the addresses of the item', async () => {
  const notified: unknown[] = []
  const outcomes = await outcomesOf({
    ...WORKING,
    notify: async (found, { url }, { id }) => void notified.push([found, url, id]),
  })
  expect(failuresOf(outcomes)).toEqual([[], [], []])
  expect(outcomes.map(({ sent }) => sent.length)).toEqual([2, 2, 2])
  expect(notified).toHaveLength(6)
  expect(notified).toContainEqual(['b of http://host/b', 'http://sink/b', 'b'])
  expect(notified).toContainEqual([18, 'http://sink/b', 'b'])
})

test('what one item throws, later or at once, is its failure with the line, and the others go on', async () => {
  const outcomes = await outcomesOf({
    ...WORKING,
    fetch({ id }) {
      if (id === 'a') throw new TypeError('no a')
      return id
    },
    async notify(found) {
      if (found === 'b') throw Object.assign(new Error('failed'), { cause: new Error('no route to http://x/5ecret') })
      // oxlint-disable-next-line no-throw-literal -- As careless jobs do.
      if (found === 'c') throw 'a text'
    },
  })
  expect(failuresOf(outcomes)).toEqual([
    [{ step: 'fetch', kind: 'thrown', message: expect.stringMatching(/^TypeError: no a \(own-work\.test\.ts:\d+\)$/) }],
    [
      {
        step: 'notify',
        kind: 'thrown',
        message: expect.stringMatching(/^"finding 1 of 2": Error: failed: Error: no route to http:\/\/x\/… \(own-work/),
      },
    ],
    [{ step: 'notify', kind: 'thrown', message: '"finding 1 of 2": a text' }],
  ])
  expect(outcomes.map(({ sent }) => sent.length)).toEqual([0, 1, 1])
})

test('a step that gives nothing of use, or changes what it was given, is a failure in words', async () => {
  const messages = async (job: Partial<OwnJob<unknown, unknown>>) =>
    failuresOf(await outcomesOf({ ...(WORKING as OwnJob<unknown, unknown>), ...job }))[0]!.map(({ message }) => message)
  const { failures } = (
    await outcomesOf({ ...(WORKING as OwnJob<unknown, unknown>), check: () => undefined as never })
  )[0]!
  // Not malformed, which leaves the rest of a calendar to be sent.
  expect(failures).toMatchObject([{ step: 'check', kind: 'thrown' }])
  expect(await messages({ fetch: () => undefined })).toEqual([
    'fetch returned nothing; it has to return what check takes',
  ])
  for (const [given, text] of [
    [undefined, 'undefined'],
    [null, 'null'],
    [{}, 'a value of type object'],
  ] as const)
    expect(await messages({ check: () => given as never })).toEqual([
      `check returned ${text}; it has to return an array of what it found`,
    ])
  const changing = (item: object) => Object.assign(item, { id: 'other' })
  expect(await messages({ fetch: changing })).toEqual([expect.stringMatching(/^TypeError: Cannot assign to read only/)])
})

// Breakage: waiting for a job that does not listen to its signal: a run would never end.
test('a step that never ends is given up after its time, and at once when the run is cancelled', async () => {
  const endless = () => new Promise<never>(() => {})
  const late = { stepTimeoutMs: 20 }
  const kinds = async (job: Partial<OwnJob<unknown, unknown>>, options: Parameters<typeof outcomesOf>[1]) =>
    failuresOf(await outcomesOf({ ...(WORKING as OwnJob<unknown, unknown>), ...job }, options))[0]!.map(
      ({ step, kind }) => `${step} ${kind}`,
    )
  expect(await kinds({ fetch: endless }, late)).toEqual(['fetch timeout'])
  expect(await kinds({ check: endless }, late)).toEqual(['check timeout'])
  // Whether it was posted is not known.
  expect(await kinds({ notify: endless }, late)).toEqual(['notify unknown', 'notify unknown'])
  const controller = new AbortController()
  setImmediate(() => controller.abort(new Error('enough')))
  expect(await kinds({ fetch: endless }, { signal: controller.signal })).toEqual(['fetch aborted'])
})

test('a signal is aborted when its step is given up, with the reason', async () => {
  const reasons: unknown[] = []
  await outcomesOf(
    {
      ...WORKING,
      fetch: (_, { signal }) =>
        new Promise<string>((_resolve, reject) => {
          signal.addEventListener('abort', () => {
            reasons.push((signal.reason as Error).message)
            reject(new Error('as clients do'))
          })
        }),
    },
    { stepTimeoutMs: 20 },
  )
  expect(reasons).toEqual(Array.from({ length: 3 }, () => 'not done within 20 ms'))
})

// Breakage: a listener for each step, of which each new one is compared with all before it: their cost grows with the square of the items.
test('the signal of a run has one listener for its steps, however many are under way', async () => {
  const many = Array.from({ length: 100 }, (_, index) => ({ id: String(index), url: '', sinkUrl: '' }))
  const controller = new AbortController()
  const own = { ...WORKING, fetch: () => new Promise<string>(() => {}) }
  const options = { module: MODULE, stepTimeoutMs: 5000 }
  const source = { createWork: () => ownWork({ feeds: many }, own as never, options), module: MODULE, options }
  const ending = readyRun(strategies['promise-all'], { feeds: many }, source, controller).start()
  // One is that of the run's threads.
  expect(getEventListeners(controller.signal, 'abort').length).toBeLessThanOrEqual(2)
  controller.abort(new Error('enough'))
  expect(failuresOf(await ending).every(([failure]) => failure!.kind === 'aborted')).toBe(true)
})

test('a module without a job is refused with what it lacks, and process.exit is a failure of its step', async () => {
  keepExit()
  const load = (text: string) => loadOwnJob(pathToFileURL(join(aFolder({ 'job.mjs': text }), 'job.mjs')).href)
  await expect(load('export const one = 1')).rejects.toThrow(NotAJob)
  await expect(load('export default { fetch() {}, check() {}, notify: 1 }')).rejects.toMatchObject({
    missing: ['notify'],
  })
  const job = await load('export default { fetch: () => process.exit(3), check() {}, notify() {} }')
  expect(failuresOf(await outcomesOf(job))[0]).toEqual([
    { step: 'fetch', kind: 'thrown', message: 'it called process.exit(3) (job.mjs:1)' },
  ])
})

/** A job that is loaded takes it away. */
function keepExit(): void {
  const known = Object.getOwnPropertyDescriptor(process, 'exit')!
  onTestFinished(() => void Object.defineProperty(process, 'exit', known))
}

const UNCLONEABLE = `export default {
  fetch: async ({ id }) => (id === 'b' ? { id, clone: () => {} } : Buffer.from(id)),
  // A Buffer gives its text.
  check: (body, { id }) => (id === 'c' ? [() => {}] : body.id === id || body.toString() === id ? [1] : [].none.none),
  notify: async () => {},
}`

// Breakage: what postMessage throws rejects the strategy, and with it the whole run.
test('what cannot be handed to another thread is the failure of its item alone', async () => {
  const module = pathToFileURL(join(aFolder({ 'job.mjs': UNCLONEABLE }), 'job.mjs')).href
  keepExit()
  const own = await loadOwnJob(module)
  const options = { module, stepTimeoutMs: 5000, reach: { port: 1, allowNet: true } }
  const source = {
    createWork: () => ownWork({ feeds }, own, options),
    module: pathToFileURL(join(import.meta.dirname, '../../bench/run/local/own-work.ts')).href,
    options,
  }
  const failuresWith = async (name: StrategyName) => {
    const run = readyRun(strategies[name], { feeds }, source)
    const outcomes = await run.start()
    await run.close()
    return failuresOf(outcomes).map((failures) => failures.map(({ step, kind }) => `${step} ${kind}`))
  }
  expect(await failuresWith('check-threads')).toEqual([[], ['check thrown'], ['check thrown']])
  // The whole job of an item is done by one thread, and only its outcome leaves it.
  expect(await failuresWith('worker-threads')).toEqual([[], [], []])
})
