import { checkCalendar } from '../../strategies/check.ts'
import type { CalendarJob, Checked, Fetched, Outcome, Run, Strategy } from '../../strategies/job.ts'

/** A strategy that is wrong, and the message with which the contract has to say so. */
export interface Mistake {
  readonly strategy: Strategy
  readonly caughtAs: RegExp
}

/** The whole job of one feed after another, where `journey` does it wrong. */
function eachFeed(journey: (run: Run, index: number) => Promise<Outcome>): Strategy {
  return async (run) => {
    const outcomes: Outcome[] = []
    for (const index of run.job.feeds.keys()) outcomes.push(await journey(run, index))
    return outcomes
  }
}

async function checkedOf({ job, steps: { fetch, check } }: Run, index: number): Promise<Checked> {
  return check(await fetch(job.feeds[index]!))
}

/** What is due within a week, which is too early to be sent for all but the window. */
function dueInTheWeek({ job }: Run, { feed, body }: Fetched): Checked['due'] {
  const { window } = job as CalendarJob
  const week = { ...window, untilMs: window.fromMs + 7 * 86_400_000 }
  const { occurrences, name = '' } = body ? checkCalendar(body, week) : { occurrences: [] }
  return occurrences.map((occurrence) => ({
    ...occurrence,
    calendar: name,
    feedId: feed.id,
    key: `${occurrence.uid} ${occurrence.startMs}`,
  }))
}

/** Mistakes that whoever writes a strategy might make: each by name, each caught by the contract. */
export const mistaken = {
  'drops a feed': {
    strategy: eachFeed(async (run, index) => {
      const checked = await checkedOf(run, index)
      return index === 3 ? { feed: checked.feed, sent: [], failures: [] } : run.steps.notify(checked)
    }),
    caughtAs: /feed 3 \(healthy\) had no notification sent/,
  },
  'sends one twice': {
    strategy: eachFeed(async (run, index) => {
      const checked = await checkedOf(run, index)
      if (index === 3) await run.steps.notify(checked)
      return run.steps.notify(checked)
    }),
    caughtAs: /feed 3 had its notification sent twice/,
  },
  'sends what is not due yet': {
    strategy: eachFeed(async (run, index) => {
      const fetched = await run.steps.fetch(run.job.feeds[index]!)
      // Before the check, which takes the body.
      const due = dueInTheWeek(run, fetched)
      const checked = await run.steps.check(fetched)
      return run.steps.notify({ ...checked, due })
    }),
    caughtAs: /feed \d+ had a notification sent too early: ".+" starts at 2026-01-\S+, outside the window/,
  },
  'says that what it sent starts at no time': {
    strategy: eachFeed(async (run, index) => {
      const { sent, ...outcome } = await run.steps.notify(await checkedOf(run, index))
      return { ...outcome, sent: sent.map((notice) => ({ ...notice, startMs: Infinity })) }
    }),
    caughtAs: /feed \d+ had a notification sent too early: ".+" starts at Infinity, outside the window/,
  },
  'sends the wrong text': {
    strategy: eachFeed(async (run, index) => {
      const checked = await checkedOf(run, index)
      return run.steps.notify({
        ...checked,
        due: checked.due.map((notice) => ({ ...notice, calendar: checked.feed.id })),
      })
    }),
    caughtAs: /feed \d+ had another text sent than is due/,
  },
  'loses the outcome of a feed that failed': {
    strategy: async ({ job, steps: { fetch, check, notify } }) => {
      const outcomes = await Promise.all(job.feeds.map(async (feed) => notify(await check(await fetch(feed)))))
      return outcomes.filter(({ failures }) => failures.length === 0)
    },
    caughtAs: /feed \d+.* came to no outcome/,
  },
  'returns before its sends are done': {
    strategy: eachFeed(async (run, index) => {
      const checked = await checkedOf(run, index)
      void run.steps.notify(checked)
      const acceptedMs = Date.now()
      return {
        feed: checked.feed,
        sent: checked.due.map((notice) => ({ ...notice, acceptedMs })),
        failures: checked.failures,
      }
    }),
    caughtAs: /returned before its sends were done: says \d+ sent, Slack had accepted \d+/,
  },
} satisfies Record<string, Mistake>

/** Forgets that fetches are limited. */
export const unlimited: Strategy = async ({ job, steps: { fetch, check, notify } }) =>
  Promise.all(job.feeds.map(async (feed) => notify(await check(await fetch(feed)))))
unlimited.limits = { concurrency: 4 }
