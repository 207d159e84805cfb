import type { Interval } from '../statistics/interval.ts'
import type { Colour } from './palette.ts'

/**
 * A chart as data: every text, number and colour that is drawn, so that drawing it needs no judgement and no messages. It survives
 * JSON. Kinds are named after what they look like.
 */
export type Drawing =
  | Intervals
  | TwoDots
  | Densities
  | Shares
  | Lines
  | Curves
  | BandedCurves
  | StackedBars
  | Scatter
  | Spans
  | Grid

/** Something with a name, and the colour that it has in every chart. */
export interface Series {
  readonly name: string
  readonly colour: Colour
}

/** A line among several, which differ by their dashes too. */
export interface Line extends Series {
  /** As SVG's `stroke-dasharray` has it. */
  readonly dash: string
}

/** A row for each name with an estimate and its interval, on a logarithmic axis. */
export interface Intervals {
  readonly chart: 'intervals'
  readonly rows: readonly IntervalRow[]
  /** Shaded behind all rows. */
  readonly band: Interval
  /** A solid line through all rows. */
  readonly referenceLine: number
  /** Dashed lines through all rows. */
  readonly markedValues?: readonly number[]
  /** Values that the axis includes whatever the rows are. */
  readonly reach: readonly number[]
  readonly xLabel: string
}

interface IntervalRow extends Series, Interval {
  readonly estimate: number
  readonly isHollow: boolean
  /** The estimate in words, beside the row. */
  readonly label: string
}

/** A row for each name with a hollow dot, a filled dot with its interval, and a dotted line between both, on a logarithmic axis. */
export interface TwoDots {
  readonly chart: 'two-dots'
  readonly rows: readonly TwoDotsRow[]
  readonly xLabel: string
}

/** `low` and `high` are of `filled`. */
export interface TwoDotsRow extends Series, Interval {
  readonly hollow: number
  readonly filled: number
}

/** A row for each name with all its samples: their density, a tick for each, and a dot at their median, on a logarithmic axis. */
export interface Densities {
  readonly chart: 'densities'
  readonly rows: readonly DensityRow[]
  readonly xLabel: string
}

export interface DensityRow extends Series {
  /** May be empty. */
  readonly samples: readonly number[]
  /** The median in words, with its interval where there is one: for where only a histogram is drawn. */
  readonly label: string
}

/** Cumulative shares as steps: which share of the samples is at most x, on a logarithmic axis. */
export interface Shares {
  readonly chart: 'shares'
  readonly lines: readonly SharesLine[]
  readonly xLabel: string
  readonly yLabel: string
}

export interface SharesLine extends Line {
  readonly samples: readonly number[]
  /** Further samples, above every x: the line stays below the top. */
  readonly missing: number
}

/** A line for each name with a value at 1, 2, 3 and so on, both axes from zero on and in whole numbers. */
export interface Lines {
  readonly chart: 'lines'
  readonly lines: readonly (Line & { readonly values: readonly number[] })[]
  readonly xLabel: string
  readonly yLabel: string
}

/** A line for each name through a few points with their intervals, both axes logarithmic. */
export interface Curves {
  readonly chart: 'curves'
  readonly curves: readonly (Line & { readonly points: readonly CurvePoint[] })[]
  readonly xLabel: string
  readonly yLabel: string
  /** What the left axis shows for 1 of `y`; 1 where it is absent. */
  readonly yUnit?: number
  /** A second axis for the same places, and what it shows for 1 of `y`. */
  readonly right?: { readonly label: string; readonly unit: number }
  /** A place of the x axis with a word to it. */
  readonly mark?: { readonly x: number; readonly label: string }
}

/** `low` and `high` are of `y`. */
export interface CurvePoint extends Interval {
  readonly x: number
  readonly y: number
  readonly isHollow: boolean
}

