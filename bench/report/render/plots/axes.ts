import { gridX, gridY, type Markish, text } from '@observablehq/plot'
import { inCss } from '../../palette.ts'

export interface AxisLook {
  readonly format?: (value: number) => string
  /** What is counted, at the end of the axis. */
  readonly unit: string
  /** Of the picture, where it is not that of all. */
  readonly marginTop?: number
}

const LABEL = { fontSize: 11, fill: inCss('muted'), fontVariant: 'tabular-nums' as const }

/** Of a picture with an axis to the left and one beneath. */
export const MARGINS = { marginLeft: 46, marginRight: 20, marginTop: 28, marginBottom: 38 }

/** Numbers to the right of a picture, with no lines of their own; for a picture with `MARGINS`, but for more room to the right. */
export function rightAxis(ticks: readonly number[], { format = String, unit }: AxisLook): Markish[] {
  return [
    text(ticks, {
      ...LABEL,
      y: (tick: number) => tick,
      text: format,
      frameAnchor: 'right',
      textAnchor: 'start',
      dx: 6,
    }),
    text([unit], {
      ...LABEL,
      text: (one: string) => one,
      frameAnchor: 'top-right',
      textAnchor: 'end',
      lineAnchor: 'top',
      dx: RIGHT_MARGIN - 6,
      dy: 4 - MARGINS.marginTop,
    }),
  ]
}

/** Where there is an axis to the right. */
export const RIGHT_MARGIN = 52

/** Lines at some places of the x axis, with their numbers beneath. */
export function bottomAxis(ticks: readonly number[], { format = String, unit }: AxisLook): Markish[] {
  const below = { ...LABEL, lineAnchor: 'top' as const }
  return [
    gridX(ticks, { stroke: inCss('line'), strokeOpacity: 1 }),
    text(ticks, { ...below, x: (tick: number) => tick, text: format, frameAnchor: 'bottom', dy: 6 }),
    text([unit], { ...below, text: (one: string) => one, frameAnchor: 'bottom-right', textAnchor: 'end', dy: 20 }),
  ]
}

/** The same of the y axis, with their numbers to the left; for a picture with `MARGINS`. */
export function leftAxis(
  ticks: readonly number[],
  { format = String, unit, marginTop = MARGINS.marginTop }: AxisLook,
): Markish[] {
  return [
    gridY(ticks, { stroke: inCss('line'), strokeOpacity: 1 }),
    text(ticks, { ...LABEL, y: (tick: number) => tick, text: format, frameAnchor: 'left', textAnchor: 'end', dx: -6 }),
    text([unit], {
      ...LABEL,
      text: (one: string) => one,
      frameAnchor: 'top-left',
      textAnchor: 'start',
      lineAnchor: 'top',
      dx: 6 - MARGINS.marginLeft,
      dy: 4 - marginTop,
    }),
  ]
}
