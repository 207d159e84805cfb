import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import { type Document, isMap, isScalar, isSeq, LineCounter, parseDocument, visit } from 'yaml'
import { described } from './describe-issue.ts'
import { readNamedFile } from '../io/read-file.ts'
import type { Scenario, ScenarioProgram } from './scenario.ts'
import { type LaidOver, placeOf, scenarioOf, type WrittenScenario } from './mistakes.ts'
import { findAxes, isListKey, listsIn, shown } from './axes.ts'
import { type Sweep, sweepOf } from './cells.ts'
import type { SettingOption } from '../io/problems.ts'
import { UserError } from '../io/user-error.ts'

/** Ours have about 2 kB; the library takes seconds for some MB. */
export const MAX_SCENARIO_BYTES = 100_000

/** `path=value`, the value as YAML; `option`: by which it was given, `--set` where there is none. */
export type Setting = string | { readonly option: SettingOption; readonly given: string }

const FOLDER = new URL('./built-in/', import.meta.url)

/** Names of the scenarios that come with utakata. */
export function builtInScenarios(): string[] {
  return readdirSync(FOLDER).flatMap((file) => (file.endsWith('.yaml') ? file.slice(0, -'.yaml'.length) : []))
}

/**
 * Reads a built-in scenario by name or a YAML file by path, with `settings` (`path=value`, the value as YAML) laid over it.
 * Throws a UserError with file, line and column for whatever does not fit.
 */
export function readScenario(
  nameOrPath: string,
  settings: readonly Setting[] = [],
  programs: readonly ScenarioProgram[] = [],
): Scenario {
  return parseScenario(...textOf(nameOrPath), settings, programs)
}

/**
 * As `readScenario`, where any key but `variants` may hold a list of values, of at most 400 combinations; `sweeps` (`path=value,value`) are
 * lists that are laid over it.
 */
export function readSweep(
  nameOrPath: string,
  settings: readonly Setting[] = [],
  sweeps: readonly string[] = [],
  programs: readonly ScenarioProgram[] = [],
): Sweep {
  return parseSweep(...textOf(nameOrPath), settings, sweeps, programs)
}

/** The text of a scenario, and how errors call it. */
function textOf(nameOrPath: string): [text: string, file: string] {
  const builtIn = builtInScenarios().includes(nameOrPath)
  if (!builtIn && !existsSync(nameOrPath)) {
    throw new UserError('scenario-unknown', { known: builtInScenarios(), given: nameOrPath })
  }
  return builtIn
    ? [readFileSync(new URL(`${nameOrPath}.yaml`, FOLDER), 'utf8'), `${nameOrPath}.yaml`]
    : [readNamedFile(nameOrPath, 'scenario-unreadable', { mostBytes: MAX_SCENARIO_BYTES }), nameOrPath]
}

/** As `readScenario`, on a text; `file` is how errors call it. */
export function parseScenario(
  text: string,
  file: string,
  settings: readonly Setting[] = [],
  programs: readonly ScenarioProgram[] = [],
): Scenario {
  const { value, written } = parseText(text, file, { settings, programs })
  const [axis] = findAxes(value)
  if (axis)
    throw new UserError('list-in-scenario', {
      place: placeOf(written, axis.path.split('.')),
      path: axis.path,
      values: axis.values.length,
    })
  return scenarioOf(value, written)
}

/** As `readSweep`, on a text; `file` is how errors call it. */
export function parseSweep(
  text: string,
  file: string,
  settings: readonly Setting[] = [],
  sweeps: readonly string[] = [],
  programs: readonly ScenarioProgram[] = [],
): Sweep {
  const { value, written } = parseText(text, file, { settings, sweeps, programs })
  return sweepOf(value, written)
}

interface LaidOverText {
  readonly settings: readonly Setting[]
  readonly sweeps?: readonly string[]
  readonly programs: readonly ScenarioProgram[]
}

function parseText(
  text: string,
  file: string,
  { settings, sweeps = [], programs }: LaidOverText,
): { value: unknown; written: WrittenScenario } {
  if (text.length > MAX_SCENARIO_BYTES)
    throw new UserError('scenario-too-long', { file, mostKb: MAX_SCENARIO_BYTES / 1000 })
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: false })
  const place = (offset: number) => {
    const { line, col } = lines.linePos(offset)
    return `${file}:${line}:${col}`
  }
  const [error] = document.errors
  if (error) throw unparsed(place(error.pos[0]), error)
  const twice = keyTwice(document)
  if (twice) throw new UserError('scenario-key-twice', { place: place(twice.offset), key: described(twice.key) })
  const laidOver = [
    ...settings.map((one) =>
      typeof one === 'string' ? layOver(document, '--set', one) : layOver(document, one.option, one.given),
    ),
    ...sweeps.map((given) => layOver(document, '--sweep', given)),
  ]
  laidOver.push(...addPrograms(document, programs))
  const paths = laidOver.map(({ path }) => path)
  for (const path of paths) removeReplaced(document, path, paths)
  return { value: plain(document, file), written: { file, contents: document.contents, settings: laidOver, place } }
}

