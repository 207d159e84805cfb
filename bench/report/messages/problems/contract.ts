import type { Breach, ClauseCode, FeedBreach, Leftover, LeftoverCode, RunBreach } from '../../../io/contract-breach.ts'

/** What a strategy does that keeps a clause of the contract. */
export const CLAUSES: Readonly<Record<ClauseCode, string>> = {
  'as-sequential': 'does what sequential does in randomly generated scenarios',
  'within-limit': 'never has more fetches in flight than its limit',
  'cancel-among-hanging-feeds': 'ends at once when it is cancelled while feeds hang',
  'cancel-during-pause': 'ends at once when it is cancelled while Slack asks for patience',
  'cancel-before-start': 'sends nothing when it is cancelled before it starts',
  'no-feeds': 'gives no outcome for no feed',
  'nothing-open': 'leaves nothing open',
}

const LEFTOVERS: Readonly<Record<LeftoverCode, string>> = {
  timer: 'a timer (setTimeout or setInterval): clear it',
  immediate: 'a setImmediate that is set again and again: end it',
  'tcp-socket': 'a TCP socket: destroy it',
  'tcp-server': 'a TCP server: close it',
  'tls-socket': 'a TLS socket: destroy it',
  pipe: 'a pipe or Unix socket: destroy it',
  'pipe-server': 'a server on a Unix socket: close it',
  'udp-socket': 'a UDP socket: close it',
  'file-watcher': 'a file watcher: close it',
  'child-process': 'a child process: end it and wait for its exit',
  'message-port': 'a message port: close it',
  'file-operation': 'a file operation that has not ended: await it',
  worker: 'a worker thread: terminate it, or take one of the kit, which is kept warm',
}

/** What was left open, and what to do with it. */
export function leftoverText(leftover: Leftover): string {
  switch (leftover.code) {
    case 'other':
      return `what Node calls ${leftover.name}: close it`
    case 'listener':
      return `a listener on process for ${leftover.name}: remove it`
    default:
      return LEFTOVERS[leftover.code]
  }
}

const LATE = { 'cancelled-run': 'a cancelled run', 'empty-run': 'a run over no feed' }
const NEVER = {
  'time-to-cancel': 'it was time to cancel',
  'connections-closed': 'no connection was left open',
  'requests-ended': 'every request had come to its end',
}

/** How a clause is broken, and what to do about it. */
export function breachText(breach: Breach): string {
  switch (breach.code) {
    case 'in-world':
      return `${runText(breach.breach)} (world ${breach.world}); ${runRemedy(breach.breach)}`
    case 'fetches-in-flight':
      return `expected at most ${breach.most} fetches in flight (${breach.threads} threads), the server saw ${breach.seen}; ${
        breach.isDeclared
          ? 'start a fetch only while fewer than run.limits.concurrency are in flight, over all threads'
          : 'declare limits = { concurrency: Infinity } on the strategy and keep to run.limits.concurrency; without it a strategy may fetch one feed at a time'
      }`
    case 'global-fetch':
      return 'it calls the global fetch; use steps.fetch, not the global one'
    case 'late':
      return `${LATE[breach.what]} took longer than ${breach.withinMs} ms; ${LATE_REMEDIES[breach.what]}`
    case 'never':
      return `it never came true within ${breach.withinMs} ms that ${NEVER[breach.what]}; ${NEVER_REMEDIES[breach.what]}`
    case 'requests-after-cancel':
      return `expected no request after the cancel, the server saw ${breach.requests}; ${STEPS_ALONE}`
    case 'requests-without-feeds':
      return `expected no request, the server saw ${breach.requests}; ${STEPS_ALONE}`
    case 'accepted-count':
      return `the outcomes say ${breach.sent} sent and ${breach.unknown} unknown, Slack accepted ${breach.accepted}; ${OWN_OUTCOMES}`
    case 'sent-twice':
      return `${breach.texts} sent twice; ${ONE_NOTIFY}`
    case 'requests-after-end':
      return `${breach.requests} requests after it had ended, ${breach.underWay} of them under way; ${AWAIT_STEPS}`
    case 'nothing-aborted':
      return `expected a feed to be aborted or unknown: it was cancelled in the middle; ${OWN_OUTCOMES}`
    case 'other-failures':
      return `expected aborted or unknown, got ${breach.kinds.join(', ')}; ${OWN_OUTCOMES}`
    case 'feed-order':
      return `expected one outcome per feed in feed order, got ${breach.got}; ${FEED_ORDER}`
    case 'outcomes-without-feeds':
      return `expected no outcome, got ${breach.outcomes}; ${NO_FEEDS}`
    case 'left-open':
      return `expected nothing left open when the outcomes are given, got ${breach.leftovers.map(leftoverText).join('; ')}`
    case 'unhandled-rejections':
      return `${breach.promises} promises rejected with nobody looking; await each promise that the strategy makes`
  }
}

