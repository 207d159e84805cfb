import type { Strategy } from '../../strategies/job.ts'
import { UserError } from '../io/user-error.ts'

/** The strategy that a module exports, as its default or as its only function; rejects with a UserError where there is none. */
export async function loadStrategy(module: string): Promise<Strategy> {
  const exported: Record<string, unknown> = await import(module)
  const functions = Object.values(exported).filter((value) => typeof value === 'function')
  const strategy = exported.default ?? (functions.length === 1 ? functions[0] : undefined)
  if (typeof strategy === 'function') return strategy as Strategy
  throw new UserError('no-strategy-exported', { module, exported: Object.keys(exported) })
}
