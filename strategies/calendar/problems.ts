import type { Buffer } from 'node:buffer'
import { Exhausted } from './limits.ts'

/** Further problems of a calendar are counted, not listed. */
const MAX_PROBLEMS = 20
const MAX_CHARACTERS = 280

/** What is wrong with a calendar, one sentence each. */
export class Problems {
  readonly #calendar: Buffer
  readonly #sentences: string[] = []
  #count = 0

  constructor(calendar: Buffer) {
    this.#calendar = calendar
  }

  /** A sentence, or the error that says it; `offset`: where in the calendar the event or zone begins whose problem it is. */
  add(problem: unknown, offset?: number): void {
    // That is no problem of this event: there is no time left for any.
    if (problem instanceof Exhausted) throw problem
    if (++this.#count > MAX_PROBLEMS) return
    const sentence = oneLine(problem instanceof Error ? problem.message : String(problem))
    this.#sentences.push(offset === undefined ? sentence : `line ${lineAt(this.#calendar, offset)}: ${sentence}`)
  }

  sentences(): readonly string[] {
    const more = this.#count - this.#sentences.length
    return more === 0 ? this.#sentences : [...this.#sentences, `and ${more} more problems`]
  }
}

/** The number of the line that begins at `offset`, as editors count. */
export function lineAt(calendar: Buffer, offset: number): number {
  let line = 1
  for (let at = calendar.indexOf(10); at !== -1 && at < offset; at = calendar.indexOf(10, at + 1)) line++
  return line
}

/** Sentences quote the calendar, which may hold anything. */
function oneLine(text: string): string {
  const cut = text.length > MAX_CHARACTERS ? `${text.slice(0, MAX_CHARACTERS)}…` : text
  return cut.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ')
}
