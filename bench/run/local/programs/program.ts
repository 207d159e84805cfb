import { type ChildProcess, spawn } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { leftOf, TREE_VARIABLE, treeOf } from '../../../launcher/end-tree.mjs'
import type { ProcessFailure } from '../../../io/trial-reasons.ts'
import { peakRssBytes, seenBelow } from './accounts.ts'
import { MAX_ANSWER_BYTES, parseAnswer, type ProgramJob, requestLine, type Reported } from './protocol.ts'

/** A program that gives no answer, or a wrong one. */
export class ProgramError extends Error {
  readonly failure: ProcessFailure

  constructor(failure: ProcessFailure) {
    super(failure.code)
    this.failure = failure
  }
}

export interface ProgramOptions {
  readonly command: readonly string[]
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** What it and all that it starts are known by, wherever they move to. */
  readonly id: string
  readonly descriptors?: number | undefined
}

/** A program that does jobs on request, one at a time. */
export interface RunningProgram {
  readonly pid: number
  /** Throws a ProgramError where the run does not end in an answer to it within `withinMs`; then the program is not asked any more. */
  readonly run: (prepared: PreparedRun, withinMs: number) => Promise<Reported>
  /** The peak memory of processes below it that were seen in its last run, by process id, in bytes. */
  readonly peaksSeen: () => ReadonlyMap<number, number>
  /** Rejects with a ProgramError where processes of the program are no longer below it: nothing can be counted of them. */
  readonly checkTree: () => Promise<void>
  /** Closes its input, and ends it with all that it has started. */
  readonly end: () => Promise<void>
}

/** A request as it will be written. */
export interface PreparedRun {
  readonly run: number
  readonly line: string
}

export function prepareRun(run: number, job: ProgramJob): PreparedRun {
  return { run, line: requestLine(run, job) }
}

/** More than a pool has on any machine, and few enough for a machine to bear. */
const MAX_PROCESSES = 64
const POLL_MS = 200

/** One that has just been started may not be seen below its parent yet. */
const LOOK_AGAIN_MS = 50

/** How long a program may take to end once its input has. */
const END_MS = 1000

/** How much of the end of standard error is kept. */
const MAX_STDERR_BYTES = 1500
/** How long to wait for its last output. */
const STDERR_MS = 200
/** How long a program that has closed its output may take to end. */
const CLOSED_MS = 200
/** How much of what is no answer is shown. */
const MAX_SHOWN = 200

