/** A program with a thread of libuv's pool stuck for good, as by a lookup that nobody answers: it opens a FIFO that nobody writes to. */
import { open } from 'node:fs'
import { processIo } from '../../bench/cli/process-io.ts'

open(process.argv[2]!, 'r', () => {})
setImmediate(async () => {
  console.log('all is printed '.repeat(20_000))
  await processIo().endAtOnce(4)
})
