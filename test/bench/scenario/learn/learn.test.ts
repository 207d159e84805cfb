import { join } from 'node:path'
import { expect, test } from 'vitest'
import { drawDelayMs, drawUnits } from '../../../../mock-server/delay.ts'
import { isCsv, readCsv } from '../../../../bench/scenario/learn/csv.ts'
import { exchangesNeeded, fitOf, isFaithful } from '../../../../bench/scenario/learn/fit.ts'
import { withoutOverhead } from '../../../../bench/scenario/learn/exchange-overhead.ts'
import { learn } from '../../../../bench/scenario/learn/learn.ts'
import { Observations, type SourceExchange } from '../../../../bench/scenario/learn/observations.ts'
import { isRecording, readRecording, RECORDING_HEAD } from '../../../../bench/scenario/learn/recording.ts'
import { aFolder } from '../../../support/folders.ts'

const OPTIONS = { items: 100, seed: 1 }

/** So many exchanges of some hosts with odd distributions: a cache that is missed at times, a slow host, a tail. */
function production(name: string, count: number, slower = 1): SourceExchange[] {
  return Array.from({ length: count }, (_, nth): SourceExchange => {
    const [which, u] = drawUnits(name, nth)
    const [v, w] = drawUnits(name, nth, 'more')
    const host = ['cache', 'cache', 'slow', 'tail'][Math.floor(which * 4)]!
    const delayMs = {
      cache: u < 0.8 ? 2 + v : 90 + 30 * v,
      slow: drawDelayMs({ model: 'lognormal', medianMs: 300, sigma: 0.3 }, [u, v]),
      tail: drawDelayMs({ model: 'pareto', leastMs: 20, shape: 1.5, mostMs: 5000 }, [u, v]),
    }[host]!
    const isBusy = w < 0.02
    return {
      host,
      delayMs: delayMs * slower,
      bytes: 2000 + Math.round(100 * delayMs),
      bodyMs: 2,
      status: isBusy ? 429 : 200,
      ...(isBusy && { retryAfterSeconds: 2 }),
      ...(v < 0.6 && { connectMs: 5 + 10 * w }),
    }
  })
}

function observe(exchanges: readonly SourceExchange[]): Observations {
  const observed = new Observations()
  for (const [place, one] of exchanges.entries()) observed.add(one, place + 1)
  return observed
}

// Breakages: a world of one distribution for all hosts, draws that are not spread evenly, or quantiles of both halves.
test.each(['a', 'b', 'c', 'd'])(
  'what is learned from half of the exchanges is drawn again, and is like the other half: %s',
  (name) => {
    const { fit, world } = learn(observe(production(name, 4000)), OPTIONS)
    expect(isFaithful(fit)).toBe(true)
    expect(fit.other.isRejected).toBe(false)
    expect(fit.slower.isRejected).toBe(true)
    expect(world.hosts).toBe('many')
    expect(world.fetchErrors).toMatchObject({ 'status-429': expect.closeTo(0.02, 2), retryAfterSeconds: 2 })
  },
)

// Breakage: quantiles by straight lines between values that lie far apart, which nothing that is drawn has.
test('draws of a few hundred exchanges are not off for how a percentile is read between two of them', () => {
  const worlds = Array.from({ length: 30 }, (_, nth) => {
    return learn(observe(production(`few ${nth}`, 560)), { ...OPTIONS, items: 30 })
  })
  // 8 were.
  expect(worlds.filter(({ fit }) => !isFaithful(fit)).length).toBe(0)
})

// Breakages: any draws pass; or draws that miss a jump between two exchanges next to a percentile do not.
test.each([
  [21.3, true],
  [21.5, false],
  [18.7, true],
  [18.5, false],
])('a median of draws at %d, of exchanges from 19 to 21, is called faithful or not', (drawnMs, isMet) => {
  const { fit } = learn(observe(production('fit', 1200)), OPTIONS)
  const median = { share: 0.5, most: 0.02, learnedMs: 20, besideMs: [19, 21] as const, drawnMs, otherMs: 20 }
  expect(isFaithful({ ...fit, quantiles: [median] })).toBe(isMet)
})

