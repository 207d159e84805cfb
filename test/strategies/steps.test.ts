import { expect, onTestFinished, test, vi } from 'vitest'
import { StepError } from '../../strategies/failure.ts'
import { stopIoClock } from '../../strategies/io-clock.ts'
import type { Calendar, CalendarJob, Notice, Observe, Occurrence, Work } from '../../strategies/job.ts'
import { noticesOf } from '../../strategies/notices.ts'
import { observeNothing } from '../../strategies/observe.ts'
import { promiseAll } from '../../strategies/promise-all.ts'
import { readyRun } from '../../strategies/run.ts'
import { createSteps } from '../../strategies/steps.ts'

const feed = { id: 'team', url: 'https://host/5ecret' }
const job: CalendarJob = { feeds: [{ id: 'other', url: '' }, feed], window: { fromMs: 0, untilMs: 1000 }, slackUrl: '' }

function occurrence(uid: string): Occurrence {
  return { uid, summary: `summary of ${uid}`, startMs: 500, allDay: false }
}

function workWith(parts: Partial<Work> & { readonly calendar?: Calendar } = {}): Work {
  return {
    fetch: async () => new Uint8Array([1]),
    check(_, of) {
      const calendar = parts.calendar ?? { name: 'Team', occurrences: ['a', 'b', 'c'].map(occurrence), problems: [] }
      return { due: noticesOf(of, calendar), problems: calendar.problems }
    },
    notify: async () => 'accepted',
    close: async () => {},
    ...parts,
  }
}

async function journey(
  work: Work,
  { signal = new AbortController().signal, observe = observeNothing, name = '' } = {},
) {
  const { fetch, check, notify } = createSteps(job, work, observe, signal)
  return notify(await check(await fetch({ ...feed, ...(name !== '' && { name }) })))
}

test('what is due is sent, under a key that names feed, event and start', async () => {
  const { sent, failures } = await journey(workWith())
  expect(failures).toEqual([])
  expect(sent.map(({ key, calendar }) => [key, calendar])).toEqual(
    ['a', 'b', 'c'].map((uid) => [`team ${uid} 1970-01-01T00:00:00.500Z`, 'Team']),
  )
})

// Breakage: a moved occurrence has the key of that which starts then anyway: one of the two would count as sent twice.
test('an occurrence that was moved has a key of its own', async () => {
  const both = [occurrence('a'), { ...occurrence('a'), summary: 'moved', recurrenceMs: 86_400_500 }]
  const { sent } = await journey(workWith({ calendar: { occurrences: both, problems: [] } }))
  expect(sent.map(({ key }) => key)).toEqual([
    'team a 1970-01-01T00:00:00.500Z',
    'team a 1970-01-01T00:00:00.500Z moved from 1970-01-02T00:00:00.500Z',
  ])
})

// Breakage: the calendar's own name, which may be that of many, above that which its user told it from the others by.
test('a feed that its user has named goes by that name, whatever its calendar is called', async () => {
  const work = workWith({ calendar: { name: 'Calendar', occurrences: [occurrence('a')], problems: [] } })
  const { sent } = await journey(work, { name: 'Team Berlin' })
  expect(sent[0]!.calendar).toBe('Team Berlin')
})

test('a calendar without a name goes by the id of its feed, never by its address', async () => {
  const { sent } = await journey(workWith({ calendar: { occurrences: [occurrence('a')], problems: [] } }))
  expect(sent[0]!.calendar).toBe('team')
})

test('a fetch that fails ends the feed: nothing is checked or sent', async () => {
  const outcome = await journey(
    workWith({
      fetch: () => Promise.reject(new StepError('network', 'no way to https://host/5ecret')),
      check: () => expect.unreachable(),
      notify: () => expect.unreachable(),
    }),
  )
  expect(outcome).toEqual({
    feed,
    sent: [],
    failures: [{ step: 'fetch', kind: 'network', message: 'no way to https://host/…' }],
  })
})

test('a check that throws at once or later is a defect, and nothing is sent', async () => {
  for (const check of [
    () => {
      throw new TypeError('oops')
    },
    () => Promise.reject(new TypeError('oops')),
  ]) {
    expect(await journey(workWith({ check }))).toEqual({
      feed,
      sent: [],
      failures: [{ step: 'check', kind: 'defect', message: 'TypeError: oops' }],
    })
  }
})

