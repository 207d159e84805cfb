import { randomBytes } from 'node:crypto'
import { writeNew } from '../io/write-whole.ts'
import { RECORDING_HEAD } from '../scenario/learn/recording.ts'
import { keyFileOf } from './exchanges.cjs'

/** Readable by their owner only. */
const PRIVATE = { mode: 0o600 }

/**
 * Makes a recording without exchanges, and the key that gives hosts their numbers. Each is whole, and neither is made twice if several runs begin
 * at once. A key that is there already is left of a recording that was removed. Throws the system's error.
 */
export function prepareRecording(file: string): void {
  const key = JSON.stringify({ key: randomBytes(32).toString('hex'), beganAt: Date.now() })
  unlessThere(() => writeNew(keyFileOf(file), `${key}\n`, PRIVATE))
  unlessThere(() => writeNew(file, `${JSON.stringify(RECORDING_HEAD)}\n`, PRIVATE))
}

function unlessThere(write: () => void): void {
  try {
    write()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
}
