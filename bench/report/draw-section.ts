import { isKnownIn } from './known-columns.ts'
import type { Section } from './section.ts'
import { shortNames } from './short-names.ts'
import { layOut, widthOf, wrap } from './table.ts'
import { extentOf } from '../statistics/extent.ts'

type Rows = readonly (readonly string[])[]

/**
 * A table within `width` columns: one that is too wide goes on below itself, and columns of which nothing is known are left out; words
 * are set as a list.
 */
export function drawSection(
  { title, head, rows, isNumeric, notes }: Section,
  width: number,
  paint: (text: string, how: 'dim') => string,
): string[] {
  const dim = (line: string) => paint(line, 'dim')
  return [
    ...wrap(title, width).map((line) => paint(line, 'dim')),
    ...(rows.length === 0
      ? []
      : isNumeric
        ? blocksOf(knownColumns([head, ...rows]), width).flatMap(([first, ...rest]) => [dim(first!), ...rest])
        : listed(rows, width)),
    ...notes.flatMap((note) => wrap(note, width)),
  ]
}

function knownColumns([head, ...rows]: Rows): Rows {
  return [head!, ...rows].map((row) => row.filter(isKnownIn(rows)))
}

/** The columns in as many tables as it takes, each beginning with the names. */
function blocksOf(rows: Rows, width: number): string[][] {
  const short = shortNames(
    rows.map(([name]) => name!),
    width,
  )
  // Subsegments, which are heads, are called as anybody likes too.
  const heads = shortNames(rows[0]!, width)
  const named = rows.map(([name, ...cells], place) => [
    short.get(name!)!,
    ...(place === 0 ? cells.map((head) => heads.get(head)!) : cells),
  ])
  const columns = named[0]!.length
  const blocks: string[][] = []
  for (let from = 1; from < columns;) {
    let until = columns
    const drawn = () =>
      layOut(
        named.map(([name, ...cells]) => [name!, ...cells.slice(from - 1, until - 1)]),
        Array.from({ length: until - from }, (_, index) => index + 1),
      )
    while (until > from + 1 && drawn().some((line) => widthOf(line) > width)) until--
    blocks.push(drawn())
    from = until
  }
  return blocks
}

/** Rows of words, each under its own first cell, which is not said again. */
function listed(rows: Rows, width: number): string[] {
  const [, nameWidth] = extentOf(rows.map(([name]) => widthOf(name!)))
  return rows.flatMap(([name, ...cells], place) =>
    wrap(cells.join('; trust: '), width - nameWidth - 2, '').map(
      (line, index) => (index === 0 && rows[place - 1]?.[0] !== name ? name! : '').padEnd(nameWidth + 2) + line,
    ),
  )
}
