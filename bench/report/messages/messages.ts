import type { TEXTS } from './en.ts'
import type { Formats } from './formats.ts'

/** Every text of a report in one language: the English ones are the type, so that a missing or changed translation is a type error. */
export type Messages = Formats & typeof TEXTS
