/** What is counted in reports. */
export type Noun =
  | 'item'
  | 'notification'
  | 'post'
  | 'iteration'
  | 'process'
  | 'container'
  | 'more process'
  | 'more container'
  | 'job'
  | 'more job'
  | 'comparison'
  | 'invocation'
  | 'function'
  | 'core'
  | 'cold start'
  | 'failed start'
  | 'log line'

/** What a language writes in its own way whatever the message is. Numbers are written alike in all of them. */
export interface Formats {
  readonly code: 'en' | 'ja'
  /** So many of something, such as `1 item` and `2 items`. */
  readonly count: (count: number, what: Noun) => string
  /** Items that all hold: `a, b and c`. */
  readonly all: (items: readonly string[]) => string
  /** Items of which one holds: `a, b or c`. */
  readonly either: (items: readonly string[]) => string
  /** Items beside each other, without `and` between the last two. */
  readonly beside: (items: readonly string[]) => string
  /** Items that may hold commas themselves. */
  readonly clauses: (items: readonly string[]) => string
  /** What is said of something, after its name. */
  readonly labelled: (name: string, text: string) => string
  /** Whole sentences, one after another. */
  readonly sentences: (all: readonly string[]) => string
  /** An instant of ISO 8601, to the minute and in UTC. */
  readonly instant: (iso: string) => string
}

/** So many of something in English, such as `1 item`, `2 items` and `2 processes`. */
export function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : what.endsWith('s') ? 'es' : 's'}`
}

/** Three significant digits, never an exponent. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return value > 0 ? 'unbounded' : '–'
  // As it will be rounded: 9.996 is written 10.0, not 10.00.
  const magnitude = Math.abs(Number(value.toPrecision(3)))
  if (magnitude >= 100) return Math.round(value).toLocaleString('en-US')
  return magnitude >= 10 ? value.toFixed(1) : value.toFixed(2)
}

/** A share that was configured, such as a margin: `5%`. */
export function asPercent(share: number): string {
  return `${+(share * 100).toFixed(1)}%`
}

/** An instant as a language writes it. */
export function formatInstant(iso: string, locale: string): string {
  return new Intl.DateTimeFormat(locale, {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone: 'UTC',
  })
    .format(new Date(iso))
    .concat(' UTC')
}
