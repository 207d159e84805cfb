import type { Buffer } from 'node:buffer'
import type { Budget } from './limits.ts'
import type { Problems } from './problems.ts'
import type { Zones } from './zones.ts'

/** What reading one body takes. */
export interface Reading {
  readonly calendar: Buffer
  readonly zones: Zones
  readonly budget: Budget
  readonly problems: Problems
}
