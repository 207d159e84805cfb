import { createHash } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { type Claims, claimFirst } from '../../strategies/claim.ts'
import { StepError, toFailure } from '../../strategies/failure.ts'
import type { CalendarJob, Notice, Work } from '../../strategies/job.ts'
import { aNotice } from '../support/notifying.ts'

const job: CalendarJob = {
  feeds: [
    { id: 'feed', url: 'https://host/5ecret' },
    { id: 'other', url: 'https://host/other' },
  ],
  window: { fromMs: 0, untilMs: 1 },
  slackUrl: '',
}

/** Claims as two runs share them, each with a name; `earlier` were made by version 1. */
function aStore(earlier: readonly string[] = []) {
  const taken = new Map<string, string>(earlier.map((key) => [key, 'version 1']))
  const by = (owner: string, parts: Partial<Claims> = {}): Claims => ({
    async take({ key, earlierKeys }) {
      if (taken.has(key) || earlierKeys.some((one) => taken.get(one) === 'version 1')) return false
      taken.set(key, owner)
      return true
    },
    async release(key) {
      if (taken.get(key) === owner) taken.delete(key)
    },
    close: async () => {},
    ...parts,
  })
  return { taken, by }
}

function posting(post: () => Promise<'accepted'>): Work {
  return { notify: post, fetch: () => expect.unreachable(), check: () => expect.unreachable(), close: async () => {} }
}

const accepting = posting(async () => 'accepted')
const { signal } = new AbortController()

async function failureOf(work: Work, notice: Notice = aNotice(), until = signal) {
  const error: unknown = await work.notify(notice, until).then(
    (delivery) => expect.unreachable(delivery),
    (reason: unknown) => reason,
  )
  return toFailure('notify', error, until)
}

// Breakage: the claim is made after the post, or not looked at.
test('what one run has claimed another does not post', async () => {
  const store = aStore()
  const first = claimFirst(accepting, job, store.by('first'))
  const second = claimFirst(
    posting(() => expect.unreachable()),
    job,
    store.by('second'),
  )
  expect(await first.notify(aNotice(), signal)).toBe('accepted')
  expect(await second.notify(aNotice(), signal)).toBe('claimed')
})

const START_MS = aNotice().startMs
const TOMORROW_MS = START_MS + 86_400_000
/** A claim as version 1 made it. */
const byVersion1 = (...parts: readonly (string | number)[]) =>
  createHash('sha256').update(parts.join('\n')).digest('hex')

/** What becomes of notices, one after the other, in a run of their own. */
async function outcomesIn(store: ReturnType<typeof aStore>, owner: string, notices: readonly Partial<Notice>[]) {
  const work = claimFirst(accepting, job, store.by(owner))
  const outcomes: string[] = []
  for (const parts of notices) outcomes.push(await work.notify(aNotice(parts), signal))
  return outcomes
}

// Breakage: the title is part of a claim, or where an occurrence was moved from is not.
test('an occurrence that is moved to the time of another one is sent, and the other one not again', async () => {
  const store = aStore()
  const standUp = { summary: 'Stand-up' }
  const planning = { summary: 'Planning', recurrenceMs: TOMORROW_MS }
  expect(await outcomesIn(store, 'run', [standUp])).toEqual(['accepted'])
  expect(await outcomesIn(store, 'later', [planning, standUp])).toEqual(['accepted', 'claimed'])
  expect(await outcomesIn(store, 'last', [{ summary: 'Renamed' }, { ...planning, summary: 'Renamed too' }])).toEqual([
    'claimed',
    'claimed',
  ])
})

test('an occurrence that is moved again is sent again, at its new time', async () => {
  const store = aStore()
  expect(await outcomesIn(store, 'run', [{ recurrenceMs: TOMORROW_MS }])).toEqual(['accepted'])
  const again = { recurrenceMs: TOMORROW_MS, startMs: START_MS + 3_600_000 }
  expect(await outcomesIn(store, 'later', [again])).toEqual(['accepted'])
  expect(await outcomesIn(store, 'last', [again])).toEqual(['claimed'])
})

// Breakage: keys change with a version: after an upgrade all that starts within the window is sent once more.
test.each([
  ['an occurrence', {}, ['https://host/5ecret', '1@test', START_MS]],
  ['one that was moved', { recurrenceMs: TOMORROW_MS }, ['https://host/5ecret', '1@test', START_MS]],
  [
    'one that was moved to another with its UID',
    { recurrenceMs: TOMORROW_MS },
    ['https://host/5ecret', '1@test', START_MS, 'Stand-up'],
  ],
  ['one that shared its start with one that was moved', {}, ['https://host/5ecret', '1@test', START_MS, 'Stand-up']],
  ['one without a UID', { uid: '' }, ['https://host/5ecret', '', START_MS, 'Stand-up']],
] as const)('%s that an earlier version has sent is not sent again', async (_, parts, earlier) => {
  const store = aStore([byVersion1(...earlier)])
  expect(await outcomesIn(store, 'upgraded', [parts])).toEqual(['claimed'])
})

// Breakage: claims are of the address as it is written, or those that an earlier version made of it no longer count.
test('a claim holds when the address of a feed is spelled in another way', async () => {
  const store = aStore([byVersion1('HTTPS://Host:443/%35ecret#x', '1@test', START_MS)])
  const spelled = (url: string, owner: string) =>
    claimFirst(accepting, { ...job, feeds: [{ id: 'feed', url }] }, store.by(owner))
  const other = aNotice({ uid: '2@test' })
  const first = spelled('HTTPS://Host:443/%35ecret#x', 'run')
  expect(await first.notify(aNotice(), signal)).toBe('claimed')
  expect(await first.notify(other, signal)).toBe('accepted')
  expect(await spelled('webcal://host/5ecret', 'later').notify(other, signal)).toBe('claimed')
})

