import type { Job, Outcome, Share, Steps } from './job.ts'

/** One thread's part of a job: in each lane one feed after another, pulled from the counter that all threads share. */
export async function takeShare(
  job: Job,
  { fetch, check, notify }: Steps,
  { taken, lanes }: Share,
  deliver: (feedIndex: number, outcome: Outcome) => void,
): Promise<void> {
  const lane = async () => {
    for (;;) {
      const index = Atomics.add(taken, 0, 1)
      const feed = job.feeds[index]
      if (!feed) return
      deliver(index, await notify(await check(await fetch(feed))))
    }
  }
  await Promise.all(Array.from({ length: lanes }, lane))
}
