import { invalid } from './request.ts'
import type { TraceView } from './view.ts'

/** Whether a trace matches a filter expression. */
export type Filter = (view: TraceView) => boolean

/** Ours: X-Ray documents no limit. */
const MAX_CHARACTERS = 5000

const SUPPORTED =
  'annotation.KEY = VALUE, service("NAME"), service(id(name: "NAME", type: "TYPE")), AND and parentheses'

// No two neighbouring parts of a pattern match the same character, so no expression makes matching slow.
const ANNOTATION = /annotation\.(\w+)\s*=\s*("[^"\\]*"|(?:true|false|-?\d+(?:\.\d+)?)(?![\w.]))/y
const SERVICE = /service\s*\(\s*"([^"\\]*)"\s*\)/y
const SERVICE_ID = /service\s*\(\s*id\s*\(\s*name\s*:\s*"([^"\\]*)"\s*,\s*type\s*:\s*"([^"\\]*)"\s*\)\s*\)/y
const AND = /AND\b/y
const OPEN = /\(/y
const CLOSE = /\)/y
const SPACE = /\s*/y

/**
 * Compiles the part of X-Ray's filter language that our commands and documentation use; throws a RefusedRequest for everything else.
 * With AND as the only operator parentheses change nothing, so they are only counted.
 * Source: AWS X-Ray Developer Guide, "Using filter expressions".
 */
export function filterOf(expression: string): Filter {
  if (expression.length > MAX_CHARACTERS)
    throw invalid(`FilterExpression: expected at most ${MAX_CHARACTERS} characters, got ${expression.length}`)
  const reader = new Reader(expression)
  const conditions: Filter[] = []
  let open = 0
  do {
    while (reader.take(OPEN)) open++
    conditions.push(readCondition(reader))
    while (open > 0 && reader.take(CLOSE)) open--
  } while (reader.take(AND))
  if (open > 0) throw reader.unexpected('AND or )')
  if (!reader.isAtEnd) throw reader.unexpected('AND or the end')
  return (view) => conditions.every((matches) => matches(view))
}

function readCondition(reader: Reader): Filter {
  const annotation = reader.take(ANNOTATION)
  if (annotation) {
    const key = annotation[1]!
    const value = valueOf(annotation[2]!)
    return ({ annotations }) => annotations.some((one) => one.key === key && one.value === value)
  }
  const service = reader.take(SERVICE) ?? reader.take(SERVICE_ID)
  if (!service) throw reader.unexpected('a condition')
  const [, name, type] = service
  return ({ calls }) =>
    calls.some(({ service: { Name, Type } }) => Name === name && (type === undefined || Type === type))
}

function valueOf(text: string): string | number | boolean {
  if (text.startsWith('"')) return text.slice(1, -1)
  if (text === 'true' || text === 'false') return text === 'true'
  return Number(text)
}

/** Reads an expression from left to right. */
class Reader {
  readonly #expression: string
  #at = 0

  constructor(expression: string) {
    this.#expression = expression
    this.take(SPACE)
  }

  get isAtEnd(): boolean {
    return this.#at === this.#expression.length
  }

  /** Moves past what matches here and the space after it; stays where nothing does. */
  take(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at
    const match = pattern.exec(this.#expression)
    if (!match) return undefined
    SPACE.lastIndex = pattern.lastIndex
    SPACE.exec(this.#expression)
    this.#at = SPACE.lastIndex
    return match
  }

  unexpected(expected: string): Error {
    const got = this.isAtEnd ? 'the end' : this.#expression.slice(this.#at, this.#at + 20).toWellFormed()
    return invalid(
      `FilterExpression: expected ${expected} at character ${this.#at + 1}, got ${got}; the local X-Ray supports ${SUPPORTED}`,
    )
  }
}
