import type { Outcome, Strategy } from './job.ts'

/**
 * The next feed is fetched while the last is checked and sent, and all sends are awaited at the end:
 * the 2018 article's `utakata-goroutine-utakata` with its WaitGroup.
 */
export const lookAhead: Strategy = async ({ job, steps: { fetch, check, notify } }) => {
  const outcomes: Promise<Outcome>[] = []
  const [first, ...rest] = job.feeds
  let ahead = first && fetch(first)
  for (const next of [...rest, undefined]) {
    const fetched = await ahead
    ahead = next && fetch(next)
    if (fetched) outcomes.push(check(fetched).then(notify))
  }
  return Promise.all(outcomes)
}
