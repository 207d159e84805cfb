import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { type Document, isMap, isPair, isScalar, LineCounter, type Node, parseDocument } from 'yaml'
import { z } from 'zod'
import { type Scenario, scenarioSchema } from './scenario.ts'
import { UsageError } from './usage-error.ts'

const FOLDER = new URL('./scenarios/', import.meta.url)

/** Names of the scenarios that come with utakata. */
export function builtInScenarios(): string[] {
  return readdirSync(FOLDER).flatMap((file) => (file.endsWith('.yaml') ? file.slice(0, -'.yaml'.length) : []))
}

/**
 * Reads a built-in scenario by name or a YAML file by path, with `settings` (`path=value`, the value as YAML) laid over it.
 * Throws a UsageError with file, line and column for whatever does not fit.
 */
export function readScenario(nameOrPath: string, settings: readonly string[] = []): Scenario {
  const builtIn = builtInScenarios().includes(nameOrPath)
  if (!builtIn && !existsSync(nameOrPath)) {
    throw new UsageError(
      `expected one of the scenarios ${builtInScenarios().join(', ')}, or a YAML file, got "${nameOrPath}", which is neither`,
    )
  }
  const text = builtIn ? readFileSync(new URL(`${nameOrPath}.yaml`, FOLDER), 'utf8') : read(nameOrPath)
  return parseScenario(text, builtIn ? `${nameOrPath}.yaml` : nameOrPath, settings)
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new UsageError(`expected a scenario as a YAML file, got "${file}", which cannot be read (${code})`)
  }
}

/** As `readScenario`, on a text; `file` is how errors call it. */
export function parseScenario(text: string, file: string, settings: readonly string[] = []): Scenario {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const place = (offset: number) => {
    const { line, col } = lines.linePos(offset)
    return `${file}:${line}:${col}`
  }
  const [error] = document.errors
  if (error) throw new UsageError(`${place(error.pos[0])}: ${error.message}`)
  for (const setting of settings) {
    const [, path, value] = /^([^=]+)=(.*)$/s.exec(setting) ?? []
    if (path === undefined || value === undefined)
      throw new UsageError(`expected --set path=value, such as --set world.feeds.count=50, got "${setting}"`)
    layOver(document, path, value, setting)
  }
  const value = plain(document, file)
  const result = scenarioSchema.safeParse(value)
  if (!result.success)
    throw new UsageError(
      result.error.issues.map((issue) => describe(issue, value, document.contents, place, file)).join('\n'),
    )
  const { data } = result
  if (!data.strategies.includes(data.reference)) data.strategies.unshift(data.reference)
  return data
}

function layOver(document: Document, path: string, value: string, setting: string): void {
  try {
    const parsed = parseDocument(value, { prettyErrors: false })
    if (parsed.errors[0]) throw parsed.errors[0]
    document.setIn(path.split('.'), parsed.toJS())
  } catch (error) {
    throw new UsageError(
      `--set: expected a path of the scenario and a YAML value, got "${setting}": ${(error as Error).message}`,
    )
  }
}

/** Aliases are only looked up now. */
function plain(document: Document, file: string): unknown {
  try {
    return document.toJS()
  } catch (error) {
    throw new UsageError(`${file}: ${(error as Error).message}`)
  }
}

type Issue = z.core.$ZodIssue

function describe(
  issue: Issue,
  value: unknown,
  contents: Node | null,
  place: (offset: number) => string,
  file: string,
): string {
  const key = issue.code === 'unrecognized_keys' ? issue.keys[0] : undefined
  const path = [...issue.path, ...(key === undefined ? [] : [key])]
  const offset = offsetOf(contents, path)
  const where = offset === undefined ? file : place(offset)
  const name = path.join('.') || 'the scenario'
  if (key !== undefined)
    return `${where}: ${name}: expected one of ${knownKeys(issue.path).join(', ')}, got the unknown key "${key}"`
  if (issue.message.includes('received')) return `${where}: ${name}: ${issue.message}`
  const got = JSON.stringify(valueAt(value, issue.path))?.slice(0, 80) ?? 'nothing'
  return `${where}: ${name}: ${issue.message}, got ${got}`
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (at, part) => (typeof at === 'object' && at !== null ? at[part as keyof typeof at] : undefined),
    value,
  )
}

/** The keys that the schema knows at a path. */
function knownKeys(path: readonly PropertyKey[]): string[] {
  let schemas = [z.toJSONSchema(scenarioSchema, { io: 'input' })] as z.core.JSONSchema.JSONSchema[]
  const whole = () =>
    schemas.flatMap((schema) => [schema, ...(schema.oneOf ?? []), ...(schema.anyOf ?? [])] as typeof schemas)
  for (const part of path)
    schemas = whole().flatMap((schema) => schema.properties?.[String(part)] ?? []) as typeof schemas
  return [...new Set(whole().flatMap((schema) => Object.keys(schema.properties ?? {})))]
}

/** Where a path begins in the text: at its key where it has one, else at the nearest thing around it that is there. */
function offsetOf(contents: Node | null, path: readonly PropertyKey[]): number | undefined {
  let node: unknown = contents
  let offset = contents?.range?.[0]
  for (const part of path) {
    if (!isMap(node)) break
    const pair = node.items.find((item) => isPair(item) && (isScalar(item.key) ? item.key.value : item.key) === part)
    if (!pair) break
    // What --set added has no place in the text.
    offset = isScalar(pair.key) && pair.key.range ? pair.key.range[0] : undefined
    node = pair.value
  }
  return offset
}
