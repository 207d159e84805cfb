import type { Outcome, Strategy } from './job.ts'

/** One feed after another: the 2018 article's `utakata-single-utakata`. */
export const sequential: Strategy = async ({ job, steps: { fetch, check, notify } }) => {
  const outcomes: Outcome[] = []
  for (const feed of job.feeds) outcomes.push(await notify(await check(await fetch(feed))))
  return outcomes
}
