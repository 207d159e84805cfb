import { html } from 'hono/html'
import type { Section } from '../sections.ts'
import type { Colour } from './palette.ts'
import { drawNotes, drawTable, type Html } from './table.ts'

/** A table with its title, and what stands under it. */
export function drawPageSection(section: Section, colours?: ReadonlyMap<string, Colour>): Html {
  const { title, notes } = section
  return html`<section>
    <h2>${title}</h2>
    ${drawTable(section, { label: title, ...(colours && { colours }) })} ${drawNotes(notes)}
  </section>`
}