/** A line for each name in a band of its intervals, under a strip of the best along the same axis; the y axis is logarithmic. */
export interface BandedCurves {
  readonly chart: 'banded-curves'
  /** The x axis: its numbers in ascending order, or names without an order, whose place is their index. */
  readonly x: { readonly numbers: readonly number[] } | { readonly names: readonly string[] }
  readonly curves: readonly (Line & { readonly points: readonly BandedPoint[] })[]
  /** In ascending order; each piece reaches as far as the middle between it and its neighbours. */
  readonly strip: readonly StripPiece[]
  /** Numbered from 1 in their order. */
  readonly crossovers: readonly (Interval & { readonly at: number })[]
  readonly xLabel: string
  readonly yLabel: string
}

export interface BandedPoint extends CurvePoint {
  /** Drawn small, and part of neither the line nor the band. */
  readonly isFaint: boolean
}

/** A part of a strip or a grid: the colour of what is best there, if anything is. */
export interface Piece {
  readonly colour?: Colour
  readonly isFaint: boolean
  readonly isHatched: boolean
}

export interface StripPiece extends Piece {
  readonly x: number
}

/** A bar for each name, made of lengths beside each other. */
export interface StackedBars {
  readonly chart: 'stacked-bars'
  readonly parts: readonly Series[]
  readonly rows: readonly StackedBarsRow[]
  readonly xLabel: string
}

export interface StackedBarsRow {
  readonly name: string
  /** One for each of `parts`, in their order. */
  readonly lengths: readonly number[]
  /** Where its label stands; the lengths need not add up to it. */
  readonly total: number
  /** The total in words. */
  readonly label: string
}

/** A dot for each name with its intervals in both directions, both axes logarithmic. */
export interface Scatter {
  readonly chart: 'scatter'
  readonly dots: readonly ScatterDot[]
  /** A dashed line through these, in their order. */
  readonly frontier: readonly { readonly x: number; readonly y: number }[]
  readonly xLabel: string
  readonly yLabel: string
}

interface ScatterDot extends Series {
  readonly x: number
  readonly y: number
  readonly xInterval: Interval
  readonly yInterval: Interval
  readonly isHollow: boolean
}

/** From one place on the x axis to another. */
export type Reach = readonly [from: number, until: number]

/** Panels below each other on one x axis, each with lanes of spans over an area of how many spans are under way. */
export interface Spans {
  readonly chart: 'spans'
  /** Kinds of spans, the lowest in the area first. */
  readonly kinds: readonly Series[]
  readonly panels: readonly SpansPanel[]
  /** How the bands behind lanes look. */
  readonly band: { readonly colour: Colour; readonly opacity: number }
  readonly xLabel: string
}

export interface SpansPanel {
  readonly label: string
  /** Where there is little room. */
  readonly shortLabel: string
  /** Where its last span ends. */
  readonly end: number
  /** The most spans that are under way at the same moment. */
  readonly maxConcurrency: number
  /** Below each other; of each a span for each of `kinds`, or null. */
  readonly lanes: readonly (readonly (Reach | null)[])[]
  /** Behind the lanes. */
  readonly bands: readonly Reach[]
  /**
   * How many spans of each of `kinds` are under way on average, in stretches of equal length from 0 to `end`; of all spans, which may be more
   * than there are lanes for. With fewer stretches where there is little room.
   */
  readonly underWay: Readonly<Record<'wide' | 'narrow', readonly (readonly number[])[]>>
}

/** A table of coloured cells with two texts each. */
export interface Grid {
  readonly chart: 'grid'
  /** From the top. */
  readonly rows: readonly string[]
  /** From the left. */
  readonly columns: readonly string[]
  /** Cells that there are, by the index of their row and column. */
  readonly cells: readonly GridCell[]
  /** Of the columns. */
  readonly xLabel: string
}

export interface GridCell extends Piece {
  readonly row: number
  readonly column: number
  readonly label: string
  /** Below its label; may be empty. */
  readonly value: string
}
