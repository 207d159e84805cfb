import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { constants } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Io } from '../../cli/io.ts'
import { ROOT } from '../../io/installation.ts'
import { userEnvironment } from '../../io/user-environment.ts'
import { UserError } from '../../io/user-error.ts'
import { RECORD_VARIABLE } from '../../recorder/exchanges.cjs'
import { openRecording } from './recording-file.ts'

export interface RecordCommandOptions {
  readonly output?: string
}

const PRELOAD = fileURLToPath(new URL('../../recorder/preload.cjs', import.meta.url))
/** Within which the same signal is heard twice. */
const ECHO_MS = 300
const HANDED_ON = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/**
 * `utakata record`: runs a program of the user's as it is, and records what the Node in it exchanges with servers. The program has the
 * terminal. Gives its exit code, or 128 and the number of the signal that ended it.
 */
export async function recordCommand(
  [program, ...args]: readonly [string, ...string[]],
  { output = 'recording.jsonl' }: RecordCommandOptions,
  io: Io,
): Promise<number> {
  const { signals, cwd } = io
  const recording = openRecording(output, '--output', io)
  const child = await started(program, args, { cwd, env: recordedInto(recording.path, io.env) })
  // It decides itself what a signal means. A terminal's Ctrl-C reaches both; any other signal may have been sent to this process alone.
  const heardMs = new Map<NodeJS.Signals, number>()
  const handOn = (name: NodeJS.Signals) => {
    if (name === 'SIGINT' && isInForeground()) return
    // The launcher passes on what reached this process, too.
    const nowMs = performance.now()
    if (nowMs - (heardMs.get(name) ?? -Infinity) > ECHO_MS) child.kill(name)
    heardMs.set(name, nowMs)
  }
  for (const name of HANDED_ON) signals.on(name, handOn)
  try {
    const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null]
    recording.printSummary()
    return code ?? 128 + constants.signals[signal!]
  } finally {
    for (const name of HANDED_ON) signals.off(name, handOn)
  }
}

/** Whether a terminal's Ctrl-C goes to this process, with its whole group; where the system does not say, it is assumed to. */
function isInForeground(): boolean {
  try {
    // Behind the name of the program, which may hold anything. Source: Linux manual, proc_pid_stat(5).
    const [, , group, , , foregroundGroup] = readFileSync('/proc/self/stat', 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')
    return group === foregroundGroup
  } catch {
    return true
  }
}

interface Surroundings {
  readonly cwd: string
  readonly env: NodeJS.ProcessEnv
}

/** Throws a UserError where it cannot be started. */
async function started(program: string, args: readonly string[], surroundings: Surroundings): Promise<ChildProcess> {
  try {
    const child = spawn(program, args, { ...surroundings, stdio: 'inherit' })
    await once(child, 'spawn')
    return child
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    throw new UserError('program-not-started', { program, system: code ?? message }, { cause: error })
  }
}

/** The environment of the user's program, and what makes each Node record. */
function recordedInto(file: string, env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: options, UTAKATA_NOHUP: _, PATH, ...own } = userEnvironment(env)
  return {
    ...own,
    PATH: withoutOurs(PATH),
    NODE_OPTIONS: nodeOptions(options, PRELOAD),
    [RECORD_VARIABLE]: file,
  }
}

/** NODE_OPTIONS with a module that is loaded first: in quotes, with a backslash before what would end them. Source: Node.js, "NODE_OPTIONS". */
export function nodeOptions(given: string | undefined, module: string): string {
  return `${given ?? ''} --require="${module.replaceAll(/["\\]/g, String.raw`\$&`)}"`.trim()
}

/** npx and npm put the programs of a checkout first, and its own Node among them. */
function withoutOurs(path: string | undefined): string | undefined {
  const ours = join(fileURLToPath(ROOT), 'node_modules', '.bin')
  return path
    ?.split(delimiter)
    .filter((folder) => folder !== ours)
    .join(delimiter)
}
