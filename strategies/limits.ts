import { availableParallelism } from 'node:os'
import type { Limits, Strategy } from './job.ts'

/** As many as there are cores, but two to be threads at all and eight at most: each costs some 60 MB before it does anything. */
export const DEFAULT_THREADS = Math.min(8, Math.max(2, availableParallelism()))

const NONE: Limits = { concurrency: Infinity, threads: 1, buffer: 0 }

/** The limits a strategy runs with: its own defaults, replaced by what is asked for and applies to it. */
export function resolveLimits(strategy: Strategy, requested: Partial<Limits> = {}): Limits {
  const own = strategy.limits ?? {}
  const applying = Object.entries(requested).filter(([name, value]) => name in own && value !== undefined)
  const limits = { ...NONE, ...own, ...Object.fromEntries(applying) }
  for (const [name, least] of [
    ['concurrency', 1],
    ['threads', 1],
    ['buffer', 0],
  ] as const) {
    const value = limits[name]
    const fine = name === 'concurrency' && value === Infinity
    if (!fine && (!Number.isInteger(value) || value < least)) {
      throw new RangeError(`expected ${name} to be a whole number of at least ${least}, got ${value}`)
    }
  }
  return limits
}

/** The names of asked-for limits that mean nothing to a strategy. */
export function foreignLimits(strategy: Strategy, requested: Partial<Limits>): string[] {
  return Object.entries(requested).flatMap(([name, value]) =>
    value === undefined || name in (strategy.limits ?? {}) ? [] : name,
  )
}

/** The limits that bound something, since JSON has no infinity. */
export function finiteLimits(limits: Limits): Partial<Limits> {
  return Object.fromEntries(Object.entries(limits).filter(([, value]) => Number.isFinite(value)))
}

/** The limits that mean something to a strategy, in a word where one bounds nothing. */
export function ownLimits(strategy: Strategy, limits: Limits): Record<string, number | 'unbounded'> {
  const own = Object.keys(strategy.limits ?? {}) as (keyof Limits)[]
  return Object.fromEntries(own.map((name) => [name, Number.isFinite(limits[name]) ? limits[name] : 'unbounded']))
}

/** Whether a strategy works on threads, which take a while to start. */
export function hasThreads(strategy: Strategy): boolean {
  return 'threads' in (strategy.limits ?? {})
}
