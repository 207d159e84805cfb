import { randomBytes } from 'node:crypto'
import type { Span } from '../strategies/recording.ts'

/**
 * A subsegment that is over, its members named and ordered as the X-Ray SDK writes them. Ours, since the end of support of that SDK is
 * announced (`SDK_SUPPORT_ENDS`), while the documents themselves stay what the daemon takes.
 * Source: AWS X-Ray Developer Guide, "Segment documents".
 */
export interface Subsegment {
  /** 16 hexadecimal digits. */
  readonly id: string
  readonly name: string
  /** Epoch seconds with microseconds. */
  readonly start_time: number
  readonly end_time: number
  readonly error?: true
  /** These three are of subsegments that are sent alone: one that is nested has the position instead. */
  readonly type?: 'subsegment'
  readonly trace_id?: string
  readonly parent_id?: string
  readonly annotations?: Annotations
  /** By namespace and name. */
  readonly metadata?: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  /** At least one, or absent. */
  readonly subsegments?: readonly Subsegment[]
}

/** What X-Ray finds a trace by; it takes no other values. */
export type Annotations = Readonly<Record<string, string | number | boolean>>

/** A subsegment with an id of its own. `more` is in the order of the interface. */
export function subsegmentOf(
  name: string,
  { beginMs, endMs }: Span,
  more: Omit<Subsegment, 'id' | 'name' | 'start_time' | 'end_time'> = {},
): Subsegment {
  const id = randomBytes(8).toString('hex')
  return { id, name, start_time: secondsOf(beginMs), end_time: secondsOf(endMs), ...more }
}

function secondsOf(ms: number): number {
  return Math.round(ms * 1000) / 1e6
}
