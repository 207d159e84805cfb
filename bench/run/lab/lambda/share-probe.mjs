/** Keeps as many threads busy as are given, for so many milliseconds, and prints the processors it got: `node share-probe.mjs THREADS MS`. */
import { isMainThread, Worker, workerData } from 'node:worker_threads'

if (isMainThread) {
  const [threads, ms] = process.argv.slice(2).map(Number)
  const workers = Array.from(
    { length: threads - 1 },
    () => new Worker(new URL(import.meta.url), { workerData: ms * 2 }),
  )
  await Promise.all(workers.map((worker) => new Promise((resolve) => worker.once('online', resolve))))
  process.stdout.write('ready\n')
  process.stdin.once('data', () => {
    const begunMs = performance.now()
    const cpu = process.cpuUsage()
    spin(ms)
    const { user, system } = process.cpuUsage(cpu)
    process.stdout.write(`${(user + system) / 1000 / (performance.now() - begunMs)}\n`, () => process.exit())
  })
} else {
  spin(workerData)
}

function spin(ms) {
  for (const endMs = performance.now() + ms; performance.now() < endMs;);
}
