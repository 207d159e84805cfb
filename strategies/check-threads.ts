import { createChannel } from './channel.ts'
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
  const free = createChannel<number>(threads)
  for (let index = 0; index < threads; index++) await free.push(index)

  const check = async (fetched: Fetched) => {
    const { value: index } = await free[Symbol.asyncIterator]().next()
    const checked = await (await kit.thread(index)).check(fetched)
    await free.push(index)
    return checked
  }
  return Promise.all(job.feeds.map(async (feed) => notify(await check(await limit(() => fetch(feed))))))
}
checkThreads.limits = { concurrency: 256, threads: DEFAULT_THREADS }
