import type { Outcome, Strategy } from '../../strategies/job.ts'

/**
 * What somebody might add: the feeds in waves of `concurrency`, each wave begun when the last one is over. It imports types
 * alone and is the whole file that a further strategy needs; its line in a registry is in the test.
 */
export const inWaves: Strategy = async ({
  job: { feeds },
  steps: { fetch, check, notify },
  limits: { concurrency },
}) => {
  const outcomes: Outcome[] = []
  for (let at = 0; at < feeds.length; at += concurrency) {
    const wave = feeds.slice(at, at + concurrency).map(async (feed) => notify(await check(await fetch(feed))))
    outcomes.push(...(await Promise.all(wave)))
  }
  return outcomes
}
inWaves.limits = { concurrency: 8 }
