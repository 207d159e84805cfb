import { parseHTML } from 'linkedom'

/** For a page with room, or for a telephone. */
export type Room = 'wide' | 'narrow'

/** A page as a program reads it. */
export interface DrawnPage {
  readonly document: ReturnType<typeof parseHTML>['document']
  /** The drawing of a picture: the wide one where it has one unless a room is given, and never its closer view. */
  readonly drawing: (picture: string, room?: Room) => Element
  /** The closer view within a picture. */
  readonly closerView: (picture: string, room?: Room) => Element
  /** How many elements a selector finds in the drawing of a picture. */
  readonly count: (picture: string, selector: string, room?: Room) => number
  /** How many strokes the elements have that a selector finds there, which are drawn as one path. */
  readonly strokes: (picture: string, selector: string) => number
  /** The rows of the first table in an element, the head first, each cell as it is read. */
  readonly table: (selector: string) => string[][]
  /** The numbers that the page has in it for whoever saves them. */
  readonly saved: unknown
}

export type Element = ReturnType<ReturnType<typeof parseHTML>['document']['createElement']>

export function readPage(html: string): DrawnPage {
  const { document } = parseHTML(html)
  const found = (selector: string): Element => {
    const svg = document.querySelector(selector)
    if (svg === null) throw new Error(`expected a drawing at ${selector}, got none`)
    return svg
  }
  const drawing = (picture: string, room?: Room) => {
    const isWide = document.querySelector(`#${picture} .wide`) !== null
    return found(`#${picture} .${room ?? (isWide ? 'wide' : 'narrow')} svg`)
  }
  const all = (picture: string, selector: string, room?: Room) => [...drawing(picture, room).querySelectorAll(selector)]
  const link = document.querySelector('a[download]')!.getAttribute('href')!
  return {
    document,
    drawing,
    closerView: (picture, room = 'wide') => found(`#${picture} > h3 ~ .${room} svg`),
    count: (picture, selector, room) => all(picture, selector, room).length,
    strokes: (picture, selector) =>
      all(picture, selector).reduce((sum, path) => sum + (path.getAttribute('d')!.match(/M/g)?.length ?? 0), 0),
    table: (selector) =>
      [...document.querySelector(selector)!.querySelectorAll('tr')].map((row) =>
        // A name without what is put beside it, and without what keeps numbers and units together.
        [...row.querySelectorAll('th, td')].map((cell) =>
          (cell.querySelector('bdi') ?? cell).textContent!.trim().replaceAll('\u00A0', ' '),
        ),
      ),
    saved: JSON.parse(Buffer.from(link.slice(link.indexOf(',') + 1), 'base64').toString()),
  }
}
