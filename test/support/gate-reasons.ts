import { expect } from 'vitest'

/**
 * Why a gate cannot judge where the machine is at other work: one of its checks failed, the mock server
 * was late, or the interval is too wide.
 */
export const OF_THE_MACHINE: unknown = expect.objectContaining({
  code: expect.stringMatching(/^(?:unfit|mock-server-late|within-or-beyond)$/),
})
