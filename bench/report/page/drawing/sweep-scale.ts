import { type Markish, text } from '@observablehq/plot'
import { type Axis, isNumeric } from '../../../scenario/axes.ts'
import { formatValue } from '../../../scenario/cell-labels.ts'
import { bottomAxis } from './axes.ts'
import { inCss } from './palette.ts'
import { type Domain, linearTicks, logDomain, logTicks } from './ticks.ts'

/** Where the values of a sweep's axis stand from left to right. */
export interface Scale {
  readonly isLog: boolean
  /** Whether what lies between two of them means anything. */
  readonly isOrdered: boolean
  readonly domain: Domain
  readonly placeOf: (value: unknown) => number
  /** The middle between two places, as it is seen. */
  readonly between: (one: number, other: number) => number
  /** Drawn in so many pixels. */
  readonly axis: (inner: number, unit: string) => Markish[]
}

export function scaleOf(axis: Axis, values: readonly unknown[]): Scale {
  if (!isNumeric(axis)) return scaleOfNames(values.map(formatValue))
  const places = values as number[]
  const isLog = places.every((place) => place > 0)
  const domain: Domain = isLog ? logDomain(places) : [Math.min(...places), Math.max(...places)]
  const isWhole = places.every(Number.isInteger)
  return {
    isLog,
    isOrdered: true,
    domain,
    placeOf: (value) => value as number,
    between: (one, other) => (isLog ? Math.sqrt(one * other) : (one + other) / 2),
    axis(inner, unit) {
      const ticks = isLog ? logTicks(domain, inner) : linearTicks(domain, inner)
      return bottomAxis(isWhole ? ticks.filter(Number.isInteger) : ticks, { unit })
    },
  }
}

/** Values without an order stand beside each other, their names broken into lines. */
function scaleOfNames(names: readonly string[]): Scale {
  return {
    isLog: false,
    isOrdered: false,
    domain: [-0.5, names.length - 0.5],
    placeOf: (value) => names.indexOf(formatValue(value)),
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
