import { createChannel } from './channel.ts'
import type { Fetched, Outcome, Strategy } from './job.ts'

/**
 * A pool of producers fetches into a bounded channel, a pool of consumers checks and sends. At most
 * `2 * concurrency + buffer` bodies are in memory: with the producers, in the channel, with the consumers.
 */
export const pipelined: Strategy = async ({
  job,
  steps: { fetch, check, notify },
  limits: { concurrency, buffer },
}) => {
  const outcomes = new Array<Outcome>(job.feeds.length)
  const channel = createChannel<readonly [number, Fetched]>(buffer)
  const feeds = job.feeds.entries()
  const pool = (work: () => Promise<void>) =>
    Promise.all(Array.from({ length: Math.min(concurrency, job.feeds.length) }, work))

  const consumers = pool(async () => {
    for await (const [index, fetched] of channel) outcomes[index] = await notify(await check(fetched))
  })
  await pool(async () => {
    for (const [index, feed] of feeds) await channel.push([index, await fetch(feed)])
  })
  channel.close()
  await consumers
  return outcomes
}
pipelined.limits = { concurrency: 256, buffer: 16 }
