import { plot, type PlotOptions } from '@observablehq/plot'
import { parseHTML } from 'linkedom'

/** Plot asks for a document to make elements with; a page of nothing is enough. */
const { document } = parseHTML('<!doctype html><html><body></body></html>')

/** The elements of the page that have its title and its description. */
export interface Labels {
  readonly labelledBy: string
  readonly describedBy: string
}

/** Draws a picture as one SVG element that needs nothing but the page's colours; without labels for whoever has its own. */
export function drawSvg(options: PlotOptions, labels?: Labels): string {
  const svg = plot({ ...options, document: document as never })
  // The style is the same for all, and stands in the page once.
  svg.querySelector('style')?.remove()
  svg.removeAttribute('class')
  // What Plot says of each group is of no use within a picture that has one description; as classes they say what was drawn.
  for (const mark of svg.querySelectorAll('[aria-label]')) {
    mark.setAttribute('class', mark.getAttribute('aria-label')!.replaceAll(/\W+/g, '-'))
    mark.removeAttribute('aria-label')
    mark.removeAttribute('aria-hidden')
  }
  if (labels) {
    svg.setAttribute('role', 'img')
    svg.setAttribute('aria-labelledby', labels.labelledBy)
    svg.setAttribute('aria-describedby', labels.describedBy)
  }
  return rounded(svg.outerHTML)
}

/** Coordinates to a tenth of a pixel: the rest is half of a drawing's bytes, and nobody sees it. */
function rounded(svg: string): string {
  return svg.replaceAll(
    /( (?:d|transform|x|y|x1|x2|y1|y2|cx|cy|r|width|height|points)=")([^"]*)/g,
    (_, name: string, value: string) =>
      name + value.replaceAll(/-?\d+\.\d{2,}/g, (number) => String(+Number(number).toFixed(1))),
  )
}
