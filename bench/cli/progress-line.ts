import { escapeControlCharacters } from '../io/escape-control-characters.ts'
import { cutToWidth } from '../report/table.ts'
import type { Output } from './io.ts'

/** How far something has come: one line that is rewritten on a terminal, a line now and then elsewhere. */
export interface ProgressLine {
  /** `step` of `steps` begins, from 1 on. `drawn`: what a terminal shows instead of `text`, after a bar. */
  readonly begin: (step: number, steps: number, text: string, drawn?: string) => void
  /** Between two steps: `share` of everything is done. Nothing where there is no terminal. */
  readonly draw: (share: number, text: string) => void
  /** Removes the line from the terminal. */
  readonly clear: () => void
}

export interface ProgressLineOptions {
  readonly isQuiet?: boolean
  /** Of the process, such as `CI` and `TERM`. */
  readonly env: NodeJS.ProcessEnv
}

type Screen = Pick<Output, 'isTTY' | 'columns' | 'write'>

/** About as many lines as a log has of one command. */
const MAX_LINES = 12

const BAR = 24
/** Where there is less room, words are worth more. */
const MIN_COLUMNS_OF_BAR = 60
const ERASE = '\r\u001B[2K'

/** Written between runs only, never by a timer: drawing is work on a core that is being measured. */
export function createProgressLine(screen: Screen, { isQuiet = false, env }: ProgressLineOptions): ProgressLine {
  if (isQuiet) return { begin() {}, draw() {}, clear() {} }
  // CI keeps all that is written.
  const isDrawn = screen.isTTY && !env.CI && env.TERM !== 'dumb'
  let isShown = false
  const draw = (share: number, text: string) => {
    if (!isDrawn) return
    isShown = true
    const columns = screen.columns || 80
    const full = Math.round(Math.min(1, share) * BAR)
    const bar = columns < MIN_COLUMNS_OF_BAR ? '' : `${'█'.repeat(full)}${'░'.repeat(BAR - full)} `
    screen.write(ERASE + cutToWidth(bar + escapeControlCharacters(text), Math.max(20, columns - 1)))
  }
  return {
    begin(step, steps, text, drawn = text) {
      if (isDrawn) draw((step - 1) / steps, drawn)
      else if ((step - 1) % Math.ceil(steps / MAX_LINES) === 0) screen.write(`${escapeControlCharacters(text)}\n`)
    },
    draw,
    clear() {
      if (isShown) screen.write(ERASE)
      isShown = false
    },
  }
}
