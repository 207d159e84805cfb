/** The mock world as a program for clients on other machines: it says where it listens, and ends by itself. */
import { writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { Mistake } from './mistake.ts'
import { readServeOptions, type ServeOptions } from './serve-options.ts'
import { type MockServer, startServer } from './server.ts'

const HOUR_MS = 3_600_000

async function serve(args: readonly string[], signal: AbortSignal): Promise<void> {
  const options = readServeOptions(args)
  const server = await start(options)
  try {
    if (server.ca !== undefined) write(options.caFile!, server.ca)
    console.log(JSON.stringify({ origin: server.origin }))
    await sleep(options.hours * HOUR_MS, undefined, { signal }).catch(() => {})
  } finally {
    await server.close()
  }
}

async function start({ world, ...options }: ServeOptions): Promise<MockServer> {
  try {
    return await startServer(world, { ...options, lightObjects: true })
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException
    if (syscall !== 'listen' && syscall !== 'getaddrinfo') throw error
    throw new Mistake(
      `--host and --port: expected an address of this machine and a free port, got ${options.host} and ${options.port}, ` +
        `which cannot be had (${code}); leave out --port to take a free one, or name 0.0.0.0 for all addresses`,
      { cause: error },
    )
  }
}

function write(caFile: string, ca: string): void {
  try {
    writeFileSync(caFile, ca)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new Mistake(`--ca-file: expected a file that can be written, got "${caFile}" (${code}); name another one`, {
      cause: error,
    })
  }
}

const stop = new AbortController()
for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.once(name, () => stop.abort())
try {
  await serve(process.argv.slice(2), stop.signal)
} catch (error) {
  console.error(error instanceof Mistake ? `utakata mock world: ${error.message}` : error)
  process.exit(1)
}
// An answer that is still held back has a timer, which would keep the program for as long.
process.exit(0)
