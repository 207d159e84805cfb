import { dirname } from 'node:path'
import { isMap, isPair, isScalar, isSeq, type Node } from 'yaml'
import { z } from 'zod'
import { described, valueAt } from './describe-issue.ts'
import { expectationOf } from './expectations.ts'
import { type Scenario, scenarioSchema, writtenSchema } from './scenario.ts'
import { shown } from './axes.ts'
import { findOwnFiles } from './own-files.ts'
import { UserError } from '../io/user-error.ts'
import type { ScenarioMistake, SettingOption } from '../io/problems.ts'

/** A scenario as it was written, for mistakes in it to be found there. */
export interface WrittenScenario {
  readonly file: string
  readonly contents: Node | null
  /** What was laid over it. */
  readonly settings: readonly LaidOver[]
  /** `file:line:column` of an offset in its text. */
  readonly place: (offset: number) => string
}

/** Where options changed a scenario. */
export interface LaidOver {
  readonly path: readonly string[]
  readonly option: SettingOption
}

/** Where the value of one cell of a sweep stands in a list: `index` of the list at `path`. */
export interface ListedValue {
  readonly path: readonly string[]
  readonly index: number
  readonly value: unknown
}

type Path = readonly PropertyKey[]

/** Mistakes that are reported at once: nobody fixes more at once. */
const MAX_MISTAKES = 20

/** What was written as a scenario; throws a UserError with a line for each mistake. */
export function scenarioOf(value: unknown, written: WrittenScenario): Scenario {
  const { scenario, mistakes, more } = checkScenario(value, written)
  if (!scenario) throw new UserError('scenario-mistakes', { mistakes, ...(more !== undefined && { more }) })
  return scenario
}

interface CheckedScenario {
  readonly scenario?: Scenario
  readonly mistakes: readonly ScenarioMistake[]
  /** How many mistakes are left out. */
  readonly more?: number
}

/** As `scenarioOf`, giving the mistakes; `listed`: the values of lists that it was looked at with. */
export function checkScenario(
  value: unknown,
  written: WrittenScenario,
  listed: readonly ListedValue[] = [],
): CheckedScenario {
  const { data, error } = scenarioSchema.safeParse(value)
  if (error) {
    const mistakes = error.issues.slice(0, MAX_MISTAKES).map((issue) => mistakeOf(issue, value, written, listed))
    const more = error.issues.length - mistakes.length
    return { mistakes, ...(more > 0 && { more }) }
  }
  const own = findOwnFiles(data, dirname(written.file))
  if ('found' in own) return { scenario: own.found, mistakes: [] }
  const { path, wrong } = own.mistake
  return { mistakes: [{ place: placeOf(written, path), key: path.join('.'), wrong }] }
}

function mistakeOf(
  found: z.core.$ZodIssue,
  value: unknown,
  written: WrittenScenario,
  listed: readonly ListedValue[],
): ScenarioMistake {
  const issue = withinUnion(found)
  const unknown = issue.code === 'unrecognized_keys' ? issue.keys[0] : undefined
  const path = [...issue.path, ...(unknown === undefined ? [] : [unknown])]
  const one = listed.find((each) => each.path.every((part, at) => issue.path[at] === part))
  const inText = one ? [...one.path, one.index, ...path.slice(one.path.length)] : path
  const wrong = whatIsWrong(issue, value, unknown)
  const isNamed = !one || (wrong.code === 'unexpected' && !wrong.isMissing && wrong.got === shown(one.value))
  return {
    place: placeOf(written, inText),
    key: path.join('.') || 'the scenario',
    wrong,
    ...(!isNamed && { inValue: shown(one.value) }),
  }
}

/** What is wrong with the one of several forms that a value was meant to have: that of which something is right. */
function withinUnion(issue: z.core.$ZodIssue): z.core.$ZodIssue {
  if (issue.code !== 'invalid_union') return issue
  const [inner] = issue.errors.flatMap(([first]) =>
    first && (first.path.length > 0 || first.code === 'unrecognized_keys') ? first : [],
  )
  return inner ? { ...inner, path: [...issue.path, ...inner.path] } : issue
}

function whatIsWrong(issue: z.core.$ZodIssue, value: unknown, unknown: string | undefined): ScenarioMistake['wrong'] {
  if (unknown !== undefined)
    return {
      code: 'unknown-key',
      known: knownKeys(issue.path),
      given: described(unknown),
      elsewhere: pathsTo(unknown),
    }
  const expected = expectationOf(issue)
  const given = valueAt(value, issue.path)
  return {
    code: 'unexpected',
    expectation: expected === undefined ? issue.message : `expected ${expected}`,
    got: shown(given),
    isMissing: given === undefined,
  }
}

/**
 * Where a path was given: by a setting, else `file:line:column`, of the nearest thing around it where it is not there itself; the
 * file alone where that has no place in it.
 */
export function placeOf({ file, contents, settings, place }: WrittenScenario, path: Path): string {
  const optionFor = (most: number) =>
    settings.findLast(({ path: own }) => own.slice(0, most).every((part, at) => part === String(path[at])))?.option
  const option = optionFor(Infinity)
  if (option !== undefined) return option
  const offset = offsetOf(contents, path)
  if (offset !== undefined) return place(offset)
  // What holds a value that was set was added with it.
  return optionFor(path.length) ?? file
}

/** Made once, and only where there is a mistake. */
function inputSchema(): z.core.JSONSchema.JSONSchema {
  return (known ??= z.toJSONSchema(writtenSchema, { io: 'input' }) as z.core.JSONSchema.JSONSchema)
}

let known: z.core.JSONSchema.JSONSchema | undefined

/** The keys that the schema knows at a path. */
function knownKeys(path: Path): string[] {
  let schemas = [inputSchema()]
  const whole = () =>
    schemas.flatMap((schema) => [schema, ...(schema.oneOf ?? []), ...(schema.anyOf ?? [])] as typeof schemas)
  for (const part of path)
    schemas = whole().flatMap((schema) =>
      typeof part === 'number' ? (schema.items ?? []) : (schema.properties?.[String(part)] ?? []),
    ) as typeof schemas
  return [...new Set(whole().flatMap((schema) => Object.keys(schema.properties ?? {})))]
}

/** Where the schema knows a key of that name. */
function pathsTo(key: string, within: readonly string[] = []): string[] {
  return knownKeys(within).flatMap((known) => {
    const path = [...within, known]
    return [...(known === key ? [path.join('.')] : []), ...pathsTo(key, path)]
  })
}

/** Where a path begins in the text: at its key where it has one, at its value in a list, else at what is around it. */
function offsetOf(contents: Node | null, path: Path): number | undefined {
  let node: unknown = contents
  let offset = contents?.range?.[0]
  for (const part of path) {
    if (isSeq(node) && typeof part === 'number') {
      node = node.items[part]
      offset = rangeOf(node)?.[0] ?? offset
      continue
    }
    if (!isMap(node)) break
    const pair = node.items.find((item) => isPair(item) && (isScalar(item.key) ? item.key.value : item.key) === part)
    if (!pair) break
    // What an option added has no place in the text.
    offset = isScalar(pair.key) && pair.key.range ? pair.key.range[0] : undefined
    node = pair.value
  }
  return offset
}

function rangeOf(node: unknown): Node['range'] {
  return typeof node === 'object' && node !== null && 'range' in node ? (node as Node).range : undefined
}
