import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

/** A process as Linux shows it. Source: proc(5). */
export interface Process {
  readonly pid: number
  readonly command: string
}

/** The children of a process, by default this one, whose command names `part`, in the order of their start. */
export function childrenWith(part: string, of = process.pid): Process[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  return pids
    .flatMap((pid) => {
      const stat = read(`/proc/${pid}/stat`)
      // The name in parentheses may hold anything; state and parent follow it. A zombie is gone.
      const [, state, parent] = /.*\) (\S) (\d+)/s.exec(stat) ?? []
      const command = read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ')
      const ours = Number(parent) === of && state !== 'Z' && command.includes(part)
      return ours ? [{ pid: Number(pid), command }] : []
    })
    .sort((a, b) => a.pid - b.pid)
}

/** A process and all below it that run, itself first. */
export function processesOf(pid: number, command = 'the launcher'): Process[] {
  const below = childrenWith('', pid).flatMap((child) => processesOf(child.pid, child.command))
  return [{ pid, command }, ...below].filter((one) => isRunning(one.pid))
}

export function isRunning(pid: number): boolean {
  const state = stateOf(pid)
  return state !== undefined && state !== 'Z'
}

/** One letter: `T` of a process that a signal has stopped. */
export function stateOf(pid: number): string | undefined {
  return statOf(pid)[0]
}

/** What a process has had of the processors, all its threads together. */
export function cpuMsOf(pid: number): number {
  const fields = statOf(pid)
  // In ticks of USER_HZ, which is 100 wherever Node runs.
  return (Number(fields[11]) + Number(fields[12])) * 10
}

/** From the third field on: the name before it may hold anything. */
function statOf(pid: number): string[] {
  return /.*\) (.*)/s.exec(read(`/proc/${pid}/stat`))?.[1]?.split(' ') ?? []
}

const [ESTABLISHED, LISTENING] = ['01', '0A']

/** How many TCP connections over IPv4 a process holds. */
export function connectionsOf(pid: number): number {
  return portsOf(pid, ESTABLISHED).length
}

/** The TCP ports that a process listens on over IPv4. */
export function listeningPortsOf(pid: number): number[] {
  return portsOf(pid, LISTENING)
}

function portsOf(pid: number, state: string): number[] {
  const ports = new Map<string, number>()
  for (const line of read('/proc/net/tcp').split('\n').slice(1)) {
    const fields = line.trim().split(/\s+/)
    if (fields[3] === state) ports.set(`socket:[${fields[9]}]`, Number.parseInt(fields[1]!.split(':')[1]!, 16))
  }
  try {
    return readdirSync(`/proc/${pid}/fd`).flatMap((fd) => ports.get(linkOf(`/proc/${pid}/fd/${fd}`)) ?? [])
  } catch {
    return []
  }
}

function linkOf(file: string): string {
  try {
    return readlinkSync(file)
  } catch {
    return ''
  }
}

/** Empty where the process has gone meanwhile. */
function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
