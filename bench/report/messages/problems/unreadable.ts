import type { FileKind, Unreadable } from '../../../io/problems.ts'

const KINDS: Readonly<Record<FileKind, string>> = {
  folder: 'a folder',
  fifo: 'a FIFO',
  socket: 'a socket',
  device: 'a device',
}

/** Why a file is not read, as the end of a sentence on it. */
export function unreadableText(why: Unreadable): string {
  switch (why.code) {
    case 'missing':
      return 'is not there'
    case 'not-text':
      return 'is not text in UTF-8'
    case 'zero-byte':
      return 'is not text: it has a zero byte'
    case 'too-long':
      return `has more than ${sizeText(why.mostBytes)}${why.line === undefined ? '' : ` in line ${why.line}`}`
    case 'not-regular':
      return `is ${KINDS[why.kind]}, not a regular file`
    case 'refused':
      return `cannot be read (${why.system})`
  }
}

const MEGABYTE = 1_000_000

function sizeText(bytes: number): string {
  return bytes < MEGABYTE ? `${bytes / 1000} kB` : `${bytes / MEGABYTE} MB`
}
