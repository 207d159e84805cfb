import { expect, test } from 'vitest'
import { kindsOf } from '../../bench/run/contract/running.ts'
import { strategies } from '../../strategies/index.ts'
import type { CalendarJob } from '../../strategies/job.ts'
import { hasThreads } from '../../strategies/limits.ts'
import { createPause } from '../../strategies/pause.ts'
import { readyRun } from '../../strategies/run.ts'
import { WEBHOOK_PATH } from '../support/notifying.ts'
import { createWork } from '../support/posting-work.ts'
import { answering } from '../support/wire.ts'

const FEEDS = 1000
const SLACK_MS = 5000
const module = new URL('../support/posting-work.ts', import.meta.url).href
const concurrent = Object.keys(strategies).filter((name) => name !== 'sequential') as (keyof typeof strategies)[]

// Breakage: counting the time of a post from before it is written. Those behind 128 connections are then written and given up in
// the same moment, and nobody knows whether they were delivered: 232 of 1,000.
test.concurrent.each(concurrent)(
  'a Slack that takes 5 s for each of 1,000 posts of %s gets each of them once, and none is unknown',
  async (name) => {
    await using slack = await answering((response) => setTimeout(() => response.end('ok'), SLACK_MS))
    const job: CalendarJob = {
      feeds: Array.from({ length: FEEDS }, (_, index) => ({ id: `feed ${index}`, url: `http://host/${index}` })),
      window: { fromMs: Date.UTC(2026, 0, 15), untilMs: Date.UTC(2026, 0, 16) },
      slackUrl: slack.origin + WEBHOOK_PATH,
    }
    const strategy = strategies[name]
    // Each thread has connections of its own: with one, as many as the other strategies.
    const limits = hasThreads(strategy) ? { threads: 1 } : {}
    const run = readyRun(strategy, job, { createWork, module, options: { pause: createPause() } }, { limits })
    const outcomes = await run.start().finally(run.close)
    expect(outcomes.flatMap(kindsOf)).toEqual([])
    expect(slack.seen).toHaveLength(FEEDS)
    expect(new Set(slack.seen.map(({ body }) => body)).size).toBe(FEEDS)
  },
)
