import type { Drawing } from './drawing.ts'
import type { Colour } from './palette.ts'

/** A report as its readers see it, in one language and for every form: what is known of it is how to show it, not what it is on. */
export interface ReportDocument {
  /** Of what it is a report, such as `comparison`; no form depends on it. */
  readonly kind: string
  readonly title: string
  /** What the job is, such as how many feeds it has; empty where that is not known. */
  readonly subject?: string
  /** What has to be known before anything else, such as that AWS is only emulated. */
  readonly caution?: string
  readonly recommendation: Recommendation
  /** How much was measured, how long it took and where, in parts. */
  readonly measured: readonly string[]
  /** When it began, where that is known: for a picture that stands alone. */
  readonly measuredAt?: string
  /** What the verdicts rest on; empty where there are none. */
  readonly checks: readonly Check[]
  readonly blocks: readonly Block[]
  /** Reports on each of several, such as sizes of memory; empty unless there are some. */
  readonly parts?: readonly ReportDocument[]
  /** Commands that may be wanted next. */
  readonly next: readonly string[]
}

/** What to do, in one sentence, and what else has to be known for it, a sentence or a few each. */
export interface Recommendation {
  readonly headline: string
  /** What makes the difference, where that is known. */
  readonly reason?: string
  readonly details: readonly string[]
  /** What a page shows large. */
  readonly answer?: Answer
}

/** The recommended variant, how much better it is, such as `4.8x`, and what that is, with its interval; `label` stands above it. */
export interface Answer {
  readonly label: string
  readonly variant: string
  readonly figure: string
  readonly meaning: string
}

/** Whether something is as it should be. */
export type Tone = 'good' | 'bad' | 'plain'

/**
 * Something that the verdicts rest on: a word for it, such as `noise`, and what was found, with what to do where it is not as it should be.
 * `detail`: whether it is shown at first even where it is as it should be.
 */
export interface Check {
  readonly tone: Tone
  readonly name: string
  readonly text: string
  readonly detail: 'summary' | 'full'
}

/** A part of a report. `id`: unique in its document, of letters, digits and `-`; `title`: may be empty; `detail`: whether it is shown at first or when it is asked for. */
export interface Block {
  readonly id: string
  readonly title: string
  readonly detail: 'summary' | 'full'
  readonly body: Table | Chart | Notes
}

/** Rows of cells, of which the first names the row. Columns of which nothing is known are left out by every form. */
export interface Table {
  readonly is: 'table'
  readonly columns: readonly Column[]
  readonly rows: readonly Row[]
  /** What has to be said under it, a sentence or a few each. */
  readonly notes: readonly string[]
  /** What a terminal draws beside the names, where it has room. */
  readonly strips?: Strips
}

/** For each row of a table its values: as a histogram on a shared logarithmic axis, or one after another. */
export interface Strips {
  readonly as: 'histogram' | 'series'
  readonly values: readonly (readonly number[])[]
  /** Of the values; empty for what is counted. */
  readonly unit: string
}

export interface Column {
  readonly head: string
  /** Where there is little room. */
  readonly shortHead?: string
  /** What its cells are, in a sentence or two. */
  readonly meaning?: string
  readonly isNumeric: boolean
  /** A terminal without room for all columns leaves out those with the largest number first; those without one stay. */
  readonly leftOut?: number
}

export interface Row {
  readonly cells: readonly string[]
  readonly tone?: Tone
  /** That what it names has in charts. */
  readonly colour?: Colour
  /** A word beside its name. */
  readonly mark?: string
  /** Whether it is what the report recommends. */
  readonly isRecommended?: boolean
  /** Whether it begins another kind of rows. */
  readonly isSetApart?: boolean
}

/** Something to look at, as data, with what those who cannot look need: a description and its numbers. */
export interface Chart {
  readonly is: 'chart'
  /** What it shows, and how to read it. */
  readonly description: string
  readonly drawing: Drawing
  /** The same once more, of what is too short to be seen there. */
  readonly closer?: Closer
  readonly keys: readonly Key[]
  /** Whether its numbers are shown without being asked for: where they are what people look for. */
  readonly isOpen?: boolean
  readonly table: Table
}

/** A closer view of a part of a chart. */
interface Closer {
  readonly title: string
  readonly drawing: Drawing
}

/** What a colour of a chart stands for; `mark` is how it looks there. */
export interface Key {
  readonly label: string
  readonly colour: Colour
  readonly mark: 'area' | 'line' | 'ring' | 'hatched'
  /** Of a line. */
  readonly dash?: string
  /** Of an area through which others are seen. */
  readonly opacity?: number
}

/** A sentence or a few each. */
export interface Notes {
  readonly is: 'notes'
  readonly notes: readonly string[]
}
