import { type Token, tokensOf, unexpected } from './filter-tokens.ts'

const BOOLEANS = ['ok', 'error', 'throttle', 'fault', 'partial', 'first', 'root', 'remote'] as const
const NUMBERS = ['responsetime', 'duration', 'http.status'] as const
const STRINGS = [
  'http.url',
  'http.method',
  'http.useragent',
  'http.clientip',
  'user',
  'name',
  'type',
  'traceid',
  'id',
] as const

export type Keyword = (typeof BOOLEANS)[number] | (typeof NUMBERS)[number] | (typeof STRINGS)[number]
type Operator = '=' | '!=' | '<' | '<=' | '>' | '>=' | 'CONTAINS' | 'BEGINSWITH' | 'ENDSWITH'

export interface Comparison {
  readonly operator: Operator
  readonly value: string | number | boolean
}

/** The services meant; all where nothing is given. */
export interface Selector {
  readonly name?: string
  readonly type?: string
  readonly account?: string
}

export type Expression =
  | { readonly kind: 'and' | 'or'; readonly of: readonly Expression[] }
  | { readonly kind: 'not'; readonly of: Expression }
  /** Without a comparison: that it is true, or there. */
  | { readonly kind: 'keyword'; readonly keyword: Keyword; readonly comparison?: Comparison }
  | { readonly kind: 'annotation'; readonly key: string; readonly comparison?: Comparison }
  | { readonly kind: 'service'; readonly service: Selector; readonly which?: Expression }
  | { readonly kind: 'edge'; readonly from: Selector; readonly to: Selector; readonly which?: Expression }

const EQUALITIES: readonly string[] = ['=', '!=']
const ORDERS: readonly string[] = [...EQUALITIES, '<', '<=', '>', '>=']
const SEARCHES: readonly string[] = [...EQUALITIES, 'CONTAINS', 'BEGINSWITH', 'ENDSWITH']
/** Ours, for the sake of the stack. */
const MAX_LEVELS = 100

/**
 * Reads a filter expression; a FilterError says what was expected, and where. Conditions that only stand beside each other
 * are joined as by AND, which binds closer than OR. Source: AWS X-Ray Developer Guide, "Using filter expressions".
 */
export function parseFilter(expression: string): Expression {
  const parser = new Parser(tokensOf(expression))
  const parsed = parser.alternatives()
  parser.expect('end', 'AND, OR or its end')
  return parsed
}

