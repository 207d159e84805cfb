import type { Feed, Outcome, Strategy } from './job.ts'
import { DEFAULT_THREADS } from './limits.ts'

/** A thread may die this often and be replaced; what it held is lost each time, the feeds nobody held are not. */
const LIVES = 4

/**
 * Each thread does the whole job for feeds it pulls from a shared counter, so that TLS, HTTP and parsing all leave the
 * main thread. A thread that dies costs the feeds it held, as `defect` outcomes, never a second try: they may be sent.
 */
export const workerThreads: Strategy = async ({ job: { feeds }, limits: { concurrency, threads }, kit }) => {
  const outcomes = new Array<Outcome | undefined>(feeds.length)
  const taken = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT))

  let death = ''

  const work = async (lanes: number, index: number) => {
    for (let life = 0; life < LIVES && Atomics.load(taken, 0) < feeds.length; life++) {
      const thread = await kit.thread(index)
      const died = await thread.work({ taken, lanes }, (feedIndex, outcome) => {
        outcomes[feedIndex] = { ...outcome, feed: feeds[feedIndex]! }
      })
      death = died ?? death
    }
  }
  await Promise.all(divide(Math.min(concurrency, feeds.length), threads).map(work))
  return feeds.map((feed, index) => outcomes[index] ?? lost(feed, index < Atomics.load(taken, 0), death))
}
workerThreads.limits = { concurrency: 256, threads: DEFAULT_THREADS }

/** Splits lanes over threads as evenly as can be; no thread without a lane. */
function divide(lanes: number, threads: number): number[] {
  const most = Math.min(lanes, threads)
  return Array.from({ length: most }, (_, index) => Math.floor((lanes + most - 1 - index) / most))
}

function lost(feed: Feed, held: boolean, death: string): Outcome {
  const message = held
    ? `its thread died (${death}); what it had already sent for this feed is not known`
    : `no thread was left to take this feed (${death})`
  return { feed, sent: [], failures: [{ step: 'fetch', kind: 'defect', message }] }
}
