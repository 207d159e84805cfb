import type { AnnotationValue } from './document.ts'
import { type Comparison, type Expression, type Keyword, parseFilter, type Selector } from './filter-parser.ts'
import { textIn } from '../../../io/json-fields.ts'
import type { StoredTrace } from './store.ts'
import { httpOf } from './summary.ts'
import { type Call, durationOf, type ServiceId, type TraceView } from './view.ts'

/** Whether a trace is one of those asked for. */
export type Filter = (trace: StoredTrace) => boolean

/** What the keywords are asked of: the trace as a whole, or one call within `service(...)` and `edge(...)`. */
interface Subject {
  readonly trace: StoredTrace
  readonly view: TraceView
  readonly call?: Call
}

/** A filter expression as a filter; throws a FilterError that says what was expected, and where. */
export function filterOf(expression: string): Filter {
  const parsed = parseFilter(expression)
  return (trace) => holds(parsed, { trace, view: trace.view() })
}

function holds(expression: Expression, subject: Subject): boolean {
  const { view } = subject
  switch (expression.kind) {
    case 'and':
      return expression.of.every((one) => holds(one, subject))
    case 'or':
      return expression.of.some((one) => holds(one, subject))
    case 'not':
      return !holds(expression.of, subject)
    case 'keyword':
      return isAny(valuesOf(expression.keyword, subject), expression.comparison, isTrueOrThere)
    case 'annotation': {
      const { key, comparison } = expression
      const made = view.annotations.filter((one) => one.key === key && (!subject.call || one.call === subject.call))
      const values = made.map(({ value }) => value)
      // An annotation that is there counts, even when it says false.
      return isAny(values, comparison, () => true)
    }
    case 'service':
      return view.calls.some(
        (call) => isMeant(call.service, expression.service) && isWhich(expression.which, { ...subject, call }),
      )
    case 'edge':
      return view.calls.some(
        (call) =>
          call.caller !== undefined &&
          isMeant(call.caller, expression.from) &&
          isMeant(call.service, expression.to) &&
          isWhich(expression.which, { ...subject, call }),
      )
  }
}

function isWhich(which: Expression | undefined, subject: Subject): boolean {
  return which === undefined || holds(which, subject)
}

function isMeant({ Name, Type, AccountId }: ServiceId, { name, type, account }: Selector): boolean {
  return (
    (name === undefined || name === Name) &&
    (type === undefined || type === Type) &&
    (account === undefined || account === AccountId)
  )
}

/** All values that a keyword has: none where it is not there, several where calls differ. */
function valuesOf(keyword: Keyword, { trace, view, call }: Subject): readonly AnnotationValue[] {
  const one = call ?? view.entry
  const calls = call ? [call] : view.calls
  const trouble = one?.trouble
  const http = one ? httpOf(one) : {}
  switch (keyword) {
    case 'ok':
      return [trouble !== undefined && !trouble.fault && !trouble.error && isSuccess(http.HttpStatus)]
    case 'error':
    case 'fault':
      return [trouble?.[keyword] ?? false]
    case 'throttle':
      return [calls.some(({ trouble }) => trouble.throttle)]
    case 'partial':
      return [call ? call.seconds === undefined : view.isPartial]
    case 'first':
    case 'root':
      return [one !== undefined && one === view.entry]
    case 'remote':
      return [one?.service.Type === 'remote']
    case 'responsetime':
      return present(one?.seconds)
    case 'duration':
      return present(call ? call.seconds : durationOf(view))
    case 'http.status':
      return present(http.HttpStatus)
    case 'http.url':
      return present(http.HttpURL)
    case 'http.method':
      return present(http.HttpMethod)
    case 'http.useragent':
      return present(http.UserAgent)
    case 'http.clientip':
      return present(http.ClientIp)
    case 'user':
      return calls.flatMap(({ document }) => present(textIn(document, 'user')))
    case 'name':
      return calls.map(({ service }) => service.Name)
    case 'type':
      return calls.flatMap(({ service }) => present(service.Type))
    case 'traceid':
    case 'id':
      return [trace.id]
  }
}

/** A response without a status went well unless the document says otherwise. */
function isSuccess(status: number | undefined): boolean {
  return status === undefined || (status >= 200 && status < 300)
}

function present<T>(value: T | undefined): readonly T[] {
  return value === undefined ? [] : [value]
}

function isTrueOrThere(value: AnnotationValue): boolean {
  return value !== false
}

function isAny(
  values: readonly AnnotationValue[],
  comparison: Comparison | undefined,
  otherwise: (value: AnnotationValue) => boolean,
): boolean {
  return values.some((value) => (comparison ? compares(value, comparison) : otherwise(value)))
}

/** Values of two types are different and in no order. */
function compares(value: AnnotationValue, { operator, value: other }: Comparison): boolean {
  if (operator === '=') return value === other
  if (operator === '!=') return value !== other
  if (typeof value === 'number' && typeof other === 'number') {
    if (operator === '<') return value < other
    if (operator === '<=') return value <= other
    if (operator === '>') return value > other
    return operator === '>=' && value >= other
  }
  if (typeof value !== 'string' || typeof other !== 'string') return false
  if (operator === 'CONTAINS') return value.includes(other)
  if (operator === 'BEGINSWITH') return value.startsWith(other)
  return operator === 'ENDSWITH' && value.endsWith(other)
}
