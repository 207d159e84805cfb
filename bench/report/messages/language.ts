/** What is counted in reports. */
export type Noun =
  | 'feed'
  | 'notification'
  | 'round'
  | 'fork'
  | 'container'
  | 'more fork'
  | 'more container'
  | 'job'
  | 'more job'
  | 'comparison'

/** Text with values in it, as a template: the English text, with numbers for the values, is what a translation is found by. */
type Say = (text: TemplateStringsArray, ...values: readonly (string | number)[]) => string

/** What a report is told in. Numbers are written alike in all of them. */
export interface Language {
  readonly code: 'en' | 'ja'
  readonly say: Say
  /** So many of something, such as `1 feed` and `2 feeds`. */
  readonly count: (count: number, what: Noun) => string
  /** Items that all hold: `a, b and c`. */
  readonly all: (items: readonly string[]) => string
  /** Items of which one holds: `a, b or c`. */
  readonly either: (items: readonly string[]) => string
  /** Items beside each other, without a word between the last two. */
  readonly beside: (items: readonly string[]) => string
  /** Whole sentences, one after another. */
  readonly sentences: (all: readonly string[]) => string
  /** An instant of ISO 8601, to the minute and in UTC. */
  readonly instant: (iso: string) => string
}

/** The English text of a template, by which its translation is found: `Ship {0}: {1}.` */
export function keyOf(text: readonly string[]): string {
  return text.reduce((key, part, index) => `${key}{${index - 1}}${part}`)
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
