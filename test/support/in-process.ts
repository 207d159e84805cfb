import { EventEmitter } from 'node:events'
import type { Io, Output } from '../../bench/cli/io.ts'
import { main } from '../../bench/main.ts'
import type { Ended } from './command-line.ts'
import { aFolder } from './folders.ts'
import { expectListed } from './listed-endings.ts'

interface Surroundings {
  readonly env?: Readonly<Record<string, string>>
  /** An absolute path; for `run` a new, empty folder unless given. */
  readonly cwd?: string
  /** On standard input, which ends with it. */
  readonly input?: string
  /** How wide both outputs are, as terminals; unless given they are none. */
  readonly columns?: number
}

/** The input and output of a command, kept in memory. */
export interface TestIo extends Io {
  /** By which a test sends it signals. */
  readonly signals: EventEmitter
  /** What was printed so far. */
  readonly printed: { readonly stdout: string; readonly stderr: string }
}

export function anIo({ env = {}, cwd = process.cwd(), input = '', columns }: Surroundings = {}): TestIo {
  const printed = { stdout: '', stderr: '' }
  const output = (name: keyof typeof printed): Output => ({
    isTTY: columns !== undefined,
    columns: columns ?? 0,
    rows: 50,
    write(text, done) {
      printed[name] += text
      done?.()
    },
    hasColors: () => false,
  })
  return {
    stdout: output('stdout'),
    stderr: output('stderr'),
    stdin: (async function* () {
      yield Buffer.from(input)
    })(),
    env: { UTAKATA_NOHUP: '', ...env },
    cwd,
    signals: new EventEmitter(),
    exit(code) {
      throw new Error(`ended at once with ${code}`)
    },
    async endAtOnce() {},
    printed,
  }
}

/** Runs `utakata` within this process, as many at once as one likes; for what the process itself does there is `utakata()`. */
export async function run(
  args: readonly string[],
  surroundings?: Surroundings,
): Promise<Ended & { readonly code: number }> {
  const io = anIo({ cwd: aFolder(), ...surroundings })
  const code = await main(args, io)
  expectListed(code, args[0])
  return { code, ...io.printed }
}
