import { ENGLISH } from '../report/messages/en.ts'
import type { Messages } from '../report/messages/messages.ts'
import { UserError } from '../io/user-error.ts'

/** What chooses the language of a report. */
export interface LanguageOptions {
  readonly lang?: string
}

/** The language of `--lang`, English by default; another one is loaded only when it is chosen. */
export async function parseLanguage({ lang = 'en' }: LanguageOptions): Promise<Messages> {
  if (lang === 'en') return ENGLISH
  if (lang === 'ja') return (await import('../report/messages/ja.ts')).JAPANESE
  throw new UserError('not-a-language', { given: lang })
}