// Breakage: spans, which tell no connections, make a world whose only host keeps its connection.
test('where no source tells of connections, many hosts make for many connections', () => {
  const hostsOf = (hosts: number, connectMs?: number) => {
    const exchanges = production('hosts', 800).map((one, nth) => ({ ...one, host: `host ${nth % hosts}`, connectMs }))
    return learn(observe(exchanges), { items: 20, seed: 1 }).world.hosts
  }
  expect([hostsOf(20), hostsOf(2), hostsOf(2, 7)]).toEqual(['many', 'one', 'many'])
})

// Breakage: a test by its draws alone, which knows a half of a few hundred as if it were ten thousand.
test('a half that is not of the same distribution is told apart, and one that is hardly ever', () => {
  let rejected = 0
  for (let run = 0; run < 100; run++) {
    const { fit } = learn(observe(production(`run ${run}`, 1200)), OPTIONS)
    if (fit.other.isRejected) rejected++
    expect(fit.slower.isRejected, `${run}`).toBe(true)
  }
  expect(rejected).toBeLessThanOrEqual(3)
})

// Breakage: every other exchange as it came, which puts what is asked for in turn into one half each.
test('a job that asks for something quick and something slow in turn fits', () => {
  const inTurn = observe(
    production('in turn', 1200).map((one, nth) => ({ ...one, host: 'one', delayMs: nth % 2 ? 20 : 60 })),
  )
  expect(learn(inTurn, OPTIONS).fit.other.isRejected).toBe(false)
})

test('too few exchanges are refused, with how many it takes', () => {
  const few = observe(production('few', 60))
  expect(() => learn(few, OPTIONS)).toThrow(expect.objectContaining({ code: 'too-few-exchanges' }))
  // The wider a distribution, the more it takes.
  const of = (sigma: number) =>
    exchangesNeeded(
      Array.from({ length: 2000 }, (_, nth) =>
        drawDelayMs({ model: 'lognormal', medianMs: 50, sigma }, drawUnits('x', nth)),
      ),
    )
  expect(of(1)).toBeGreaterThan(2 * of(0.5))
})

// Breakage: the number of exchanges is named, which no longer recording would reach: it grows with the noise.
test('exchanges as quick as the overhead are refused as such, not for their number', () => {
  const overhead = { answerMs: 1, bodyMs: 0, connectMs: 0, postMs: 1 }
  const local = observe(
    Array.from({ length: 600 }, (_, nth) => ({ host: 'a', delayMs: 0.5 + (nth % 100) / 100, status: 200 })),
  )
  expect(() => learn(local, { ...OPTIONS, overhead })).toThrow(
    expect.objectContaining({ code: 'exchanges-too-quick', parameters: { have: 600, quick: 306, overheadMs: 1 } }),
  )
})

test('hosts that were met once stand for one, and are counted', () => {
  const lonely = Array.from({ length: 50 }, (_, nth) => ({ host: `h${nth}`, delayMs: 100 + nth, status: 200 }))
  const { lonelyHosts, exchanges } = learn(observe([...production('x', 2000), ...lonely]), OPTIONS)
  expect(lonelyHosts).toBe(50)
  expect(new Set(exchanges.map(({ host }) => host)).size).toBe(4)
})

// Breakage: hosts in the order in which their exchanges ended, the quick ones first.
test('hosts are numbered by when the job turned to them, where the source says so', () => {
  const atOnce = [50, 300, 20].map((delayMs, nth) => ({ host: `h${nth}`, startedMs: nth, delayMs, status: 200 }))
  const asTheyEnded = atOnce.toSorted((a, b) => a.delayMs - b.delayMs)
  const delaysByHost = (exchanges: readonly SourceExchange[]) => {
    const observed = observe(exchanges)
    const all = exchanges.map((_, at) => observed.exchange(at)).toSorted((a, b) => a.host - b.host)
    return [all.map(({ delayMs }) => delayMs), [...observed.hostNames].toSorted(([a], [b]) => a - b)]
  }
  const inOrder = [[50, 300, 20], atOnce.map(({ host }, at) => [at + 1, host])]
  expect(delaysByHost(asTheyEnded)).toEqual(inOrder)
  expect(delaysByHost(atOnce.map((one) => ({ ...one, startedMs: undefined })))).toEqual(inOrder)
})

