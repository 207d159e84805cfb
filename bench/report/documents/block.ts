import type { Block } from '../document.ts'

/** A block that is shown at first, unless it is given as `full`. */
export function block(id: string, title: string, body: Block['body'], detail: Block['detail'] = 'summary'): Block {
  return { id, title, detail, body }
}
