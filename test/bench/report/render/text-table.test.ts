import fc from 'fast-check'
import { expect, test } from 'vitest'
import { tableOf, textTable } from '../../../../bench/report/build-table.ts'
import type { Table } from '../../../../bench/report/document.ts'
import { drawTextTable } from '../../../../bench/report/render/text-table.ts'
import { widthOf } from '../../../../bench/report/table.ts'

const linesOf = (table: Table, width: number) => drawTextTable(table, width).map(({ text }) => text)

/** Everything but spaces, so that it does not matter where a cell is broken. */
const lettersOf = (text: string) => text.replaceAll(/\s/g, '')

const WIDE: Table = {
  is: 'table',
  columns: [
    { head: 'name', isNumeric: false },
    { head: 'remark', isNumeric: false },
    ...Array.from({ length: 9 }, (_, place) => ({ head: `measure ${place} in milliseconds`, isNumeric: true })),
    { head: 'another remark', isNumeric: false },
  ],
  rows: ['one', 'two'].map((name, row) => ({
    cells: [
      name,
      `${name} needs a sentence of its own that is far longer than any line has room for`,
      ...Array.from({ length: 9 }, (_, place) => `${row}${place}.5 (${row}${place}.25 to ${row}${place}.75)`),
      `last of ${name}`,
    ],
  })),
  notes: [],
}

// Breakage: a column that is left out, or a line that a terminal breaks anywhere.
test('rows too wide for 60 columns go on in further tables, and nothing is lost', () => {
  for (const width of [60, 61, 80, 120, 200]) {
    const lines = linesOf(WIDE, width)
    for (const line of lines) expect(widthOf(line), line).toBeLessThanOrEqual(width)
    const text = lines.join('\n')
    for (const { cells } of WIDE.rows)
      for (const cell of cells.filter((_, place) => place !== 1)) expect(text, `at ${width}`).toContain(cell)
    for (const { head } of WIDE.columns.filter(({ isNumeric }) => isNumeric))
      for (const word of head.split(' ')) expect(text).toContain(word)
    for (const word of WIDE.rows[0]!.cells[1]!.split(' ')) expect(text, `at ${width}`).toContain(word)
  }
})

test('numbers stand before texts, and further tables begin with the names again', () => {
  const lines = linesOf(WIDE, 60)
  const starts = lines.filter((line) => line.startsWith('one '))
  expect(starts.length).toBeGreaterThan(3)
  expect(lines.findIndex((line) => line.includes('00.5'))).toBeLessThan(
    lines.findIndex((line) => line.includes('needs')),
  )
})

test('names of 200 characters stay within the width and stay different', () => {
  const names = ['first', 'second'].map((end) => `${'x'.repeat(200 - end.length)}${end}`)
  const table = tableOf(names, [
    { head: '', cellOf: (name) => name },
    { head: 'count', cellOf: () => '1' },
  ])
  const lines = linesOf(table, 60)
  for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(60)
  expect(lines.map((line) => /(first|second) +1$/.exec(line)?.[1])).toEqual([undefined, 'first', 'second'])
})

// Breakage: a number as long as the line, which pushes its row out of it.
test('heads and numbers of 200 characters are broken, and nothing of them is lost', () => {
  const [head, number, text] = ['h', '7', 't'].map((letter) => letter.repeat(200)) as [string, string, string]
  const table = tableOf(
    ['a'],
    [
      { head: '', cellOf: () => 'a' },
      { head, cellOf: () => number },
      { head: 'remark', cellOf: () => text, isText: true },
    ],
  )
  for (const width of [60, 100]) {
    const lines = linesOf(table, width)
    for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(width)
    for (const letter of ['h', '7', 't'])
      expect(
        lettersOf(lines.join(''))
          .split('')
          .filter((one) => one === letter).length,
      ).toBeGreaterThanOrEqual(200)
  }
})

test('Japanese is broken by the columns that it takes, and columns stand below each other all the same', () => {
  const table = textTable(
    [
      [
        '打ち合わせ',
        'フィードは取得できたが、送信は Slack の制限で待たされたため、全体の時間は待ち時間で決まっている。',
      ],
      ['a', '短い'],
    ],
    ['名前', '備考'],
  )
  const lines = linesOf(table, 60)
  for (const line of lines) expect(widthOf(line), line).toBeLessThanOrEqual(60)
  expect(lettersOf(lines.join(''))).toContain('フィードは取得できたが、送信はSlackの制限で待たされたため、')
  // The name takes ten columns of the terminal in five letters.
  expect(lines[0]).toBe('名前        備考')
  expect(lines.at(-1)).toBe('a           短い')
})

test('a table without rows has no lines, and one without heads no line of them', () => {
  expect(linesOf(tableOf<string>([], [{ head: 'name', cellOf: (name) => name }]), 60)).toEqual([])
  expect(linesOf(textTable([['place', 'here']]), 60)).toEqual(['place  here'])
})

test('a column of which nothing is known is left out, and a table of nothing but names keeps these', () => {
  const table = tableOf(
    ['a', 'b'],
    [
      { head: 'name', cellOf: (name) => name },
      { head: 'unknown', cellOf: () => '–' },
      { head: 'half', cellOf: (name) => (name === 'a' ? '–' : '2') },
    ],
  )
  expect(linesOf(table, 60)).toEqual(['name  half', 'a        –', 'b        2'])
  const names = tableOf(
    ['a'],
    [
      { head: 'name', cellOf: (name) => name },
      { head: 'unknown', cellOf: () => '–' },
    ],
  )
  expect(linesOf(names, 60)).toEqual(['name', 'a'])
})

test('whatever stands in a table, no line is wider than the terminal and every letter of its cells is there', () => {
  const cell = fc.oneof(fc.stringMatching(/^[a-z0-9]{1,80}$/), fc.stringMatching(/^[一-龠ぁ-ん]{1,50}$/))
  fc.assert(
    fc.property(
      fc.integer({ min: 60, max: 160 }),
      fc.array(fc.record({ head: cell, isNumeric: fc.boolean(), own: cell }), { minLength: 1, maxLength: 6 }),
      (width, columns) => {
        const table: Table = {
          is: 'table',
          columns: [{ head: '', isNumeric: false }, ...columns],
          rows: [{ cells: ['n', ...columns.map(({ own }) => own)] }],
          notes: [],
        }
        const lines = linesOf(table, width)
        for (const line of lines) expect(widthOf(line), line).toBeLessThanOrEqual(width)
        const letters = (texts: readonly string[]) =>
          Array.from(lettersOf(texts.join('')).replaceAll('n', '')).toSorted()
        expect(letters(lines)).toEqual(letters(columns.flatMap(({ head, own }) => [head, own])))
      },
    ),
  )
})
