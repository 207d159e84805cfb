import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import { EXIT } from '../../bench/cli/exit-code.ts'
import { eventually } from './eventually.ts'
import { expectListed } from './listed-endings.ts'

const LAUNCHER = fileURLToPath(new URL('../../bench/launch.mjs', import.meta.url))

/** How a command ended and what it said. */
export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface Started {
  readonly pid: number
  readonly end: Promise<Ended>
  readonly saidSoFar: () => string
  /** Resolves once that has been said, on either stream. */
  readonly says: (part: string | RegExp) => Promise<void>
  /** Ctrl-C as a terminal sends it: to the launcher and to what it launched. */
  readonly interrupt: () => void
  /** Any signal, to the same. */
  readonly send: (name: NodeJS.Signals) => void
  /** As a reader does who has seen enough: what is written from now on goes nowhere. */
  readonly closeStdout: () => void
  /** As of a terminal that is closed: neither stream can be written to any more. */
  readonly closeOutput: () => void
}

export interface Surroundings {
  readonly env?: Readonly<Record<string, string>>
  readonly cwd?: string
  /** On standard input, which ends with it. */
  readonly input?: string
  /** Of another checkout. */
  readonly launcher?: string
  /** What runs the command, which is added to it. */
  readonly under?: readonly string[]
}

/** Runs `utakata` as people do, in a process group of its own; `--start MODULE` in front runs another module likewise. */
export function start(
  args: readonly string[],
  { env = {}, cwd = '/tmp', input, launcher = LAUNCHER, under = [] }: Surroundings = {},
): Started {
  // Of a test run that is itself under nohup.
  const { SLACK_WEBHOOK_URL: _url, UTAKATA_NOHUP: _nohup, _: _command, ...inherited } = process.env
  const [command, ...rest] = [...under, process.execPath, launcher, ...args]
  const child: ChildProcess = spawn(command!, rest, {
    cwd,
    env: { ...inherited, NO_COLOR: '1', ...env },
    stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    detached: true,
  })
  child.stdin?.end(input)
  const said = { stdout: '', stderr: '' }
  child.stdout!.setEncoding('utf8').on('data', (text: string) => (said.stdout += text))
  child.stderr!.setEncoding('utf8').on('data', (text: string) => (said.stderr += text))
  const signal = (name: NodeJS.Signals) => {
    try {
      process.kill(-child.pid!, name)
    } catch {
      // The whole group has ended.
    }
  }
  onTestFinished(() => signal('SIGKILL'))
  const both = () => said.stdout + said.stderr
  return {
    pid: child.pid!,
    end: once(child, 'close').then(([code]) => ({ code: code as number | null, ...said })),
    saidSoFar: both,
    says: (part) =>
      eventually(`it said ${String(part)}`, () =>
        typeof part === 'string' ? both().includes(part) : part.test(both()),
      ),
    interrupt: () => signal('SIGINT'),
    send: signal,
    closeStdout: () => child.stdout!.destroy(),
    closeOutput() {
      child.stdout!.destroy()
      child.stderr!.destroy()
    },
  }
}

export async function utakata(args: readonly string[], surroundings?: Surroundings): Promise<Ended> {
  const ended = await start(args, surroundings).end
  // More is a signal's, which no command chooses.
  if (ended.code !== null && ended.code <= EXIT.interrupted) expectListed(ended.code, args[0])
  return ended
}