test('another start, another event and the same event of another feed are claimed apart', async () => {
  const store = aStore()
  const work = claimFirst(accepting, job, store.by('run'))
  for (const parts of [{}, { startMs: 0 }, { uid: '2@test' }, { feedId: 'other' }])
    expect(await work.notify(aNotice(parts), signal)).toBe('accepted')
  expect(store.taken.size).toBe(4)
})

test('a claim holds when a feed gets another place in the list, and shows nothing of its address', async () => {
  const store = aStore()
  await claimFirst(accepting, job, store.by('run')).notify(aNotice(), signal)
  const moved = { ...job, feeds: [{ id: 'host #9', url: 'https://host/5ecret' }] }
  const again = claimFirst(accepting, moved, store.by('later'))
  expect(await again.notify(aNotice({ feedId: 'host #9' }), signal)).toBe('claimed')
  expect([...store.taken.keys()].join()).toMatch(/^[\da-f]{64}$/)
})

// Breakage: every failure keeps its claim: then what Slack was too busy for is never sent.
test.each(['refused', 'status', 'network', 'timeout'] as const)(
  'a post that reached nobody (%s) gives its claim back, and a later run posts it',
  async (kind) => {
    const store = aStore()
    const failing = posting(() => Promise.reject(new StepError(kind, 'no')))
    expect(await failureOf(claimFirst(failing, job, store.by('run')))).toMatchObject({ kind })
    expect(await claimFirst(accepting, job, store.by('later')).notify(aNotice(), signal)).toBe('accepted')
  },
)

// Breakage: every failure gives its claim back: then notifications are sent twice.
test.each([new StepError('unknown', 'perhaps'), new TypeError('a mistake in this program')])(
  'a post that may have reached people keeps its claim: %s',
  async (thrown) => {
    const store = aStore()
    const failing = posting(() => Promise.reject(thrown))
    await failureOf(claimFirst(failing, job, store.by('run')))
    expect(await claimFirst(accepting, job, store.by('later')).notify(aNotice(), signal)).toBe('claimed')
  },
)

test('a run that is cancelled before its post goes out gives the claim back', async () => {
  const store = aStore()
  const controller = new AbortController()
  const waiting = posting(() => {
    controller.abort(new Error('the deadline'))
    return Promise.reject(controller.signal.reason)
  })
  expect(await failureOf(claimFirst(waiting, job, store.by('run')), aNotice(), controller.signal)).toMatchObject({
    kind: 'aborted',
  })
  expect(store.taken.size).toBe(0)
})

test('what cannot be claimed is not posted', async () => {
  const take = () => Promise.reject(new Error('no answer from the table'))
  const work = claimFirst(
    posting(() => expect.unreachable()),
    job,
    aStore().by('run', { take }),
  )
  expect(await failureOf(work)).toEqual({
    step: 'notify',
    kind: 'unclaimed',
    message: 'it could not be claimed, so it was not posted (no answer from the table)',
  })
})

// Breakage: a place in the list is part of the claim: whenever an event is added in front of it, it is sent again.
test('an event without a UID is known by its title, whatever is before it', async () => {
  const store = aStore()
  const send = (owner: string, titles: readonly string[]) => {
    const work = claimFirst(accepting, job, store.by(owner))
    return Promise.all(titles.map((summary) => work.notify(aNotice({ uid: '', summary }), signal)))
  }
  expect(await send('run', ['Planning'])).toEqual(['accepted'])
  expect(await send('later', ['Alpha', 'Planning'])).toEqual(['accepted', 'claimed'])
})

// Breakage: they are one claim: the second is then never sent, or sent again when the first is released.
test('two events of a feed with one UID and one start are each sent once', async () => {
  const store = aStore()
  for (const [owner, expected] of [
    ['run', 'accepted'],
    ['later', 'claimed'],
  ] as const) {
    const work = claimFirst(accepting, job, store.by(owner))
    for (const summary of ['Planning', 'Review']) expect(await work.notify(aNotice({ summary }), signal)).toBe(expected)
  }
  expect(store.taken.size).toBe(2)
})

// Breakage: all that is due is claimed at once: a crash, or a deadline during a Retry-After of Slack, then loses all of it.
test('at most eight notices are claimed and not yet posted, and once cancelled no further one is claimed', async () => {
  const store = aStore()
  const controller = new AbortController()
  let open = 0
  let most = 0
  let posted = 0
  const slow = posting(async () => {
    most = Math.max(most, ++open)
    await nextTurn()
    open--
    if (++posted === 20) controller.abort(new Error('the deadline'))
    return 'accepted'
  })
  const work = claimFirst(slow, job, store.by('run'))
  const notices = Array.from({ length: 100 }, (_, index) => aNotice({ uid: `${index}@test` }))
  const results = await Promise.allSettled(notices.map((notice) => work.notify(notice, controller.signal)))
  expect(most).toBe(8)
  expect(store.taken.size).toBe(results.filter(({ status }) => status === 'fulfilled').length)
  expect(store.taken.size).toBeLessThan(30)
})

test('a claim that cannot be given back is named', async () => {
  const release = () => Promise.reject(new Error('no answer'))
  const failing = posting(() => Promise.reject(new StepError('status', 'Slack answered 503')))
  expect(await failureOf(claimFirst(failing, job, aStore().by('run', { release })))).toEqual({
    step: 'notify',
    kind: 'status',
    message: 'Slack answered 503; its claim could not be given back, so no later run may send it',
  })
})
