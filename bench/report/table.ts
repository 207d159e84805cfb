import stringWidth from 'string-width'

/** Cells in columns, those whose places are in `numeric` to the right, the others to the left. */
export function layOut(rows: readonly (readonly string[])[], numeric: readonly number[] = []): string[] {
  const columns = Math.max(...rows.map((row) => row.length))
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...rows.map((row) => widthOf(row[column] ?? ''))),
  )
  return rows.map((row) =>
    row
      .map((cell, column) => {
        const width = widths[column]!
        return numeric.includes(column) ? ' '.repeat(width - widthOf(cell)) + cell : padded(cell, width)
      })
      .join('  ')
      .trimEnd(),
  )
}

/** Columns of a terminal: most Japanese characters take two. */
export function widthOf(text: string): number {
  return stringWidth(text)
}

/** The text with spaces behind it, up to so many columns. */
export function padded(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - widthOf(text)))
}

/** Breaks text into lines of at most `width`, at spaces where there are any; further lines are set in by `indent`. */
export function wrap(text: string, width: number, indent = '  '): string[] {
  const lines: string[] = []
  let line = ''
  // A unit never begins a line.
  for (const word of text.split(/ (?!%)/).flatMap((whole) => chunksOf(whole, width - widthOf(indent)))) {
    if (line !== '' && widthOf(line) + 1 + widthOf(word) > width) {
      lines.push(line)
      line = indent + word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line]
}

/** A word in pieces of at most `most` columns. */
function chunksOf(word: string, most: number): string[] {
  if (widthOf(word) <= most) return [word]
  let chunk = ''
  const chunks: string[] = []
  for (const character of word) {
    if (widthOf(chunk + character) > most) {
      chunks.push(chunk)
      chunk = ''
    }
    chunk += character
  }
  return [...chunks, chunk]
}