function unparsed(place: string, { message }: Error): UserError {
  // The library descends into each of them.
  return message.includes('call stack')
    ? new UserError('scenario-nested-deeply', { place })
    : new UserError('scenario-not-yaml', { place, message })
}

/** A key that its map has already. The library's own look for one takes the square of their number. */
function keyTwice(document: Document): { readonly key: unknown; readonly offset: number } | undefined {
  let found: { readonly key: unknown; readonly offset: number } | undefined
  visit(document, {
    Map(_, { items }) {
      const seen = new Set<unknown>()
      for (const { key } of items) {
        if (!isScalar(key)) continue
        if (seen.has(key.value)) {
          found = { key: key.value, offset: key.range?.[0] ?? 0 }
          return visit.BREAK
        }
        seen.add(key.value)
      }
      return undefined
    },
  })
  return found
}

/** Lays the value of an option over a scenario: one value of `--set`, or as a list those of `--sweep`, with or without brackets. */
function layOver(document: Document, option: SettingOption, given: string): LaidOver {
  const [, name, text] = /^([^=]+)=(.*)$/s.exec(given) ?? []
  if (name === undefined || text === undefined) throw new UserError('not-a-setting', { option, given })
  const path = name.split('.')
  const isList = isListKey(path.at(-1)) || path[0] === 'variants'
  if (option === '--sweep' && isList) throw new UserError('sweep-of-list', { path: name })
  let value: unknown
  try {
    const isBare = option === '--sweep' && !text.trim().startsWith('[')
    const parsed = parseDocument(isBare ? `[${text}]` : text, { prettyErrors: false })
    if (parsed.errors[0]) throw parsed.errors[0]
    value = parsed.toJS()
    // A list of strategies takes the place of strategies alone.
    const programs = name === 'variants' && isListOfNames(value) ? programsWritten(document) : []
    document.setIn(path, document.createNode(isListOfNames(value) ? [...value, ...programs] : value))
  } catch (error) {
    throw new UserError('setting-misplaced', { option, given, message: (error as Error).message }, { cause: error })
  }
  const [list] = option === '--set' && !isList ? listsIn(value, name) : []
  if (list) throw new UserError('list-in-setting', { path: list.path, values: list.values.map(shown) })
  return { path, option }
}

function isListOfNames(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string')
}

/** As they stand there: what they refer to is only looked up later. */
function programsWritten(document: Document): unknown[] {
  const variants: unknown = document.get('variants')
  return isSeq(variants) ? variants.items.filter(isMap) : []
}

/** Adds programs to the variants. */
function addPrograms(document: Document, programs: readonly ScenarioProgram[]): LaidOver[] {
  const variants: unknown = document.get('variants')
  // What is no list is refused as what it is.
  if (!isSeq(variants)) return []
  return programs.map((program) => {
    variants.add(document.createNode(program))
    return { path: ['variants', String(variants.items.length - 1)], option: '--variant' }
  })
}

/** Keys of one map that describe the same thing in different ways. */
const ALTERNATIVES = [
  [['events'], ['bytes'], ['bodies']],
  [
    ['medianMs', 'sigma'],
    ['p50Ms', 'p99Ms'],
  ],
]

/** What is set takes the place of what the file says in another way; what is set as well stays, to be refused. */
function removeReplaced(document: Document, path: readonly string[], settings: readonly (readonly string[])[]): void {
  const key = path.at(-1)!
  const ways = ALTERNATIVES.find((all) => all.some((keys) => keys.includes(key))) ?? []
  for (const other of ways.filter((keys) => !keys.includes(key)).flat()) {
    const replaced = [...path.slice(0, -1), other]
    if (!settings.some((setting) => isDeepStrictEqual(setting, replaced)) && document.hasIn(replaced))
      document.deleteIn(replaced)
  }
}

/** Aliases are only looked up now. */
function plain(document: Document, file: string): unknown {
  let value: unknown
  try {
    value = document.toJS()
  } catch (error) {
    throw new UserError('scenario-alias', { file, message: (error as Error).message })
  }
  if (isEndless(value)) throw new UserError('scenario-endless', { file })
  return value
}

/** Whether a value holds itself. */
function isEndless(value: unknown, around: readonly unknown[] = []): boolean {
  if (typeof value !== 'object' || value === null) return false
  return around.includes(value) || Object.values(value).some((inner) => isEndless(inner, [...around, value]))
}
