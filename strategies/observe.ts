import type { Observe } from './job.ts'

/** Watches nothing and costs nothing. */
export const observeNothing: Observe = (_step, _feedIndex, work) => work()
