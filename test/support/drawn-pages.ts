import { parseHTML } from 'linkedom'

/** A page as a program reads it. */
export interface DrawnPage {
  readonly document: ReturnType<typeof parseHTML>['document']
  /** How many elements a selector finds in the drawing of a picture for a page with room, or for a telephone. */
  readonly count: (picture: string, selector: string, room?: 'wide' | 'narrow') => number
  /** How many strokes the elements have that a selector finds there, which are drawn as one path. */
  readonly strokes: (picture: string, selector: string) => number
  /** The rows of the first table in an element, the head first, each cell as it is read. */
  readonly table: (selector: string) => string[][]
  /** The numbers that the page has in it for whoever saves them. */
  readonly saved: unknown
}

export function readPage(html: string): DrawnPage {
  const { document } = parseHTML(html)
  const all = (picture: string, selector: string, room = 'wide') => [
    ...document.querySelectorAll(`#${picture} .${room} svg ${selector}`),
  ]
  const link = document.querySelector('a[download]')!.getAttribute('href')!
  return {
    document,
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