test('each problem of a calendar is a failure and costs only what it names', async () => {
  const { sent, failures } = await journey(
    workWith({ calendar: { occurrences: [occurrence('a')], problems: ['one is unreadable', 'cut off'] } }),
  )
  expect(sent).toHaveLength(1)
  expect(failures).toEqual(
    ['one is unreadable', 'cut off'].map((message) => ({ step: 'check', kind: 'malformed', message })),
  )
})

// Breakage: one notice that fails ends the rest, or hides what had been sent before it.
test('a notice that fails neither stops the next nor hides the one before', async () => {
  const notify = async ({ uid }: Notice) => {
    if (uid === 'b') throw new StepError('refused', 'no')
    return 'accepted' as const
  }
  const { sent, failures } = await journey(workWith({ notify }))
  expect(sent.map(({ uid }) => uid)).toEqual(['a', 'c'])
  expect(failures).toEqual([{ step: 'notify', kind: 'refused', message: '"summary of b": no' }])
})

test('once cancelled no step is begun and every notice that is not sent is named', async () => {
  const controller = new AbortController()
  const notify = async ({ uid }: Notice) => {
    if (uid === 'a') controller.abort(new Error('enough'))
    return 'accepted' as const
  }
  const { sent, failures } = await journey(workWith({ notify }), { signal: controller.signal })
  expect(sent.map(({ uid }) => uid)).toEqual(['a'])
  expect(failures).toEqual(
    ['b', 'c'].map((uid) => ({ step: 'notify', kind: 'aborted', message: `"summary of ${uid}": cancelled: enough` })),
  )
  const nothing = () => expect.unreachable()
  expect(
    await journey(workWith({ fetch: nothing, check: nothing, notify: nothing }), { signal: controller.signal }),
  ).toEqual({
    feed,
    sent: [],
    failures: [{ step: 'fetch', kind: 'aborted', message: 'cancelled: enough' }],
  })
})

test('an observer sees each step with the place of its feed, notify as one, and one that breaks is a defect', async () => {
  const seen: string[] = []
  const observe: Observe = (step, feedIndex, work) => {
    seen.push(`${step} ${feedIndex}`)
    return work()
  }
  await journey(workWith(), { observe })
  expect(seen).toEqual(['fetch 1', 'check 1', 'notify 1'])
  const broken: Observe = () => Promise.reject(new Error('the observer broke'))
  expect((await journey(workWith(), { observe: broken })).failures).toEqual([
    { step: 'fetch', kind: 'defect', message: 'Error: the observer broke' },
  ])
})

test('a job with two feeds of one id is refused before any work', () => {
  const source = { createWork: () => expect.unreachable(), module: '', options: {} }
  expect(() => readyRun(promiseAll, { ...job, feeds: [feed, feed] }, source)).toThrow(
    'expected every feed of a job to have its own id',
  )
})

// Breakage: slow calendars checked one after the other, a minute of them, before the deadline is heard.
test('between checks that take long the signal is heard, between short ones nothing is waited for', async () => {
  let nowMs = 0
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => nowMs)
  onTestFinished(() => clock.mockRestore())
  const feeds = Array.from({ length: 10 }, (_, index) => ({ id: `${index}`, url: '' }))
  for (const [checkMs, checks] of [
    [2000, 1],
    [20, 10],
  ] as const) {
    const controller = new AbortController()
    let checked = 0
    const work = workWith({
      check: () =>
        stopIoClock(() => {
          checked++
          nowMs += checkMs
          return { due: [], problems: [] }
        }),
    })
    const { check } = createSteps({ ...job, feeds }, work, observeNothing, controller.signal)
    const all = Promise.all(feeds.map((one) => check({ feed: one, body: new Uint8Array([1]), failures: [] })))
    // As late as a deadline may come in the next turn.
    setImmediate(() => controller.abort(new Error('enough')))
    const outcomes = await all
    expect(checked).toBe(checks)
    expect(outcomes.filter(({ failures }) => failures[0]?.kind === 'aborted')).toHaveLength(10 - checks)
  }
})

// Breakage: a body for each consumer that waits, whatever the budget says.
test('a body that was checked is let go of', async () => {
  const { fetch, check } = createSteps(job, workWith(), observeNothing, new AbortController().signal)
  const fetched = await fetch(feed)
  await check(fetched)
  expect(fetched.body).toBeUndefined()
})
