import { inspect } from 'node:util'
import { z } from 'zod'
import type { Objective, SelectionCriteria } from './judge/selection-criteria.ts'
import type { Trial } from './trial/trial.ts'
import { UsageError } from './io/usage-error.ts'

/** How a scenario is raced; whatever is left out is as the command does it. */
export interface BenchOptions {
  /** As of --set, such as `world.feeds.count=50`. */
  readonly set?: readonly string[]
  /** Files with strategies of your own, which keep the contract first and join the race. */
  readonly strategyFiles?: readonly string[]
  /** One look at 6 blocks instead of up to three. */
  readonly quick?: boolean
  /** No look is gone on from after this. */
  readonly budgetMs?: number
  /** Goes on to the next look until every ratio is known to within this share, such as 0.03. */
  readonly precision?: number
  /** What to pick by, and what it must keep to; the fastest by default. */
  readonly criteria?: SelectionCriteria
  /** A folder without trials, made where it is not there, which gets the files that the command writes; nothing is written without. */
  readonly out?: string
  /** After each run. */
  readonly onTrial?: (trial: Trial) => void
  /** Ends the race, with what was done. */
  readonly signal?: AbortSignal
}

/** Throws a UsageError for what is no such option, which types alone do not keep away from plain JavaScript. */
export function checkOptions(options: unknown): void {
  const [issue] = optionsSchema.safeParse(options).error?.issues ?? []
  if (issue) throw new UsageError([...(issue.path.length > 0 ? [issue.path.join('.')] : []), issue.message].join(': '))
}

function shown(value: unknown): string {
  return inspect(value, { depth: 1, breakLength: Infinity }).slice(0, 80)
}

function expected(isRight: (value: unknown) => boolean, words: string): z.ZodType {
  return z.custom(isRight, { error: ({ input }) => `expected ${words}, got ${shown(input)}` })
}

/** An object of these fields and no others. */
function object(fields: Readonly<Record<string, z.ZodType>>, words: string): z.ZodType {
  const error = (issue: { readonly input?: unknown; readonly keys?: unknown }) =>
    `expected ${words}, got ${Array.isArray(issue.keys) ? issue.keys.join(', ') : shown(issue.input)}`
  return z.strictObject(fields, { error })
}

const isAbove0 = (value: unknown) => typeof value === 'number' && value > 0
const isWhole = (least: number) => (value: unknown) => Number.isSafeInteger(value) && (value as number) >= least
const isTexts = (value: unknown) => Array.isArray(value) && value.every((one) => typeof one === 'string')

function isObjective(value: unknown): boolean {
  const { for: what, speedWeight } = Object(value) as { readonly for?: unknown; readonly speedWeight?: unknown }
  if (what === 'balanced') return typeof speedWeight === 'number' && speedWeight >= 0 && speedWeight <= 1
  return (['speed', 'cost', 'first-notification'] satisfies Objective['for'][] as unknown[]).includes(what)
}

const bounds = {
  rssBytes: expected(isAbove0, 'bytes, more than 0').optional(),
  eventLoopDelayMs: expected(isAbove0, 'milliseconds, more than 0').optional(),
  inFlight: expected(isWhole(1), 'a whole number of at least 1').optional(),
  failures: expected(isWhole(0), 'a whole number of at least 0').optional(),
} satisfies Record<keyof SelectionCriteria['bounds'], z.ZodType>

const criteria = {
  objective: expected(
    isObjective,
    "{ for: 'speed' }, { for: 'cost' }, { for: 'first-notification' } or { for: 'balanced', speedWeight: 0.7 }",
  ),
  bounds: object(bounds, `${Object.keys(bounds).join(', ')}, or none of them as {}`),
} satisfies Record<keyof SelectionCriteria, z.ZodType>

const fields = {
  set: expected(isTexts, "texts such as ['world.feeds.count=50']").optional(),
  strategyFiles: expected(isTexts, "paths such as ['./mine.ts']").optional(),
  quick: expected((value) => typeof value === 'boolean', 'true or false').optional(),
  budgetMs: expected(isAbove0, 'milliseconds, more than 0').optional(),
  precision: expected(
    (value) => isAbove0(value) && (value as number) <= 1,
    'a share above 0 and at most 1, such as 0.03',
  ).optional(),
  criteria: object(criteria, 'objective and bounds').optional(),
  out: expected((value) => typeof value === 'string', 'the path of a folder').optional(),
  onTrial: expected((value) => typeof value === 'function', 'a function').optional(),
  signal: expected((value) => value instanceof AbortSignal, 'an AbortSignal').optional(),
} satisfies Record<keyof BenchOptions, z.ZodType>

const optionsSchema = object(fields, Object.keys(fields).join(', '))
