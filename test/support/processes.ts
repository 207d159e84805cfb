import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

/** A process as Linux shows it. Source: proc(5). */
export interface Process {
  readonly pid: number
  readonly command: string
}

/** The children of a process, this one unless told, whose command names `part`, in the order of their start. */
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

export function isRunning(pid: number): boolean {
  const [, state] = /.*\) (\S)/s.exec(read(`/proc/${pid}/stat`)) ?? []
  return state !== undefined && state !== 'Z'
}

/** How many TCP connections over IPv4 a process holds. */
export function connectionsOf(pid: number): number {
  const ESTABLISHED = '01'
  const open = new Set<string>()
  for (const line of read('/proc/net/tcp').split('\n').slice(1)) {
    const fields = line.trim().split(/\s+/)
    if (fields[3] === ESTABLISHED) open.add(`socket:[${fields[9]}]`)
  }
  try {
    return readdirSync(`/proc/${pid}/fd`).filter((fd) => open.has(linkOf(`/proc/${pid}/fd/${fd}`))).length
  } catch {
    return 0
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
