import { expect } from 'vitest'
import { addressesOf } from '../../mock-server/world.ts'
import type { Ended } from './command-line.ts'
import type { Served } from '../../bench/run/contract/running.ts'

/** Checks that a command said no path of a feed or of the webhook: these are secrets, whatever went wrong. */
export function expectNoAddressIn({ stdout, stderr }: Ended, { world, origin }: Served): void {
  const { feeds, slack } = addressesOf(world, origin, 'f0/r1')
  for (const address of [...feeds, slack]) expect(stdout + stderr).not.toContain(new URL(address).pathname)
  expect(stdout + stderr).not.toMatch(/\.ics\b|\/f0\/r1/)
}
