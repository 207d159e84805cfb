import type { Messages } from '../../messages/messages.ts'
import type { Section } from '../../section.ts'
import type { Drawing } from './drawing.ts'
import type { Colour } from './palette.ts'

/** What a colour of a picture stands for; `mark` is how it looks there. */
export interface Key {
  readonly label: string
  readonly colour: Colour
  readonly mark: 'area' | 'line' | 'ring' | 'hatched'
  /** Of a line. */
  readonly dash?: string
  /** Of an area through which others are seen. */
  readonly opacity?: number
}

/** Something to look at, with what those who cannot look need: a title, what it shows, and its numbers. */
export interface Picture {
  /** Its place in the page's address, and the name of its files. */
  readonly id: string
  readonly title: string
  /** What it shows, and how to read it. */
  readonly description: string
  readonly drawing: Drawing
  readonly keys?: readonly Key[]
  /** Whether its numbers are shown without being asked for: where they are what people look for. */
  readonly isOpen?: boolean
  /** What it is drawn from. */
  readonly table: Section
}

/** A picture that stands alone, with what it is of: what was measured, how much, where, and when as far as that is one instant. */
export interface Sourced extends Picture {
  readonly source: string
}

/** Pictures of the same, in parts of a sentence. */
export function sourced(pictures: readonly Picture[], parts: readonly string[]): Sourced[] {
  const source = ['utakata', ...parts.filter(Boolean)].join('; ')
  return pictures.map((picture) => ({ ...picture, source }))
}

/** What all pictures of a page have in common. */
export interface Look {
  readonly colours: ReadonlyMap<string, Colour>
  readonly messages: Messages
}

/** Of what is drawn hollow, since nothing may be said of its speed. */
export function withheldKey(messages: Messages): Key {
  return { label: messages.charts.withheldKey, colour: 'muted', mark: 'ring' }
}

/** Pixels across, for a page that has room and for a telephone. */
export const WIDTHS = { wide: 920, narrow: 350 } as const

/** Whether there is no room beside a drawing for the names of its rows. */
export function isNarrow(width: number): boolean {
  return width < 600
}
