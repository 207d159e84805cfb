import { test } from 'vitest'
import type { Breach, FeedBreach, Leftover, RunBreach } from '../../../../bench/io/contract-breach.ts'
import { breachText, CLAUSES } from '../../../../bench/report/messages/problems/contract.ts'
import { expectWording } from '../../../support/wording.ts'

type FiguresOf<Coded, Code> = Coded extends { readonly code: infer Own }
  ? Code extends Own
    ? Omit<Coded, 'code'>
    : never
  : never

/** One of each code. */
type Samples<Coded extends { readonly code: string }> = { readonly [Code in Coded['code']]: FiguresOf<Coded, Code> }

const FEED: Samples<FeedBreach> = {
  early: { summary: 'stand-up', start: '2026-01-15T09:00:00.000Z' },
  'notification-twice': {},
  'sent-twice': {},
  'other-text': {},
  unread: {},
  requested: { times: 2, expected: 1 },
  posted: { times: 2, expected: 4 },
  'not-sent': { health: 'healthy', failures: '[]' },
  'sent-count': { health: 'healthy', sent: 0, expected: 1 },
  failures: { health: 'hang', failures: '[]', expected: 'fetch timeout' },
}

const RUN: Samples<RunBreach> = {
  'no-outcome': { feeds: ['feed 0', 'feed 3'] },
  'outcome-count': { expected: 12, got: 13 },
  'outcome-misplaced': { outcome: 3, feed: 'feed 4' },
  'sends-not-done': { sent: 3, accepted: 1 },
  'work-not-done': { requests: 2 },
  feed: { feed: 3, breach: { code: 'sent-twice' } },
  'duplicate-texts': { texts: 1 },
  digest: { of: 'sequential', got: '1a2b', expected: '3c4d' },
}

const CLAUSE: Samples<Breach> = {
  'in-world': { world: 4, breach: { code: 'work-not-done', requests: 2 } },
  'fetches-in-flight': { most: 4, threads: 1, seen: 9, isDeclared: true },
  'global-fetch': {},
  late: { what: 'cancelled-run', withinMs: 15_000 },
  never: { what: 'time-to-cancel', withinMs: 20_000 },
  'requests-after-cancel': { requests: 1 },
  'requests-without-feeds': { requests: 1 },
  'accepted-count': { sent: 3, unknown: 1, accepted: 6 },
  'sent-twice': { texts: 1 },
  'requests-after-end': { requests: 3, underWay: 1 },
  'nothing-aborted': {},
  'other-failures': { kinds: ['fetch timeout'] },
  'feed-order': { got: 'feed 1,feed 0' },
  'outcomes-without-feeds': { outcomes: 1 },
  'left-open': { leftovers: [{ code: 'timer' }] },
  'unhandled-rejections': { promises: 1 },
}

const LEFTOVERS: Samples<Leftover> = {
  timer: {},
  immediate: {},
  'tcp-socket': {},
  'tcp-server': {},
  'tls-socket': {},
  pipe: {},
  'pipe-server': {},
  'udp-socket': {},
  'file-watcher': {},
  'child-process': {},
  'message-port': {},
  'file-operation': {},
  worker: {},
  other: { name: 'BLOBREADER' },
  listener: { name: 'SIGUSR2' },
}

const each = <Coded extends { readonly code: string }>(samples: Samples<Coded>): Coded[] =>
  Object.entries<object>(samples).map(([code, figures]) => ({ code, ...figures }) as unknown as Coded)

test('how the contract is broken is as it is kept in contract.txt', () => {
  const leftovers = each(LEFTOVERS)
  const undeclared: Breach = { code: 'fetches-in-flight', most: 1, threads: 1, seen: 24, isDeclared: false }
  const digest: RunBreach = { code: 'digest', of: 'world', got: '1a2b', expected: '3c4d' }
  const runs: RunBreach[] = [
    ...each(RUN),
    digest,
    ...each(FEED).map((breach): RunBreach => ({ code: 'feed', feed: 3, breach })),
  ]
  expectWording('contract.txt', {
    clauses: Object.values(CLAUSES),
    breaches: [...each(CLAUSE), undeclared].map(breachText),
    'breaches in a world': runs.map((breach) => breachText({ code: 'in-world', world: 4, breach })),
    'what is left open': breachText({ code: 'left-open', leftovers }).split('; '),
  })
})
