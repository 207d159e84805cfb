import { html } from 'hono/html'
import { isKnownIn } from '../known-columns.ts'
import type { Section } from '../section.ts'
import { withFlags } from './flags.ts'
import type { Html } from './html.ts'
import { type Colour, inCss } from './drawing/palette.ts'

export interface TableLook {
  /** What it is called by those who cannot see where it stands. */
  readonly label: string
  readonly colours?: ReadonlyMap<string, Colour>
  /** What its style is found by. */
  readonly name?: string
  /** What to make of each row. */
  readonly tones?: readonly string[]
  /** What is put beside the name of a row. */
  readonly marks?: ReadonlyMap<string, string>
}

/** A table that scrolls by itself where it is too wide, by keyboard too; columns of which nothing is known are left out. */
export function drawTable(
  { head, rows, isNumeric }: Section,
  { label, colours, name = '', tones = [], marks }: TableLook,
): Html | string {
  if (rows.length === 0) return ''
  const isShown = isKnownIn(rows)
  const heads = html`<thead>
    <tr>
      ${head.filter(isShown).map((cell) => (cell === '' ? html`<td></td>` : html`<th scope="col">${cell}</th>`))}
    </tr>
  </thead>`
  return html`<div class="table" role="region" tabindex="0" aria-label="${label}">
    <table class="${`${isNumeric ? 'numeric' : ''} ${name}`.trim()}">
      ${head.length > 0 ? heads : ''}
      <tbody>
        ${rows.map((row, index) => {
          const [first, ...cells] = row.filter(isShown)
          const mark = marks?.get(first!)
          return html`<tr class="${tones[index] ?? ''}">
            <th scope="row">
              ${swatch(colours?.get(first!))}<bdi>${first!}</bdi>${mark === undefined ? '' : html` <b class="mark">${mark}</b>`}
            </th>
            ${cells.map((cell) => html`<td>${cell}</td>`)}
          </tr>`
        })}
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
        ${notes.map((note) => html`<li>${withFlags(note)}</li>`)}
      </ul>`
}
