import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const MAIN = fileURLToPath(new URL('../../program.ts', import.meta.url))
const LAUNCHER = fileURLToPath(new URL('../../launch.mjs', import.meta.url))

/** In the environment of everything that a command starts, so that what it leaves behind is found. */
const MARK = 'UTAKATA_CHAOS_MARK'

/** How long what a command started may take to notice that the command has ended. */
const LEAVING_MS = 5000
/** As much output as is kept; a command that prints more is cut off. */
const MAX_OUTPUT_CHARACTERS = 20_000_000

export interface CommandOptions {
  readonly env?: Readonly<Record<string, string>>
  readonly cwd: string
  /** A file that would become larger cannot be written, as on a full disk. */
  readonly maxFileKiB?: number | undefined
  /** Through the launcher, as people start it. */
  readonly isLaunched?: boolean
  /** When it is killed because it never ended. */
  readonly limitMs: number
}

export interface EndedCommand {
  /** Undefined where a signal ended it. */
  readonly code: number | undefined
  readonly stdout: string
  readonly stderr: string
  /** On `performance.now()`. */
  readonly endedMs: number
  /** It had to be killed at its limit. */
  readonly isStuck: boolean
  /** Command lines of processes that were still there some time after its end; they are killed. */
  readonly left: readonly string[]
}

export interface RunningCommand {
  readonly pid: number
  readonly end: Promise<EndedCommand>
  readonly hasEnded: () => boolean
  /** Whether it listens for SIGHUP by now, whoever started it: before, a signal ends it as it would any program. */
  readonly listens: () => boolean
  readonly printed: () => string
  /** Processes that it started, itself not among them. */
  readonly descendants: () => MarkedProcess[]
}

interface MarkedProcess {
  readonly pid: number
  readonly command: string
}

/** Commands that have not ended. */
const running = new Set<string>()

/** Ends all commands that have not ended. */
export function killRunning(): void {
  for (const mark of running) for (const { pid } of marked(mark)) kill(pid)
}

/** Runs `utakata` with `args`. */
export function startCommand(
  args: readonly string[],
  { env = {}, cwd, maxFileKiB, isLaunched = false, limitMs }: CommandOptions,
): RunningCommand {
  const mark = randomUUID()
  const limited = maxFileKiB === undefined ? [] : ['bash', '-c', `ulimit -f ${maxFileKiB}; exec "$0" "$@"`]
  const [program, ...rest] = [...limited, process.execPath, isLaunched ? LAUNCHER : MAIN, ...args]
  // Where the attack itself runs under nohup, what it attacks does not.
  const { UTAKATA_NOHUP: _nohup, _: _command, ...inherited } = process.env
  const child = spawn(program!, rest, {
    cwd,
    env: { ...inherited, TZ: 'UTC', UV_THREADPOOL_SIZE: '64', NO_COLOR: '1', ...env, [MARK]: mark },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  running.add(mark)
  const printed = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const)
    child[name].setEncoding('utf8').on('data', (text: string) => {
      if (printed[name].length < MAX_OUTPUT_CHARACTERS) printed[name] += text
    })
  let isStuck = false
  let endedMs = Infinity
  const timer = setTimeout(() => {
    isStuck = true
    for (const { pid } of marked(mark)) kill(pid)
  }, limitMs)
  child.once('exit', () => {
    endedMs = performance.now()
    clearTimeout(timer)
  })
  const end = async (): Promise<EndedCommand> => {
    const [code] = (await once(child, 'exit')) as [number | null]
    // What it left behind may hold its output open for ever.
    for (const untilMs = endedMs + LEAVING_MS; marked(mark).length > 0 && performance.now() < untilMs;) await sleep(20)
    const left = marked(mark)
    for (const { pid } of left) kill(pid)
    running.delete(mark)
    if (!child.stdout.readableEnded || !child.stderr.readableEnded)
      await Promise.race([once(child, 'close'), sleep(LEAVING_MS)])
    return { code: code ?? undefined, ...printed, endedMs, isStuck, left: left.map(({ command }) => command) }
  }
  return {
    pid: child.pid!,
    end: end(),
    hasEnded: () => endedMs < Infinity,
    listens: () => listens(child.pid!, isLaunched),
    printed: () => printed.stdout + printed.stderr,
    descendants: () => marked(mark).filter(({ pid }) => pid !== child.pid),
  }
}

/** Sends a signal to a process that may have ended. */
export function kill(pid: number, signal: NodeJS.Signals = 'SIGKILL'): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

/** Whether a process, or the one that it launched, listens for SIGHUP, the lowest bit of a mask in hexadecimal. Source: proc_pid_status(5). */
function listens(pid: number, isLauncher: boolean): boolean {
  if (isLauncher) {
    const [launched] = read(`/proc/${pid}/task/${pid}/children`).split(' ')
    return !!launched && listens(Number(launched), false)
  }
  const [, lowest = '0'] = /^SigCgt:\s*[\da-f]*([\da-f])$/m.exec(read(`/proc/${pid}/status`)) ?? []
  return parseInt(lowest, 16) % 2 === 1
}

/** Processes with the mark in their environment. Source: proc(5). */
function marked(mark: string): MarkedProcess[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      const isOurs = read(`/proc/${pid}/environ`).includes(`${MARK}=${mark}`)
      const isZombie = / Z /.test(read(`/proc/${pid}/stat`).replace(/.*\)/s, ''))
      if (!isOurs || isZombie) return []
      return [{ pid: Number(pid), command: read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trim() }]
    })
}

/** Empty where the process has ended meanwhile. */
function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