/** Rejects with a ProgramError where the program cannot be started. */
export async function startProgram({ command, cwd, env, id, descriptors }: ProgramOptions): Promise<RunningProgram> {
  const [file, ...args] =
    descriptors === undefined ? command : ['/bin/sh', '-c', `ulimit -n ${descriptors}; exec "$0" "$@"`, ...command]
  const above = env[TREE_VARIABLE]
  const child = spawn(file!, args, {
    cwd,
    env: { ...env, [TREE_VARIABLE]: above ? `${above} ${id}` : id },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const errors = keepEnd(child)
  const lines = readLines(child)
  await started(child)
  // It may have ended, or closed its input; what it answers is what counts.
  child.stdin.on('error', () => {})
  const pid = child.pid!
  const exit = new Promise<ProcessFailure>((resolve) => {
    child.once('exit', (code, signal) =>
      resolve(signal === null ? { code: 'exited', exitCode: code! } : { code: 'exited', signal }),
    )
  })

  const fail = async (failure: ProcessFailure): Promise<ProgramError> => {
    endAtOnce(id)
    if (child.stderr.readableEnded) return new ProgramError(withErrors(failure, errors()))
    // A process that was left behind may hold it open.
    await Promise.race([new Promise((resolve) => child.stderr.once('end', resolve)), sleep(STDERR_MS)])
    return new ProgramError(withErrors(failure, errors()))
  }

  let peaks = new Map<number, number>()
  const look = () => {
    const seen = seenBelow(pid, MAX_PROCESSES)
    if (seen.length > MAX_PROCESSES) lines.fail({ code: 'many-processes', most: MAX_PROCESSES })
    for (const one of seen) if (one !== pid) peaks.set(one, Math.max(peaks.get(one) ?? 0, peakRssBytes(one)))
  }
  return {
    pid,
    peaksSeen: () => peaks,
    async run({ run, line }, withinMs) {
      peaks = new Map()
      const timer = new AbortController()
      const timeOut = async (): Promise<ProcessFailure> => {
        await sleep(withinMs, undefined, { signal: timer.signal })
        return { code: 'killed', withinMs }
      }
      const poll = setInterval(look, POLL_MS)
      try {
        const answer = lines.next()
        child.stdin.write(line)
        const first = await Promise.race([answer, exit, timeOut()])
        if (typeof first !== 'string') throw await fail(first)
        const answered = parseAnswer(first, run)
        if ('figures' in answered) return answered.figures
        const { wrong } = answered
        throw await fail(
          wrong === undefined
            ? { code: 'no-answer', run, got: first.slice(0, MAX_SHOWN) }
            : { code: 'wrong-figures', issue: wrong },
        )
      } finally {
        clearInterval(poll)
        timer.abort()
      }
    },
    async checkTree() {
      const first = leftOf(id, pid)
      if (first.size === 0) return
      await sleep(LOOK_AGAIN_MS)
      const left = [...leftOf(id, pid)].filter(([one, startedAt]) => first.get(one) === startedAt)
      if (left.length > 0) throw await fail({ code: 'left-processes', processes: left.length })
    },
    async end() {
      child.stdin.end()
      await Promise.race([exit, sleep(END_MS, undefined, { ref: false })])
      endAtOnce(id)
    },
  }
}

/** Ends all processes of an id, however fast they start others. */
export function endAtOnce(id: string): void {
  for (let tries = 0; tries < 20; tries++) {
    const pids = [...treeOf(id).keys()]
    if (pids.length === 0) return
    // One that is stopped starts no others.
    for (const signal of ['SIGSTOP', 'SIGKILL'] as const)
      for (const pid of pids)
        try {
          process.kill(pid, signal)
        } catch {
          // It has ended meanwhile.
        }
  }
}

function withErrors(failure: ProcessFailure, stderr: string): ProcessFailure {
  return stderr === '' ? failure : ({ ...failure, stderr } as ProcessFailure)
}

async function started(child: ChildProcess): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve)
    child.once('error', ({ message }) => reject(new ProgramError({ code: 'unreachable', message })))
  })
  // Such as a signal that could not be sent.
  child.on('error', () => {})
}

/** The end of what a program writes to standard error. */
function keepEnd(child: ChildProcess): () => string {
  let kept = Buffer.alloc(0)
  child.stderr!.on('data', (chunk: Buffer) => {
    kept = Buffer.concat([kept, chunk]).subarray(-MAX_STDERR_BYTES)
  })
  return () => kept.toString('utf8').trim()
}

interface Lines {
  /** The line that comes next, or why none is read any more. */
  readonly next: () => Promise<string | ProcessFailure>
  readonly fail: (failure: ProcessFailure) => void
}

/** Lines of standard output, one for each that is asked for. What comes unasked, or is too long, ends the reading. */
function readLines(child: ChildProcess): Lines {
  let text = ''
  let failed: ProcessFailure | undefined
  let waiting: ((line: string | ProcessFailure) => void) | undefined
  const fail = (failure: ProcessFailure) => {
    failed ??= failure
    child.stdout!.off('data', read)
    // Unread, it would block the program in place of showing what it does.
    child.stdout!.resume()
    waiting?.(failed)
  }
  const read = (chunk: string) => {
    text += chunk
    const end = text.indexOf('\n')
    if (end === -1 && text.length <= MAX_ANSWER_BYTES) return
    if (end === -1 || text.length > MAX_ANSWER_BYTES) return fail({ code: 'flooded', mostBytes: MAX_ANSWER_BYTES })
    if (!waiting) return fail({ code: 'unrequested-output', got: text.slice(0, Math.min(end, MAX_SHOWN)) })
    const line = text.slice(0, end)
    text = text.slice(end + 1)
    waiting(line)
    waiting = undefined
    if (text.includes('\n'))
      fail({ code: 'unrequested-output', got: text.slice(0, Math.min(text.indexOf('\n'), MAX_SHOWN)) })
  }
  child.stdout!.setEncoding('utf8').on('data', read)
  // If the program exits too, that is the better reason.
  child.stdout!.once('end', () => setTimeout(fail, CLOSED_MS, { code: 'closed-output' }).unref())
  return {
    fail,
    next: () =>
      new Promise((resolve) => {
        if (failed) resolve(failed)
        else waiting = resolve
      }),
  }
}
