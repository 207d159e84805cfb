import { checkThreads } from './check-threads.ts'
import type { Strategy } from './job.ts'
import { lookAhead } from './look-ahead.ts'
import { pipelined } from './pipelined.ts'
import { promiseAll } from './promise-all.ts'
import { sequential } from './sequential.ts'
import { workerThreads } from './worker-threads.ts'

/** Every strategy under its public name. A new one is a file of its own and a line here; the contract suite does the rest. */
export const strategies = {
  sequential,
  'look-ahead': lookAhead,
  'promise-all': promiseAll,
  pipelined,
  'worker-threads': workerThreads,
  'check-threads': checkThreads,
} satisfies Record<string, Strategy>

export type StrategyName = keyof typeof strategies
