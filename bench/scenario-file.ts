import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { isMap, isPair, isScalar, LineCounter, type Node, parseDocument } from 'yaml'
import type { z } from 'zod'
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
  const text = readFileSync(builtIn ? new URL(`${nameOrPath}.yaml`, FOLDER) : nameOrPath, 'utf8')
  return parseScenario(text, builtIn ? `${nameOrPath}.yaml` : nameOrPath, settings)
}

/** As `readScenario`, on a text; `file` is how errors call it. */
export function parseScenario(text: string, file: string, settings: readonly string[] = []): Scenario {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines })
  const place = (offset: number) => {
    const { line, col } = lines.linePos(offset)
    return `${file}:${line}:${col}`
  }
  const [error] = document.errors
  if (error) throw new UsageError(`${place(error.pos[0])}: ${error.message.split('\n')[0]}`)
  for (const setting of settings) {
    const [, path, value] = /^([^=]+)=(.*)$/s.exec(setting) ?? []
    if (path === undefined || value === undefined)
      throw new UsageError(`expected --set path=value, such as --set world.feeds.count=50, got "${setting}"`)
    document.setIn(path.split('.'), parseDocument(value).toJS())
  }
  const result = scenarioSchema.safeParse(document.toJS())
  if (!result.success)
    throw new UsageError(result.error.issues.map((issue) => describe(issue, document.contents, place, file)).join('\n'))
  const { data } = result
  if (!data.strategies.includes(data.reference)) data.strategies.unshift(data.reference)
  return data
}

type Issue = z.core.$ZodIssue

function describe(issue: Issue, contents: Node | null, place: (offset: number) => string, file: string): string {
  const key = issue.code === 'unrecognized_keys' ? issue.keys[0] : undefined
  const path = [...issue.path, ...(key === undefined ? [] : [key])]
  const offset = offsetOf(contents, path)
  const where = offset === undefined ? file : place(offset)
  const name = path.join('.') || 'the scenario'
  return `${where}: ${name}: ${issue.message}`
}

/** Where a path begins in the text: at its key where it has one, else at the nearest thing around it that is there. */
function offsetOf(contents: Node | null, path: readonly PropertyKey[]): number | undefined {
  let node: unknown = contents
  let offset = contents?.range?.[0]
  for (const part of path) {
    if (!isMap(node)) break
    const pair = node.items.find((item) => isPair(item) && isScalar(item.key) && item.key.value === part)
    if (!pair) break
    // What --set added has no place in the text.
    offset = isScalar(pair.key) && pair.key.range ? pair.key.range[0] : undefined
    node = pair.value
  }
  return offset
}
