import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'

/** Ends process groups that this process leaves behind, however it ends: one that is stopped would otherwise stay for ever. */
export interface Guardian {
  /** By the process that leads the group. */
  readonly watch: (pid: number) => void
  readonly forget: (pid: number) => void
  /** By the id in the environment of its processes, wherever they were moved to. */
  readonly watchTree: (id: string) => void
  /** A folder of control groups that is to go with them. */
  readonly sweep: (folder: string) => void
  /** To be called when nothing is watched any more. */
  readonly dismiss: () => void
}

/** Its input ends when this process does, even by SIGKILL: the system closes the pipe. */
const SCRIPT = `
trap '' INT TERM HUP
pids=
trees=
folder=
while read -r sign what; do
  case $sign in
    +) pids="$pids -$what" ;;
    -) rest=
       for one in $pids; do [ "$one" = "-$what" ] || rest="$rest $one"; done
       pids=$rest ;;
    =) trees="$trees -e $what" ;;
    /) folder=$what ;;
  esac
done
[ -z "$pids" ] || kill -KILL $pids
for try in 1 2 3 4 5; do
  left=
  [ -z "$trees" ] || left=$(grep -ls $trees /proc/[0-9]*/environ | tr -dc '0-9\\n')
  [ -n "$left" ] || break
  kill -STOP $left
  kill -KILL $left
done
[ -d "$folder" ] || exit
# A control group goes once the last process in it has ended.
for try in 1 2 3 4 5 6 7 8 9 10; do
  rmdir "$folder"/*/
  rmdir "$folder" && exit
  sleep 0.1
done
`

const SHELL = '/bin/sh'

/** Whether this system has what a guardian is made of; without one nothing may be stopped. */
export function canGuard(): boolean {
  return existsSync(SHELL)
}

/** In a group of its own, so that neither Ctrl-C nor a signal to our group reaches it. */
export function postGuardian(): Guardian {
  const shell = spawn(SHELL, ['-c', SCRIPT], { stdio: ['pipe', 'ignore', 'ignore'], detached: true })
  shell.unref()
  // It may be missing (`canGuard`), or have been killed.
  shell.on('error', () => {})
  shell.stdin.on('error', () => {})
  // The pipe alone must not keep this process alive.
  ;(shell.stdin as unknown as { unref: () => void }).unref()
  return {
    watch: (pid) => void shell.stdin.write(`+ ${pid}\n`),
    forget: (pid) => void shell.stdin.write(`- ${pid}\n`),
    watchTree: (id) => void shell.stdin.write(`= ${id}\n`),
    sweep: (folder) => void shell.stdin.write(`/ ${folder}\n`),
    dismiss: () => void shell.stdin.end(),
  }
}
