import { formatInstant, type Language } from './language.ts'

const ALL = new Intl.ListFormat('en-GB')
const EITHER = new Intl.ListFormat('en', { type: 'disjunction' })

/** What everything is written in. */
export const ENGLISH: Language = {
  code: 'en',
  say: (text, ...values) => String.raw({ raw: text }, ...values),
  count: (count, what) => `${count} ${what}${count === 1 ? '' : 's'}`,
  all: (items) => ALL.format(items),
  either: (items) => EITHER.format(items),
  beside: (items) => items.join(', '),
  sentences: (all) => all.filter((sentence) => sentence !== '').join(' '),
  instant: (iso) => formatInstant(iso, 'en-GB'),
}