// Breakage: a sample of all, of which some hosts have a tenth more than others, and so lose their order.
test('of many exchanges each host keeps its share', () => {
  const many = observe(
    Array.from({ length: 90_000 }, (_, nth) => ({ host: nth % 50, delayMs: 10 + (nth % 97), status: 200 })),
  )
  const { exchanges } = learn(many, { items: 50, seed: 1 })
  const counts = Map.groupBy(exchanges, ({ host }) => host)
    .values()
    .map(({ length }) => length)
  expect([exchanges.length, ...new Set(counts)]).toEqual([20_000, 400])
})

// Breakage: a world that is learned and then refused.
test('what traffic cannot have is written as the nearest that it can', () => {
  const odd = { host: 'a', delayMs: 5, bytes: 10.5, bodyMs: 30_000, status: 503, retryAfterSeconds: 3e9 }
  expect(observe([odd]).exchange(0)).toMatchObject({ bytes: 11, bytesPerSecond: 1, retryAfterSeconds: 86_400 })
})

test('what cannot be is left out and counted with its first place, and the rest is used', () => {
  const observed = observe([
    { host: 'a', delayMs: 5, status: 200 },
    { host: 'a', delayMs: -5, status: 200 },
    { host: 'a', delayMs: 1e12, status: 200 },
    { host: 'a', delayMs: Number.NaN, status: 200 },
    { host: 'a', delayMs: 5, bodyMs: -1, status: 200 },
    { host: 'a', delayMs: 5, status: 301 },
    { host: 'a', delayMs: 5 },
    { host: 'a', delayMs: 5, failed: 'reset' },
    { host: 'a', delayMs: -7, status: 200 },
  ])
  expect(observed.length).toBe(2)
  expect(observed.omissions).toMatchObject([
    { why: 'negative', count: 2, first: 2 },
    { why: 'absurd', count: 2, first: 3 },
    { why: 'backwards', count: 1, first: 5 },
    { why: 'redirect', count: 1, first: 6 },
    { why: 'unfinished', count: 1, first: 7 },
  ])
})

const fileOf = (text: string) => join(aFolder({ source: text }), 'source')

test('a CSV is read by the names of its columns, and lines that are cut off are left out', () => {
  const text = 'delay_ms,note,host,bytes\n12.5,x,a.example,2000\n"7",y,b.example,\n-1,z,a.example,5\n9,w\n3,y,b.exam'
  expect(isCsv(text.split('\n')[0]!)).toBe(true)
  expect(isCsv('host,size')).toBe(false)
  const observed = new Observations()
  readCsv(fileOf(text), observed)
  expect([observed.exchange(0), observed.exchange(1)]).toMatchObject([
    { host: 1, delayMs: 12.5, bytes: 2000, status: 200 },
    { host: 2, delayMs: 7, bytes: undefined, status: 200 },
  ])
  expect(observed.length).toBe(2)
  expect(observed.omissions).toMatchObject([
    { why: 'negative', count: 1, first: 4 },
    { why: 'torn', count: 2, first: 5 },
  ])
})

// Breakage: a comma within quotes moves all columns behind it.
test('values of a CSV in quotes may hold commas and quotes, and what is no number is left out', () => {
  const text = [
    'delay_ms,"host",status,bytes',
    '12.5,"weird,host",200,7693',
    '13, "a ""quoted"" one" ,"404",12',
    '14,plain,OK,12',
    '15,plain,200,many',
    '16,"open,200,12',
    '17,plain,200,12,surplus',
    '',
  ].join('\n')
  const observed = new Observations()
  readCsv(fileOf(text), observed)
  expect(Array.from({ length: observed.length }, (_, at) => observed.exchange(at))).toMatchObject([
    { host: 1, delayMs: 12.5, status: 200, bytes: 7693 },
    { host: 2, delayMs: 13, status: 404, bytes: 12 },
  ])
  expect(observed.omissions).toMatchObject([
    { why: 'unfinished', count: 1, first: 4 },
    { why: 'torn', count: 3, first: 5 },
  ])
})

