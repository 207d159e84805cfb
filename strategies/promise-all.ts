import type { Strategy } from './job.ts'
import { createLimit } from './limit.ts'

/** Every feed at once; `concurrency` holds back the fetches, and nothing does by default. */
export const promiseAll: Strategy = async ({ job, steps: { fetch, check, notify }, limits: { concurrency } }) => {
  const limit = createLimit(concurrency)
  return Promise.all(job.feeds.map(async (feed) => notify(await check(await limit(() => fetch(feed))))))
}
promiseAll.limits = { concurrency: Infinity }
