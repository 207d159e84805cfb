import stringWidth from 'string-width'
import { extentOf } from '../statistics/extent.ts'

/** Cells in columns, those whose places are in `numeric` to the right, the others to the left. */
export function layOut(rows: readonly (readonly string[])[], numeric: readonly number[] = []): string[] {
  const [, columns] = extentOf(rows.map((row) => row.length))
  const widths = Array.from(
    { length: Math.max(0, columns) },
    (_, column) => extentOf(rows.map((row) => widthOf(row[column] ?? '')))[1],
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

/** As much of the beginning of a text as has room in so many columns. */
export function cutToWidth(text: string, width: number): string {
  let shown = ''
  for (const character of text) {
    if (widthOf(shown + character) > width) break
    shown += character
  }
  return shown
}

/** The text with spaces behind it, up to so many columns. */
export function padded(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - widthOf(text)))
}

/** Between two of these a line may end, though there is no space. */
const IDEOGRAM = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー、。「」（）：～]/u

/** What never begins a line, and what never ends one. */
const CLOSING = /[、。」）：～)%ー]/u
const OPENING = /[「（(]/u

/** A part of a text that is not broken, and what stands between it and the part before where both are on a line. */
interface Part {
  readonly text: string
  readonly before: '' | ' '
}

/**
 * Breaks text into lines of at most `width`, at spaces where there are any and between the letters of languages without; further lines are
 * set in by `indent`. A line that fits keeps its columns.
 */
export function wrap(text: string, width: number, indent = '  '): string[] {
  if (widthOf(text) <= width) return [text]
  const lines: string[] = []
  let line = ''
  for (const { text: part, before } of partsOf(text, width - widthOf(indent))) {
    if (line !== '' && widthOf(line + before + part) > width) {
      lines.push(line)
      line = indent + part
    } else line = line === '' ? part : line + before + part
  }
  return [...lines, line]
}

function partsOf(text: string, most: number): Part[] {
  return text.split(' ').flatMap((word) =>
    unbroken(word)
      .flatMap((piece) => chunksOf(piece, most))
      .map((piece, index): Part => ({ text: piece, before: index === 0 ? ' ' : '' })),
  )
}

/** A word in as many pieces as a line may end between. */
function unbroken(word: string): string[] {
  const pieces: string[] = []
  for (const letter of word) {
    const piece = pieces.at(-1)
    const last = piece?.at(-1) ?? ''
    const mayBreak = IDEOGRAM.test(letter) || IDEOGRAM.test(last)
    if (piece === undefined || (mayBreak && !CLOSING.test(letter) && !OPENING.test(last))) pieces.push(letter)
    else pieces[pieces.length - 1] = piece + letter
  }
  return pieces
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