class Parser {
  readonly #tokens: readonly Token[]
  #next = 0
  #levels = 0

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens
  }

  alternatives(): Expression {
    if (++this.#levels > MAX_LEVELS) throw unexpected(`at most ${MAX_LEVELS} levels`, this.#token.text, this.#token.at)
    const of = [this.#conjunction()]
    while (this.#takes('OR')) of.push(this.#conjunction())
    this.#levels--
    return of.length === 1 ? of[0]! : { kind: 'or', of }
  }

  expect(kindOrText: string, expected: string): Token {
    const token = this.#token
    if (token.kind !== kindOrText && !this.#isNext(kindOrText)) throw unexpected(expected, token.text, token.at)
    this.#next++
    return token
  }

  get #token(): Token {
    return this.#tokens[Math.min(this.#next, this.#tokens.length - 1)]!
  }

  #isNext(text: string): boolean {
    const token = this.#token
    return (token.kind === 'word' || token.kind === 'sign') && token.text === text
  }

  #takes(text: string): boolean {
    const isNext = this.#isNext(text)
    if (isNext) this.#next++
    return isNext
  }

  #conjunction(): Expression {
    const of = [this.#condition()]
    const endsHere = () => this.#token.kind === 'end' || [')', '}', 'OR'].some((text) => this.#isNext(text))
    while (this.#takes('AND') || !endsHere()) of.push(this.#condition())
    return of.length === 1 ? of[0]! : { kind: 'and', of }
  }

  #condition(): Expression {
    let isNegated = false
    while (this.#takes('!') || this.#takes('NOT')) isNegated = !isNegated
    const condition = this.#positive()
    return isNegated ? { kind: 'not', of: condition } : condition
  }

  #positive(): Expression {
    if (this.#takes('(')) {
      const inner = this.alternatives()
      this.expect(')', 'AND, OR or )')
      return inner
    }
    const token = this.#token
    this.#next++
    if (token.kind === 'annotation') return { kind: 'annotation', key: token.key, ...this.#comparison() }
    if (token.kind === 'word') {
      if (token.text === 'service') return this.#service()
      if (token.text === 'edge') return this.#edge()
      if (isOneOf(BOOLEANS, token.text))
        return { kind: 'keyword', keyword: token.text, ...this.#comparison(EQUALITIES, 'boolean') }
      if (isOneOf(NUMBERS, token.text))
        return { kind: 'keyword', keyword: token.text, ...this.#comparison(ORDERS, 'number') }
      if (isOneOf(STRINGS, token.text))
        return { kind: 'keyword', keyword: token.text, ...this.#comparison(SEARCHES, 'string') }
    }
    throw unexpected('a keyword', token.text, token.at)
  }

  /** An annotation may be compared in every way, with a value of every type. */
  #comparison(
    operators: readonly string[] = [...ORDERS, ...SEARCHES],
    type?: 'boolean' | 'number' | 'string',
  ): { readonly comparison?: Comparison } {
    const token = this.#token
    const isOperator = token.kind === 'sign' ? /^[=<>]|^!=/.test(token.text) : SEARCHES.includes(token.text)
    if (!isOperator) return {}
    if (!operators.includes(token.text)) throw unexpected(`one of ${operators.join(' ')}`, token.text, token.at)
    this.#next++
    return { comparison: { operator: token.text as Operator, value: this.#value(type) } }
  }

  #value(type: 'boolean' | 'number' | 'string' | undefined): Comparison['value'] {
    const token = this.#token
    const value =
      token.kind === 'string' || token.kind === 'number'
        ? token.value
        : isTruth(token)
          ? token.text === 'true'
          : undefined
    if (value === undefined || (type !== undefined && typeof value !== type))
      throw unexpected(type === undefined ? 'a value' : WORDS[type], token.text, token.at)
    this.#next++
    return value
  }

  #service(): Expression {
    this.expect('(', '( after service')
    const service = this.#selector()
    this.expect(')', ')')
    return { kind: 'service', service, ...this.#which() }
  }

  #edge(): Expression {
    this.expect('(', '( after edge')
    const from = this.#selector()
    const to = this.#takes(',') ? this.#selector() : {}
    this.expect(')', ')')
    return { kind: 'edge', from, to, ...this.#which() }
  }

  /** `"name"`, `id(name: "...", type: "...", account.id: "...")`, or nothing for all. */
  #selector(): Selector {
    if (this.#token.kind === 'string') return { name: this.#string() }
    if (!this.#takes('id')) return {}
    this.expect('(', '( after id')
    const selector: { name?: string; type?: string; account?: string } = {}
    do {
      const key = this.expect('word', 'name, type or account.id')
      if (!['name', 'type', 'account.id'].includes(key.text))
        throw unexpected('name, type or account.id', key.text, key.at)
      this.expect(':', ':')
      selector[key.text === 'account.id' ? 'account' : (key.text as 'name' | 'type')] = this.#string()
    } while (this.#takes(','))
    this.expect(')', ', or )')
    return selector
  }

  #string(): string {
    const token = this.expect('string', WORDS.string)
    return token.kind === 'string' ? token.value : ''
  }

  #which(): { readonly which?: Expression } {
    if (!this.#takes('{')) return {}
    const which = this.alternatives()
    this.expect('}', 'AND, OR or }')
    return { which }
  }
}

const WORDS = { boolean: 'true or false', number: 'a number', string: 'a string in double quotes' } as const

function isTruth({ kind, text }: Token): boolean {
  return kind === 'word' && (text === 'true' || text === 'false')
}

function isOneOf<T extends string>(all: readonly T[], text: string): text is T {
  return (all as readonly string[]).includes(text)
}
