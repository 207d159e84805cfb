import type { TraceNode } from './segment-tree.ts'

/** Origins of Lambda's two segments: the time in the service, and in the function. Source: AWS Lambda Developer Guide, "X-Ray". */
export const SERVICE = 'AWS::Lambda'
export const FUNCTION = 'AWS::Lambda::Function'

const OURS = 'utakata:'
/** infra/timeline.ts makes two at most. */
const MAX_SHARDS = 50

/** Whether a subsegment is a run of ours. */
export function isOurs({ name }: TraceNode): boolean {
  return name.startsWith(OURS)
}

export function strategyOf({ name }: TraceNode): string {
  return name.slice(OURS.length)
}

/** Which part of a timeline a subsegment is, from 1; undefined where it is none. */
export function shardOf({ name }: TraceNode): { readonly number: number; readonly count: number } | undefined {
  const [, number, count] = /^timeline (\d{1,2}) of (\d{1,2})$/.exec(name) ?? []
  return Number(count) <= MAX_SHARDS ? { number: Number(number), count: Number(count) } : undefined
}
