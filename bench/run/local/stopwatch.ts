import { Bench } from 'tinybench'
import type { Stopwatch } from '../../../strategies/measure.ts'

/**
 * tinybench as the stopwatch of single runs: order, pairing and verdict are ours, since it would run AAA BBB CCC, keep samples
 * sorted and drop them all after one throw. `async: true`: otherwise it calls the work once more, to see what it returns.
 */
export function createStopwatch(): Stopwatch {
  let work: () => Promise<void> = async () => {}
  const bench = new Bench({ iterations: 1, time: 0, warmup: false, retainSamples: true, throws: true })
  bench.add('run', () => work(), { async: true })
  const task = bench.getTask('run')!
  return async (next) => {
    work = next
    // Without a reset a second run does nothing.
    task.reset(false)
    await task.run()
    const { result } = task
    if (!('latency' in result)) throw new Error(`expected a timed run, got the state "${result.state}"`)
    return result.latency.samples![0]
  }
}
