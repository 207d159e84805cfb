import { ENGLISH } from '../report/messages/english.ts'
import type { Language } from '../report/messages/language.ts'
import { UserError } from '../io/user-error.ts'

/** What chooses the language of a report. */
export interface LanguageOptions {
  readonly lang?: string
}

/** The language of `--lang`, English unless told; another one is loaded only when it is wanted. */
export async function parseLanguage({ lang = 'en' }: LanguageOptions): Promise<Language> {
  if (lang === 'en') return ENGLISH
  if (lang === 'ja') return (await import('../report/messages/japanese.ts')).JAPANESE
  throw new UserError('not-a-language', { given: lang })
}
