import type { PlotOptions } from '@observablehq/plot'
import { html, raw } from 'hono/html'
import type { Block, Chart, Key } from '../../document.ts'
import type { Drawing } from '../../drawing.ts'
import type { Messages } from '../../messages/messages.ts'
import { drawSvg, type Labels } from './svg.ts'
import { inCss } from '../../palette.ts'
import { WIDTHS } from '../plots/room.ts'
import { plotOf } from '../plots/plot-of.ts'
import type { Html } from './html.ts'
import { drawNotes, drawTable } from './table.ts'

/** What of a report is drawn as a figure. `id`: unique on its page. */
interface Figure extends Pick<Block, 'id' | 'title'> {
  readonly body: Chart
  /** Whether it stands beside something else, where there is room for a small picture alone; not unless given. */
  readonly isBeside?: boolean
}

/** A chart twice, for a page with room and for a telephone, with its numbers behind it. */
export function drawFigure({ id, title, body, isBeside = false }: Figure, messages: Messages): Html {
  const { description, drawing, closer, keys, isOpen = false, table } = body
  const labels = { labelledBy: `${id}-title`, describedBy: `${id}-text` }
  const rooms = isBeside ? (['narrow'] as const) : (['wide', 'narrow'] as const)
  const closerLabels = { ...labels, labelledBy: `${id}-closer-title` }
  const draw = (data: Drawing, its = labels) => rooms.map((room) => drawFor(room, plotOf(data, WIDTHS[room]), its))
  return html`<figure id="${id}" class="${isBeside ? 'beside' : ''}">
    <figcaption>
      <h2 id="${labels.labelledBy}">${title}</h2>
      <p id="${labels.describedBy}">${description}</p>
    </figcaption>
    ${
      keys.length > 0
        ? html`<ul class="keys">
            ${keys.map(drawKey)}
          </ul>`
        : ''
    }
    ${draw(drawing)}
    ${
      closer === undefined
        ? ''
        : html`<h3 id="${closerLabels.labelledBy}">${closer.title}</h3>
            ${draw(closer.drawing, closerLabels)}`
    }
    ${isBeside ? '' : drawNotes(table.notes)}
    ${
      table.rows.length > 0
        ? html`<details${isOpen ? raw(' open') : ''}>
            <summary>${messages.page.figureData(title)}</summary>
            ${drawTable({ ...table, notes: isBeside ? table.notes : [] }, title, messages)}
          </details>`
        : ''
    }
  </figure>`
}

/** What needs more room than there is scrolls by itself, by keyboard too. */
function drawFor(room: keyof typeof WIDTHS, options: PlotOptions, labels: Labels): Html {
  const svg = raw(drawSvg(options, labels))
  return (options.width ?? 0) > WIDTHS[room]
    ? html`<div class="${room} scrolls" role="region" tabindex="0" aria-labelledby="${labels.labelledBy}">${svg}</div>`
    : html`<div class="${room}">${svg}</div>`
}

function drawKey({ label, colour, mark, dash, opacity = 1 }: Key): Html {
  const sample =
    mark === 'line'
      ? html`<svg class="sample" viewBox="0 0 28 4" aria-hidden="true">
          <path d="M0 2H28" stroke="${inCss(colour)}" stroke-width="3" stroke-dasharray="${dash ?? 'none'}" />
        </svg>`
      : html`<i class="${mark}" style="--c:${inCss(colour)}${opacity < 1 ? `;opacity:${opacity}` : ''}"></i>`
  return html`<li>${sample}<bdi>${label}</bdi></li>`
}
