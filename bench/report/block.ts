import type { Block, Chart, Key } from './document.ts'
import type { Line } from './drawing.ts'
import type { Messages } from './messages/messages.ts'

/** A block that is shown at first, unless it is given as `full`. */
export function block(id: string, title: string, body: Block['body'], detail: Block['detail'] = 'summary'): Block {
  return { id, title, detail, body }
}

type Content = Pick<Block, 'id' | 'title'> &
  Partial<Pick<Block, 'detail'>> &
  Omit<Chart, 'is' | 'keys'> & { readonly keys?: readonly Key[] }

/** A chart as a block that is shown when it is asked for, unless it is given as `summary`. */
export function chartBlock({ id, title, detail = 'full', keys = [], ...chart }: Content): Block {
  return { id, title, detail, body: { is: 'chart', keys, ...chart } }
}

/** What the lines of a chart are of. */
export function keysOf(lines: readonly Line[]): Key[] {
  return lines.map(({ name, colour, dash }) => ({ label: name, colour, mark: 'line', dash }))
}

/** Of what is drawn hollow, since nothing may be said of its speed. */
export function withheldKey(messages: Messages): Key {
  return { label: messages.charts.withheldKey, colour: 'muted', mark: 'ring' }
}
