import { html } from 'hono/html'
import type { Row, Table } from '../../document.ts'
import type { Messages } from '../../messages/messages.ts'
import { isKnownIn } from '../../known-columns.ts'
import { inCss } from '../../palette.ts'
import { withFlags } from './flags.ts'
import type { Html } from './html.ts'

/** A table that scrolls by itself where it is too wide, by keyboard too, with what has to be said under it. `label`: what it is called where its title is not seen. */
export function drawTable(table: Table, label: string, messages: Messages): Html {
  return html`${drawRows(table, label)} ${drawNotes(table.notes)} ${drawMeanings(table, messages)}`
}

function drawRows({ columns, rows, strips }: Table, label: string): Html | string {
  if (rows.length === 0) return ''
  const isKnown = isKnownIn(rows.map(({ cells }) => cells))
  const known = columns.filter(isKnown)
  const heads = html`<thead>
    <tr>
      ${known.map(({ head, isNumeric }) => (head === '' ? html`<td></td>` : html`<th scope="col" class="${kindOf(isNumeric)}">${head}</th>`))}
    </tr>
  </thead>`
  // A region needs a name: without a title that of its columns.
  const columnNames = known.flatMap(({ head }) => (head === '' ? [] : head))
  const name = label === '' ? columnNames.join(', ') : label
  // A table with strips is the one that everybody reads: on a telephone each of its rows is a card.
  const isCards = strips !== undefined
  return html`<div class="table${isCards ? ' cards' : ''}" role="region" tabindex="0" aria-label="${name}">
    <table>
      ${known.some(({ head }) => head !== '') ? heads : ''}
      <tbody>
        ${rows.map((row) => {
          const [, ...cells] = row.cells.filter(isKnown)
          return html`<tr class="${classOf(row)}">
            ${drawName(row)}
            ${cells.map((cell, index) => html`<td class="${kindOf(known[index + 1]!.isNumeric)}" data-head="${known[index + 1]!.shortHead ?? known[index + 1]!.head}">${cell}</td>`)}
          </tr>`
        })}
      </tbody>
    </table>
  </div>`
}

function kindOf(isNumeric: boolean): string {
  return isNumeric ? 'number' : 'text'
}

function classOf({ tone = 'plain', isSetApart = false }: Row): string {
  return isSetApart ? `${tone} set-apart` : tone
}

/** With the colour that it has in charts. */
function drawName({ cells: [name], colour, mark }: Row): Html {
  const swatch = colour === undefined ? '' : html`<span class="swatch" style="--c:${inCss(colour)}"></span>`
  return html`<th scope="row">
    ${swatch}<bdi>${name!}</bdi>${mark === undefined ? '' : html` <b class="mark">${mark}</b>`}
  </th>`
}

/** What is to be said under a table or a chart. */
export function drawNotes(notes: readonly string[]): Html | string {
  return notes.length === 0
    ? ''
    : html`<ul class="notes">
        ${notes.map((note) => html`<li>${withFlags(note)}</li>`)}
      </ul>`
}

/** What the columns mean, for whoever asks. */
function drawMeanings({ columns, rows }: Table, messages: Messages): Html | string {
  const isKnown = isKnownIn(rows.map(({ cells }) => cells))
  const explained = columns.filter(isKnown).filter(({ meaning }) => meaning !== undefined)
  return explained.length === 0
    ? ''
    : html`<details>
        <summary>${messages.page.glossaryTitle}</summary>
        <dl>
          ${explained.map(
            ({ head, meaning }) =>
              html`<dt>${head}</dt>
                <dd>${meaning!}</dd>`,
          )}
        </dl>
      </details>`
}
