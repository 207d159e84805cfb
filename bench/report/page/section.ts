import { html } from 'hono/html'
import type { Section } from '../section.ts'
import type { Colour } from './drawing/palette.ts'
import { drawNotes, drawTable } from './table.ts'
import type { Html } from './html.ts'

/** A table with its title, and what stands under it. */
export function drawPageSection(section: Section, colours?: ReadonlyMap<string, Colour>): Html {
  const { title, notes } = section
  return html`<section>
    <h2>${title}</h2>
    ${drawTable(section, { label: title, ...(colours && { colours }) })} ${drawNotes(notes)}
  </section>`
}
