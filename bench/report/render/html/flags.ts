import { html } from 'hono/html'
import type { Html } from './html.ts'

/** What one can type: a command of utakata, or an option, with what is set by it. */
const TYPED = /(utakata [a-z]+(?: FOLDER)?|--[a-z][\w-]*(?: [a-z]\w*(?:\.\w+)+)?)/

/** A sentence in which what one can type is set apart, and stays in one piece. */
export function withFlags(sentence: string): readonly (Html | string)[] {
  return sentence.split(TYPED).map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : part))
}
