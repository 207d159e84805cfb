import { html } from 'hono/html'
import type { Section } from '../sections.ts'
import { type Colour, inCss } from './palette.ts'

/** Something made of HTML, with all that came from elsewhere escaped. */
export type Html = ReturnType<typeof html>

export interface TableLook {
  /** What it is called by those who cannot see where it stands. */
  readonly label: string
  readonly colours?: ReadonlyMap<string, Colour>
  /** What its style is found by. */
  readonly name?: string
  /** What to make of each row. */
  readonly tones?: readonly string[]
}

/** A table that scrolls by itself where it is too wide, by keyboard too. */
export function drawTable(
  { head, rows, isNumeric }: Section,
  { label, colours, name = '', tones = [] }: TableLook,
): Html | string {
  if (rows.length === 0) return ''
  const heads = html`<thead>
    <tr>
      ${head.map((cell) => html`<th scope="col">${cell}</th>`)}
    </tr>
  </thead>`
  return html`<div class="table" role="region" tabindex="0" aria-label="${label}">
    <table class="${`${isNumeric ? 'numeric' : ''} ${name}`.trim()}">
      ${head.length > 0 ? heads : ''}
      <tbody>
        ${rows.map(
          ([first, ...cells], index) =>
            html`<tr class="${tones[index] ?? ''}">
              <th scope="row">${swatch(colours?.get(first!))}<bdi>${first!}</bdi></th>
              ${cells.map((cell) => html`<td>${cell}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`
}

/** A spot of the colour that something has in the pictures. */
function swatch(colour: Colour | undefined): Html | string {
  return colour ? html`<span class="swatch" style="--c:${inCss(colour)}"></span>` : ''
}

/** What is to be said under a table or a picture. */
export function drawNotes(notes: readonly string[]): Html | string {
  return notes.length === 0
    ? ''
    : html`<ul class="notes">
        ${notes.map((note) => html`<li>${note}</li>`)}
      </ul>`
}
