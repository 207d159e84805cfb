import { type Markish, text } from '@observablehq/plot'
import { bottomAxis } from './axes.ts'
import type { BandedCurves } from '../../drawing.ts'
import { inCss } from '../../palette.ts'
import { type Domain, linearTicks, logDomain, logTicks } from './ticks.ts'

/** How the values of a sweep's axis are placed from left to right. */
export interface Scale {
  readonly isLog: boolean
  /** Whether what lies between two values means anything. */
  readonly isOrdered: boolean
  readonly domain: Domain
  /** The middle between two values, as it is seen. */
  readonly between: (one: number, other: number) => number
  /** Drawn in so many pixels. */
  readonly axis: (inner: number, label: string) => Markish[]
}

export function scaleOf(x: BandedCurves['x']): Scale {
  return 'names' in x ? scaleOfNames(x.names) : scaleOfNumbers(x.numbers)
}

function scaleOfNumbers(numbers: readonly number[]): Scale {
  const isLog = numbers.every((number) => number > 0)
  const domain: Domain = isLog ? logDomain(numbers) : [Math.min(...numbers), Math.max(...numbers)]
  const isWhole = numbers.every(Number.isInteger)
  return {
    isLog,
    isOrdered: true,
    domain,
    between: (one, other) => (isLog ? Math.sqrt(one * other) : (one + other) / 2),
    axis(inner, label) {
      const ticks = isLog ? logTicks(domain, inner) : linearTicks(domain, inner)
      return bottomAxis(isWhole ? ticks.filter(Number.isInteger) : ticks, { unit: label })
    },
  }
}

/** Values without an order stand beside each other, their names broken into lines. */
function scaleOfNames(names: readonly string[]): Scale {
  return {
    isLog: false,
    isOrdered: false,
    domain: [-0.5, names.length - 0.5],
    between: (one, other) => (one + other) / 2,
    axis: (inner) => [
      text(names, {
        x: (_, index: number) => index,
        text: (name: string) => name,
        fontSize: 11,
        fill: inCss('muted'),
        lineWidth: inner / names.length / 11 - 1,
        frameAnchor: 'bottom',
        lineAnchor: 'top',
        dy: 6,
      }),
    ],
  }
}
