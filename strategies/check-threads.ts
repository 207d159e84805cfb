import type { Fetched, Strategy } from './job.ts'
import { createLimit } from './limit.ts'
import { DEFAULT_THREADS } from './limits.ts'

/** Fetch and notify on the main thread, each check on a warm thread that is free: the other way to use threads. */
export const checkThreads: Strategy = async ({
  job,
  steps: { fetch, notify },
  limits: { concurrency, threads },
  kit,
}) => {
  const limit = createLimit(concurrency)
  const threadLimit = createLimit(threads)
  // The one that was used last comes first, so that no more threads are started than checks come at a time.
  const free = Array.from({ length: threads }, (_, index) => threads - 1 - index)

  const check = (fetched: Fetched) =>
    threadLimit(async () => {
      const index = free.pop()!
      const checked = await (await kit.thread(index)).check(fetched)
      free.push(index)
      return checked
    })
  return Promise.all(job.feeds.map(async (feed) => notify(await check(await limit(() => fetch(feed))))))
}
checkThreads.limits = { concurrency: 256, threads: DEFAULT_THREADS }
