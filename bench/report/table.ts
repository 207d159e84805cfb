/** Cells in columns, those whose places are in `numeric` to the right, the others to the left. Widths count code points. */
export function layOut(rows: readonly (readonly string[])[], numeric: readonly number[] = []): string[] {
  const columns = Math.max(...rows.map((row) => row.length))
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...rows.map((row) => widthOf(row[column] ?? ''))),
  )
  return rows.map((row) =>
    row
      .map((cell, column) => {
        const space = ' '.repeat(widths[column]! - widthOf(cell))
        return numeric.includes(column) ? space + cell : cell + space
      })
      .join('  ')
      .trimEnd(),
  )
}

export function widthOf(text: string): number {
  return Array.from(text).length
}

/** Breaks text into lines of at most `width`, at spaces; further lines are set in by `indent`. */
export function wrap(text: string, width: number, indent = '  '): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line !== '' && widthOf(line) + 1 + widthOf(word) > width) {
      lines.push(line)
      line = indent + word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line]
}
