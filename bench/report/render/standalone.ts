import { html, raw } from 'hono/html'
import type { Block, Chart, Key, ReportDocument } from '../document.ts'
import { widthOf, wrap } from '../table.ts'
import { drawSvg } from './html/svg.ts'
import type { Messages } from '../messages/messages.ts'
import { type Colour, PALETTE, type Shade } from '../palette.ts'
import { WIDTHS } from './plots/room.ts'
import { plotOf } from './plots/plot-of.ts'

type Theme = keyof Shade

/** Heights and distances in pixels, and about how wide a letter of a key is. */
const EDGE = 20
const TITLE = 24
const LINE = 20
const SOURCE_LINE = 15
const LETTER = 7

/** A chart that stands alone, with what it is of: what was measured, how much, how long it took, where and when. */
export interface StandaloneChart extends Block {
  readonly body: Chart
  readonly source: string
}

/** The charts of a report, and those of its parts. */
export function standaloneCharts(document: ReportDocument, messages: Messages): StandaloneChart[] {
  const { title, subject = '', caution = '', measured, measuredAt = '', blocks, parts = [] } = document
  const known = ['utakata', title, subject, ...measured, measuredAt, caution].filter((text) => text !== '')
  const source = messages.clauses(known)
  const own = blocks.flatMap(({ body, ...block }) => (body.is === 'chart' ? [{ ...block, body, source }] : []))
  return [...own, ...parts.flatMap((part) => standaloneCharts(part, messages))]
}

/**
 * A chart as a file of its own, in the colours of one theme: SVG with its title, its keys and what it is of, which needs no page and no
 * style.
 */
export function drawStandalone({ title, body, source }: StandaloneChart, theme: Theme): string {
  const { description, drawing, keys } = body
  const options = plotOf(drawing, WIDTHS.wide)
  const width = Math.max(WIDTHS.wide, options.width ?? 0) + 2 * EDGE
  const titles = wrap(title, Math.floor((WIDTHS.wide - 2 * EDGE) / 9))
  const placed = placeKeys(keys)
  const top = EDGE + TITLE * titles.length + LINE * (placed.at(-1)?.line ?? -1) + LINE
  const sources = wrap(source, Math.floor(WIDTHS.wide / LETTER), '')
  const bottom = top + options.height! + EDGE
  const height = bottom + SOURCE_LINE * sources.length
  const svg = html`<svg
    xmlns="http://www.w3.org/2000/svg"
    width="${width}"
    height="${height}"
    viewBox="0 0 ${width} ${height}"
    font-family="DejaVu Sans, Noto Sans, Noto Sans CJK JP, sans-serif"
    fill="var(--ink)"
    color="var(--ink)"
    role="img"
  >
    <title>${title}</title>
    <desc>${description}</desc>
    <rect width="100%" height="100%" fill="var(--page)" />
    ${titles.map(
      (line, index) =>
        html`<text x="${EDGE}" y="${EDGE + TITLE * (index + 0.6)}" font-size="17" font-weight="bold">${line}</text>`,
    )}
    ${placed.map((key) => drawKey(key, EDGE + TITLE * titles.length))}
    <svg x="${EDGE}" y="${top}" width="${options.width ?? WIDTHS.wide}" height="${options.height!}">
      ${raw(drawSvg(options))}
    </svg>
    ${sources.map(
      (line, index) =>
        html`<text x="${EDGE}" y="${bottom + SOURCE_LINE * index}" font-size="11" fill="var(--muted)">${line}</text>`,
    )}
  </svg>`
  return paint((svg as string).trim().replaceAll(NOT_IN_XML, ''), theme)
}

/** Names may have these in them, and no file of XML may: a control character, half a pair, or what is no character at all. */
const NOT_IN_XML = /(?![\t\n\r])[\p{Cc}\p{Cs}\uFFFE\uFFFF]/gu

interface PlacedKey extends Key {
  readonly x: number
  readonly line: number
}

/** Beside each other as far as there is room. */
function placeKeys(keys: readonly Key[]): PlacedKey[] {
  let [x, line] = [EDGE, 0]
  return keys.map((key) => {
    const width = widthOf(key.label) * LETTER + 50
    if (x + width > WIDTHS.wide + EDGE && x > EDGE) [x, line] = [EDGE, line + 1]
    const placed = { ...key, x, line }
    x += width
    return placed
  })
}

function drawKey({ label, colour, mark, dash, opacity = 1, x, line }: PlacedKey, top: number) {
  const y = top + LINE * (line + 0.5)
  const fill = `var(--${colour})`
  const sample =
    mark === 'line'
      ? html`<path d="M${x} ${y}h26" stroke="${fill}" stroke-width="3" stroke-dasharray="${dash ?? 'none'}" />`
      : mark === 'ring'
        ? html`<circle cx="${x + 7}" cy="${y}" r="5" fill="none" stroke="${fill}" stroke-width="2" />`
        : html`<rect
            x="${x}"
            y="${y - 6}"
            width="14"
            height="12"
            fill="${fill}"
            fill-opacity="${mark === 'hatched' ? 0.3 : opacity}"
          />`
  return html`${sample}<text x="${x + (mark === 'line' ? 33 : 20)}" y="${y + 4}" font-size="12">${label}</text>`
}

/** The colours of a theme in the place of their names: what shows a file of its own need not know of any. */
function paint(svg: string, theme: Theme): string {
  return svg.replaceAll(/var\(--([\w-]+)\)/g, (whole, name: string) =>
    Object.hasOwn(PALETTE, name) ? PALETTE[name as Colour][theme] : whole,
  )
}
