import type { Strategy } from '../../strategies/job.ts'

/** The strategy that a module exports, as its default or as its only function; rejects in words where there is none. */
export async function loadStrategy(module: string): Promise<Strategy> {
  const exported: Record<string, unknown> = await import(module)
  const functions = Object.values(exported).filter((value) => typeof value === 'function')
  const strategy = exported.default ?? (functions.length === 1 ? functions[0] : undefined)
  if (typeof strategy === 'function') return strategy as Strategy
  throw new TypeError(
    `expected ${module} to export a strategy, as its default or as its only function, got ${Object.keys(exported).join(', ') || 'nothing'}`,
  )
}