const FEED_ORDER = 'return one outcome for each feed of run.job.feeds, in that order'
const AWAIT_STEPS = 'await every step before the strategy returns'
const ONE_NOTIFY = 'call steps.notify once for each feed'
const OWN_OUTCOMES = 'return the outcomes of steps.notify as they are'
const STEPS_ALONE = 'make requests by steps.fetch and steps.notify alone'
const HAND_ON = 'hand what steps.fetch gives to steps.check, and what that gives to steps.notify, as it is'
const NO_FEEDS = 'return an empty list where run.job.feeds is empty'
const LATE_REMEDIES = {
  'cancelled-run': 'wait for steps alone: they end when the run is cancelled',
  'empty-run': NO_FEEDS,
}
const NEVER_REMEDIES = {
  'time-to-cancel': 'fetch at once, and wait for steps alone',
  'connections-closed': STEPS_ALONE,
  'requests-ended': STEPS_ALONE,
}

function runText(breach: RunBreach): string {
  switch (breach.code) {
    case 'no-outcome':
      return `${breach.feeds.join(', ')} came to no outcome`
    case 'outcome-count':
      return `expected ${breach.expected} outcomes, got ${breach.got}`
    case 'outcome-misplaced':
      return `outcome ${breach.outcome} is that of ${breach.feed}: expected feed order`
    case 'sends-not-done':
      return `returned before its sends were done: says ${breach.sent} sent, Slack had accepted ${breach.accepted}`
    case 'work-not-done':
      return `returned before its work was done: ${breach.requests} requests came later`
    case 'feed':
      return `feed ${breach.feed} ${feedText(breach.breach)}`
    case 'duplicate-texts':
      return `${breach.texts} texts were sent twice`
    case 'digest':
      return `the digest of the deliveries is ${breach.got}, ${breach.of === 'world' ? "the world's" : "sequential's"} is ${breach.expected}`
  }
}

function feedText(breach: FeedBreach): string {
  switch (breach.code) {
    case 'early':
      return `had a notification sent too early: "${breach.summary}" starts at ${breach.start}, outside the window`
    case 'notification-twice':
      return 'has one notification twice'
    case 'sent-twice':
      return 'had its notification sent twice'
    case 'requested':
      return `was asked for ${breach.times} times, expected ${breach.expected}`
    case 'not-sent':
      return `(${breach.health}) had no notification sent: its failures are ${breach.failures}`
    case 'other-text':
      return 'had another text sent than is due'
    case 'unread':
      return 'had its notification sent before it had been read'
    case 'sent-count':
      return `(${breach.health}) has ${breach.sent} sent in its outcome, expected ${breach.expected}`
    case 'failures':
      return `(${breach.health}) has the failures ${breach.failures}, expected "${breach.expected}"`
    case 'posted':
      return `was posted ${breach.times} times, expected ${breach.expected}`
  }
}

function runRemedy(breach: RunBreach): string {
  switch (breach.code) {
    case 'no-outcome':
    case 'outcome-count':
    case 'outcome-misplaced':
      return FEED_ORDER
    case 'sends-not-done':
    case 'work-not-done':
      return AWAIT_STEPS
    case 'feed':
      return feedRemedy(breach.breach)
    case 'duplicate-texts':
      return ONE_NOTIFY
    case 'digest':
      return HAND_ON
  }
}

function feedRemedy({ code }: FeedBreach): string {
  switch (code) {
    case 'requested':
      return 'call steps.fetch once for each feed'
    case 'sent-twice':
    case 'not-sent':
    case 'posted':
      return ONE_NOTIFY
    case 'early':
    case 'other-text':
    case 'unread':
      return HAND_ON
    case 'notification-twice':
    case 'sent-count':
    case 'failures':
      return OWN_OUTCOMES
  }
}
