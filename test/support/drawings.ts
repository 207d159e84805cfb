import { parseHTML } from 'linkedom'
import type { ReportDocument } from '../../bench/report/document.ts'
import { drawSvg } from '../../bench/report/render/html/svg.ts'
import { plotOf } from '../../bench/report/render/plots/plot-of.ts'
import { WIDTHS } from '../../bench/report/render/plots/room.ts'
import { coloursOf, inCss } from '../../bench/report/palette.ts'
import { expect } from 'vitest'
import type { DrawnPage, Element, Room } from './drawn-pages.ts'

interface Point {
  readonly x: number
  readonly y: number
}

/** Where a value is by what a reader sees of an axis, in pixels. */
export type Place = (value: number) => number

/** A picture as a reader sees it: where its axes say that values are, and where its marks lie. */
export interface Drawing {
  readonly axis: (which: 'x' | 'y', scale?: 'log' | 'linear') => Place
  readonly dots: (selector?: string) => (Point & { readonly fill: string; readonly stroke: string })[]
  /** The corners of each path. */
  readonly paths: (selector: string) => Point[][]
  /** Strokes that were drawn as one path: where each begins and ends. */
  readonly strokes: (selector: string) => [from: Point, until: Point][]
  readonly boxes: (selector: string) => {
    readonly left: number
    readonly right: number
    readonly top: number
    readonly bottom: number
    readonly fill: string
  }[]
  readonly texts: () => (Point & { readonly text: string })[]
}

/** Pixels are written to a tenth, and a scale is found from two of them. */
const TOLERANCE = 1.5

export function drawingIn(page: DrawnPage, picture: string, room?: Room): Drawing {
  return readDrawing(page.drawing(picture, room), picture)
}

/** A picture of a report as a page with room or a telephone has it, whether or not the page draws both. */
export function drawingOf({ blocks }: ReportDocument, id: string, room: Room): Drawing {
  const body = blocks.find((block) => block.id === id)?.body
  if (body?.is !== 'chart') throw new Error(`expected a chart named ${id}, got ${body?.is ?? 'none'}`)
  const svg = drawSvg(plotOf(body.drawing, WIDTHS[room]))
  return readDrawing(parseHTML(svg).document.querySelector('svg'), id)
}

/** `name`: of the picture, for messages. */
export function readDrawing(svg: Element, name: string): Drawing {
  const all = (selector: string) => [...svg.querySelectorAll(selector)] as Element[]
  const numberOf = (element: Element, name: string) => Number(element.getAttribute(name))
  // What all of a group have in common stands at the group.
  const inherited = (element: Element, name: string): string =>
    element.getAttribute(name) ?? element.parentElement?.getAttribute(name) ?? ''
  const texts = () =>
    all('text').map((text) => {
      const [x = Number.NaN, y = Number.NaN] =
        text
          .getAttribute('transform')
          ?.match(/-?[\d.]+/g)
          ?.map(Number) ?? []
      return { x, y, text: text.textContent!.replaceAll('\u00A0', ' ') }
    })
  return {
    axis(which, scale = 'log') {
      const ticks = all(`.${which}-grid line`).map((line) => numberOf(line, `${which}1`))
      const marked = ticks.map((at) => {
        // Of all numbers at the same place, its label is the one furthest to the left, or furthest down.
        const numbers = texts().filter((text) => Math.abs(text[which] - at) < 0.2 && /^[\d.]+%?$/.test(text.text))
        const [label] = numbers.toSorted((a, b) => (which === 'x' ? b.y - a.y : a.x - b.x))
        expect(label, `a number at ${at} of the ${which} axis of ${name}`).toBeDefined()
        return { at, value: Number.parseFloat(label!.text) }
      })
      const [first, last] = [marked[0]!, marked.at(-1)!]
      const by = scale === 'log' ? Math.log : (value: number) => value
      const unit = (last.at - first.at) / (by(last.value) - by(first.value))
      const place: Place = (value) => first.at + unit * (by(value) - by(first.value))
      for (const { at, value } of marked) expect(Math.abs(place(value) - at), `tick ${value}`).toBeLessThan(1)
      return place
    },
    dots: (selector = '.dot circle') =>
      all(selector).map((circle) => ({
        x: numberOf(circle, 'cx'),
        y: numberOf(circle, 'cy'),
        fill: inherited(circle, 'fill'),
        stroke: inherited(circle, 'stroke'),
      })),
    paths: (selector) => all(selector).map((path) => cornersOf(path.getAttribute('d'))),
    strokes: (selector) =>
      all(selector).flatMap((path) =>
        path
          .getAttribute('d')!
          .split(/(?=M)/)
          .filter(Boolean)
          .map((one: string) => cornersOf(one) as [Point, Point]),
      ),
    boxes: (selector) =>
      all(selector)
        // What keeps lines away from names.
        .filter((rect) => inherited(rect, 'fill') !== inCss('page'))
        .map((rect) => {
          const [x, y] = [numberOf(rect, 'x'), numberOf(rect, 'y')]
          return {
            left: x,
            right: x + numberOf(rect, 'width'),
            top: y,
            bottom: y + numberOf(rect, 'height'),
            fill: inherited(rect, 'fill'),
          }
        }),
    texts,
  }
}

function cornersOf(path: string): Point[] {
  const corners: Point[] = []
  let at: Point = { x: 0, y: 0 }
  for (const [, command, first, second] of path.matchAll(/([MLHV])\s*(-?[\d.]+)(?:[ ,](-?[\d.]+))?/g)) {
    if (command === 'H') at = { ...at, x: Number(first) }
    else if (command === 'V') at = { ...at, y: Number(first) }
    else at = { x: Number(first), y: Number(second) }
    corners.push(at)
  }
  return corners
}

export function expectNear(found: number, wanted: number, what: string): void {
  expect(Math.abs(found - wanted), `${what}: at ${found}, wanted at ${wanted.toFixed(1)}`).toBeLessThan(TOLERANCE)
}

/** The fill of whatever is drawn of a strategy. */
export function colourOf(strategy: string): string {
  return inCss(coloursOf([{ variant: strategy }]).get(strategy)!)
}
