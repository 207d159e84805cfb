import { inspect } from 'node:util'
import { z } from 'zod'
import type { Objective, SelectionCriteria } from './judge/selection-criteria.ts'
import type { Trial } from './trial/trial.ts'
import { UserError } from './io/user-error.ts'

/** Throws a UserError for what is no such option, which types alone do not keep away from plain JavaScript. */
export function checkOptions(options: unknown): void {
  const [issue] = optionsSchema.safeParse(options).error?.issues ?? []
  if (issue) throw new UserError('not-a-bench-option', { path: issue.path.join('.'), expectation: issue.message })
}

function shown(value: unknown): string {
  return inspect(value, { depth: 1, breakLength: Infinity }).slice(0, 80)
}

function expected<T>(isRight: (value: unknown) => boolean, expectation: string): z.ZodType<T> {
  return z.custom<T>(isRight, { error: ({ input }) => `expected ${expectation}, got ${shown(input)}` })
}

/** An object of these fields and no others. */
function object<Fields extends z.ZodRawShape>(fields: Fields, expectation: string) {
  const error = (issue: { readonly input?: unknown; readonly keys?: unknown }) =>
    `expected ${expectation}, got ${Array.isArray(issue.keys) ? issue.keys.join(', ') : shown(issue.input)}`
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

const constraints = {
  rssBytes: expected<number>(isAbove0, 'bytes, more than 0').optional(),
  eventLoopDelayMs: expected<number>(isAbove0, 'milliseconds, more than 0').optional(),
  inFlight: expected<number>(isWhole(1), 'a whole number of at least 1').optional(),
  failures: expected<number>(isWhole(0), 'a whole number of at least 0').optional(),
} satisfies Record<keyof SelectionCriteria['constraints'], z.ZodType>

const criteria = {
  objective: expected<Objective>(
    isObjective,
    "{ for: 'speed' }, { for: 'cost' }, { for: 'first-notification' } or { for: 'balanced', speedWeight: 0.7 }",
  ),
  constraints: object(constraints, `${Object.keys(constraints).join(', ')}, or none of them as {}`),
} satisfies Record<keyof SelectionCriteria, z.ZodType>

const fields = {
  /** As with `--set`, such as `world.items.count=50`. */
  set: expected<readonly string[]>(isTexts, "texts such as ['world.items.count=50']").optional(),
  /** Files with strategies of your own, which are held to the contract first and measured with ours. */
  strategyFiles: expected<readonly string[]>(isTexts, "paths such as ['./mine.ts']").optional(),
  /** Stop after 6 processes of each variant, as with --quick. */
  quick: expected<boolean>((value) => typeof value === 'boolean', 'true or false').optional(),
  /** After this many milliseconds, stop at the next interim analysis. */
  budgetMs: expected<number>(isAbove0, 'milliseconds, more than 0').optional(),
  /** Continue until every ratio is known to within this share, such as 0.03. */
  precision: expected<number>(
    (value) => isAbove0(value) && (value as number) <= 1,
    'a share above 0 and at most 1, such as 0.03',
  ).optional(),
  /** How the recommended variant is chosen, and the limits it must meet; by default the fastest. */
  criteria: object(criteria, 'objective and constraints').optional(),
  /** Folder for `trials.jsonl`, `timelines.jsonl`, `report.md` and `report.json`, created if missing; it must not contain trials yet. If omitted, nothing is written. */
  output: expected<string>((value) => typeof value === 'string', 'the path of a folder').optional(),
  /** Called after each run. */
  onTrial: expected<(trial: Trial) => void>((value) => typeof value === 'function', 'a function').optional(),
  /** Aborting it ends the benchmark; the result covers what was finished. */
  signal: expected<AbortSignal>((value) => value instanceof AbortSignal, 'an AbortSignal').optional(),
}

const optionsSchema = object(fields, Object.keys(fields).join(', '))

/** How a scenario is measured. Omitted options have the defaults of the command, except `output`. */
export type BenchOptions = z.infer<typeof optionsSchema>
