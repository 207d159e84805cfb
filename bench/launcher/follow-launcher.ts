/**
 * Loaded by `launch.mjs` before the module that it starts: the process does not outlive its launcher, and hears no hang-up where
 * it was started under nohup. Its exit code reaches the launcher even where a signal kills it on the way out.
 */
import { writeSync } from 'node:fs'
import { Socket } from 'node:net'
import { constants } from 'node:os'
import { ignoresHangUps } from '../io/stop-signals.ts'

// What this process starts has no launcher to follow, and need not load this.
const { UTAKATA_LAUNCHER_FD: fd } = process.env
delete process.env.UTAKATA_LAUNCHER_FD
const place = process.execArgv.indexOf(`--import=${import.meta.url}`)
if (place !== -1) process.execArgv.splice(place, 1)

if (fd) {
  if (ignoresHangUps(process.env)) process.on('SIGHUP', () => {})
  const socket = new Socket({ fd: Number(fd) })
  socket.on('error', () => {})
  socket.once('close', () => {
    // Its number may be another file's from now on.
    process.off('exit', report)
    stop()
  })
  // Nothing is ever sent to this process; it is read for its end alone, and without a timer.
  socket.resume().unref()
  process.on('exit', report)
}

function report(code: number): void {
  try {
    writeSync(Number(fd), String(code))
  } catch {
    // The launcher has gone.
  }
}

/** As by a hang-up, or by SIGTERM where hang-ups mean nothing. */
function stop(): void {
  const name = ignoresHangUps(process.env) ? 'SIGTERM' : 'SIGHUP'
  if (!process.emit(name, name)) process.exit(128 + constants.signals[name])
}