test('a recording is read: what a clock that runs backwards gives is left out', () => {
  const lines = [
    RECORDING_HEAD,
    { host: 1, to: 'fetch', sentMs: 10, firstByteMs: 30, lastByteMs: 40, bytes: 5000, status: 200, connectMs: 3 },
    { host: 2, to: 'notify', sentMs: 50, firstByteMs: 61, lastByteMs: 61, bytes: 2, status: 200 },
    { host: 1, to: 'fetch', sentMs: 90, firstByteMs: 80, status: 200 },
    { host: 1, to: 'fetch', sentMs: 99 },
    { host: 1, to: 'fetch', sentMs: 99, lastByteMs: 120, failed: 'reset' },
  ]
  const text = `${lines.map((line) => JSON.stringify(line)).join('\n')}\n{"host":1,"to":"fe`
  expect(isRecording(JSON.stringify(RECORDING_HEAD))).toBe(true)
  const observed = new Observations()
  readRecording(fileOf(text), observed)
  expect(Array.from({ length: observed.length }, (_, at) => observed.exchange(at))).toMatchObject([
    { host: 1, delayMs: 20, bytes: 5000, bytesPerSecond: 500_000, status: 200, connectMs: 3 },
    { host: 2, delayMs: 11, to: 'notify' },
    { host: 1, delayMs: 21, failed: 'reset' },
  ])
  expect(observed.omissions).toMatchObject([
    { why: 'backwards', count: 1, first: 4 },
    { why: 'unfinished', count: 1, first: 5 },
    { why: 'torn', count: 1, first: 7 },
  ])
})

test('a fit says by how much each quantile of the draws is off', () => {
  const observed = observe(production('q', 2000))
  const exchanges = Array.from({ length: observed.length }, (_, at) => observed.exchange(at))
  const { world } = learn(observed, OPTIONS)
  const fit = fitOf(exchanges, world)
  expect(fit.quantiles.map(({ share }) => share)).toEqual([0.5, 0.9, 0.99])
  const off = { ...fit, quantiles: fit.quantiles.map((one) => ({ ...one, drawnMs: one.learnedMs * 1.06 })) }
  expect(isFaithful(off)).toBe(false)
})

const OVERHEAD = { answerMs: 1, bodyMs: 0.25, connectMs: 2, postMs: 0.5 }

// Breakages: what is told apart loses the sum of all, what is whole the time of its answer alone, a connection that was kept that of a new one.
test.each([
  ['an answer and a connection that were timed apart', {}, 'many', { delayMs: 9, connectMs: 3 }],
  ['a whole exchange on a connection of its own', { isWhole: true, connectMs: undefined }, 'many', { delayMs: 6.75 }],
  ['a whole exchange on a connection that was kept', { isWhole: true, connectMs: undefined }, 'one', { delayMs: 8.75 }],
  ['a post', { to: 'notify' }, 'many', { delayMs: 9.5 }],
  ['times below the overhead', { delayMs: 0.4, connectMs: 0.1 }, 'many', { delayMs: 0, connectMs: 0 }],
  ['a client that lost its patience', { failed: 'hang' }, 'many', { delayMs: 10 }],
] as const)('the overhead of an exchange is taken off: %s', (_, own: Partial<SourceExchange>, hosts, expected) => {
  const { isWhole = false, ...exchange } = { delayMs: 10, connectMs: 5, status: 200, ...own }
  expect(withoutOverhead({ ...exchange, host: 1 }, OVERHEAD, { isWhole, hosts })).toMatchObject(expected)
})

// Breakage: spans and traces, which have one duration for all, taken for delays of servers.
test('of spans and recordings of the same exchanges the same delays are left', () => {
  const timedApart = production('same', 2000).map((one) => ({
    ...one,
    bodyMs: OVERHEAD.bodyMs,
    connectMs: OVERHEAD.connectMs,
  }))
  const whole = timedApart.map(({ host, delayMs, bytes, status }) => {
    return { host, delayMs: delayMs + OVERHEAD.bodyMs + OVERHEAD.connectMs, bytes, status, isWhole: true }
  })
  const [apart, together] = [timedApart, whole].map((all) => {
    return learn(observe(all), { items: 4, seed: 1, overhead: OVERHEAD }).exchanges.map(({ delayMs }) => delayMs)
  })
  for (const [at, delayMs] of together!.entries()) expect(delayMs).toBeCloseTo(apart![at]!, 3)
})
