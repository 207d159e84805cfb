import { execFileSync } from 'node:child_process'
import { appendFileSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { linesOf, readTextFile, UnreadableFile } from '../../../bench/io/read-file.ts'
import { aFolder } from '../../support/folders.ts'
import type { Unreadable } from '../../../bench/io/problems.ts'

const LIMITS = { mostBytes: 1000, mostLineBytes: 100 }

function whyNot(read: () => unknown): Unreadable | undefined {
  try {
    read()
  } catch (error) {
    expect(error).toBeInstanceOf(UnreadableFile)
    return (error as UnreadableFile).why
  }
  return undefined
}

/** Of both ways to read. */
function expectRefusals(file: string, why: Unreadable): void {
  expect(whyNot(() => readTextFile(file, LIMITS))).toEqual(why)
  expect(whyNot(() => [...linesOf(file, LIMITS)])).toEqual(why)
}

// Breakage: an open without O_NONBLOCK, which waits for somebody to write to a FIFO until the test is given up.
test('a FIFO that nobody writes to, a folder and a device are refused at once', () => {
  const folder = aFolder()
  const [fifo, inner, device] = ['fifo', 'folder', 'device'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ]
  execFileSync('mkfifo', [fifo])
  mkdirSync(inner)
  symlinkSync('/dev/zero', device)
  expectRefusals(fifo, { code: 'not-regular', kind: 'fifo' })
  expectRefusals(inner, { code: 'not-regular', kind: 'folder' })
  expectRefusals(device, { code: 'not-regular', kind: 'device' })
  expectRefusals(join(folder, 'none'), { code: 'missing' })
})

// Breakage: a size that is only known once all is read.
test('a file of more bytes than it may have is refused, whether it declares its size or not', () => {
  const file = join(aFolder(), 'long')
  writeFileSync(file, 'x\n'.repeat(501))
  expectRefusals(file, { code: 'too-long', mostBytes: 1000 })
  expect(whyNot(() => readTextFile('/dev/zero', { mostBytes: 1e9, isPipeAllowed: true }))).toEqual({
    code: 'zero-byte',
  })
})

test('text that is none is refused', () => {
  const file = join(aFolder(), 'binary')
  writeFileSync(file, Buffer.from([0x61, 0xff, 0xfe]))
  expect(whyNot(() => readTextFile(file, LIMITS))).toEqual({ code: 'not-text' })
  writeFileSync(file, 'a\0b')
  expect(whyNot(() => readTextFile(file, LIMITS))).toEqual({ code: 'zero-byte' })
})

// Breakage: a line that is gathered whole before its length is looked at.
test('a line of more bytes than a line may have is named', () => {
  const file = join(aFolder(), 'lines')
  writeFileSync(file, `one\n${'x'.repeat(101)}\nthree\n`)
  expect(whyNot(() => [...linesOf(file, LIMITS)])).toEqual({ code: 'too-long', mostBytes: 100, line: 2 })
})

test('lines are read from any place on, across whatever pieces a file is read in', () => {
  const file = join(aFolder(), 'lines')
  const long = 'é'.repeat(700_000)
  writeFileSync(file, `first\n\n${long}\r\nlast`)
  const wide = { mostBytes: 1e9, mostLineBytes: 1e8 }
  const lines = [...linesOf(file, wide)]
  expect(lines.map(({ text }) => text)).toEqual(['first', '', `${long}\r`, 'last'])
  expect(lines.map(({ number, isWhole }) => [number, isWhole])).toEqual([
    [1, true],
    [2, true],
    [3, true],
    [4, false],
  ])
  appendFileSync(file, ' one\nmore\n')
  const rest = [...linesOf(file, { ...wide, after: lines[2]! })]
  expect(rest.map(({ text, number }) => [text, number])).toEqual([
    ['last one', 4],
    ['more', 5],
  ])
})
