/** The command `utakata`, which `launch.mjs` starts. */
import { EXIT } from './cli/exit-code.ts'
import { flushOutput } from './cli/io.ts'
import { processIo } from './cli/process-io.ts'
import { main } from './main.ts'
import { endingTexts } from './report/messages/commands.ts'

// Whoever reads us may have seen enough, as head does, the terminal is closed, or the disk is full: what was begun is finished and written
// to its files all the same.
let unprinted: string | undefined
process.stderr.on('error', () => {})
process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => {
  if (code !== 'EPIPE' && code !== 'EIO') unprinted ??= code
})

const io = processIo()
let exitCode = await main(process.argv.slice(2), io)
await flushOutput(io)
if (unprinted !== undefined) {
  console.error(endingTexts.unprinted(unprinted))
  exitCode ||= EXIT.internal
}
// Whatever is still open, such as a timer of a module that was imported here, must not keep a command that is done from ending.
process.exit(exitCode)
