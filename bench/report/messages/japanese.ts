import { AFTER } from './japanese/after.ts'
import { COLUMNS } from './japanese/columns.ts'
import { LIVE } from './japanese/live.ts'
import { PAGE } from './japanese/page.ts'
import { RACE } from './japanese/race.ts'
import { RATE } from './japanese/rate.ts'
import { SWEEP } from './japanese/sweep.ts'
import { TABLES } from './japanese/tables.ts'
import { formatInstant, keyOf, type Language, type Noun } from './language.ts'

/** What stands for each English text; `{0}` is its first value, wherever it stands. */
export const CATALOGUE: Readonly<Record<string, string>> = {
  ...RACE,
  ...COLUMNS,
  ...TABLES,
  ...PAGE,
  ...SWEEP,
  ...RATE,
  ...LIVE,
  ...AFTER,
}

/** How many there are of each. */
const COUNTED: Readonly<Record<Noun, (count: number) => string>> = {
  feed: (count) => `${count} 件のフィード`,
  notification: (count) => `${count} 件の通知`,
  round: (count) => `${count} ラウンド`,
  fork: (count) => `${count} フォーク`,
  container: (count) => `${count} コンテナ`,
  'more fork': (count) => `あと ${count} フォーク`,
  'more container': (count) => `あと ${count} コンテナ`,
  job: (count) => `${count} 件のジョブ`,
  'more job': (count) => `さらに ${count} 件のジョブ`,
  comparison: (count) => `${count} 件の比較`,
}

const EITHER = new Intl.ListFormat('ja', { type: 'disjunction' })

/** What has no translation is told in English: a report is worth more than its language. A test sees to it that there is none. */
export const JAPANESE: Language = {
  code: 'ja',
  say(text, ...values) {
    const key = keyOf(text)
    return (CATALOGUE[key] ?? key).replaceAll(/\{(\d+)\}/g, (_, index: string) => String(values[Number(index)]))
  },
  count: (count, what) => COUNTED[what](count),
  all: (items) => items.join('、'),
  either: (items) => EITHER.format(items),
  beside: (items) => items.join('、'),
  sentences: (all) => all.join(''),
  instant: (iso) => formatInstant(iso, 'ja-JP'),
}
