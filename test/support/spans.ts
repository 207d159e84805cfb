/** 2026-01-15T09:00:00Z. */
const BEGAN_MS = 1_768_467_600_000

type Attributes = Readonly<Record<string, string | number | boolean>>

/** A span of a test; times in milliseconds from a common begin. */
export interface SpanGiven {
  readonly trace: number
  readonly id: number
  readonly parent?: number
  readonly name?: string
  readonly kind?: number
  readonly beganMs?: number
  /** Absent where it has not ended. */
  readonly takesMs?: number | undefined
  readonly isError?: boolean
  readonly attributes?: Attributes
}

const hex = (value: number, digits: number) => value.toString(16).padStart(digits, '0')
const nanos = (ms: number) => String(BigInt(BEGAN_MS) * 1_000_000n + BigInt(Math.round(ms * 1e6)))

function attributesOf(given: Attributes): object[] {
  return Object.entries(given).map(([key, value]) => ({
    key,
    value:
      typeof value === 'string'
        ? { stringValue: value }
        : typeof value === 'boolean'
          ? { boolValue: value }
          : { intValue: String(value) },
  }))
}

function spanOf(given: SpanGiven): object {
  const { trace, id, parent, name = 'span', kind = 1, beganMs = 0, isError = false, attributes = {} } = given
  const takesMs = 'takesMs' in given ? given.takesMs : 1
  return {
    traceId: hex(trace, 32),
    spanId: hex(id, 16),
    ...(parent !== undefined && { parentSpanId: hex(parent, 16) }),
    name,
    kind,
    startTimeUnixNano: nanos(beganMs),
    ...(takesMs !== undefined && { endTimeUnixNano: nanos(beganMs + takesMs) }),
    attributes: attributesOf(attributes),
    status: isError ? { code: 2 } : {},
  }
}

/** A line of a collector: spans of one resource. */
export function spansLine(resource: Attributes, spans: readonly SpanGiven[]): string {
  const scopeSpans = [{ scope: { name: 'test' }, spans: spans.map(spanOf) }]
  return `${JSON.stringify({ resourceSpans: [{ resource: { attributes: attributesOf(resource) }, scopeSpans }] })}\n`
}

/** The resource of a container of a function, as OpenTelemetry's layer for Lambda has it. */
export const lambdaResource = (name: string, container?: string) => ({
  'cloud.provider': 'aws',
  'cloud.region': 'eu-central-1',
  'service.name': name,
  'faas.name': name,
  'faas.max_memory': 512 * 2 ** 20,
  ...(container !== undefined && { 'faas.instance': container }),
})

/** An invocation with a query in it, as instrumentation of the handler records it. */
export function handlerSpans(number: number, takesMs: number, more: Partial<SpanGiven> = {}): SpanGiven[] {
  const { beganMs = number * 1000, attributes = {} } = more
  const id = number * 10 + 1
  return [
    {
      trace: number,
      id,
      name: 'handler',
      kind: 2,
      ...more,
      beganMs,
      takesMs,
      attributes: { 'faas.invocation_id': `r-${number}`, 'faas.coldstart': false, ...attributes },
    },
    {
      trace: number,
      id: id + 1,
      parent: id,
      name: 'DynamoDB.Query',
      kind: 3,
      beganMs: beganMs + 1,
      takesMs: takesMs - 2,
    },
  ]
}

/** A comparison of `orders-new` with `orders-old`: in each container a cold invocation and a warm one. */
export function comparedSpans({ containers = 12, newMs = 60, oldMs = 100 } = {}): string {
  return Array.from({ length: containers }, (_, block) =>
    [
      ['orders-new', newMs],
      ['orders-old', oldMs],
    ].map(([name, ms], place) => {
      const number = 100 * block + 10 * place + 1
      const takesMs = (ms as number) + (block % 3)
      return spansLine(lambdaResource(name as string, `${name} ${block}`), [
        ...handlerSpans(number, takesMs * 4, { attributes: { 'faas.coldstart': true } }),
        ...handlerSpans(number + 1, takesMs),
      ])
    }),
  )
    .flat()
    .join('')
}
