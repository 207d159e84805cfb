// Plain JavaScript on purpose: the launcher imports it on whatever Node the host has.
import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

/** A variable of the environment that what is started hands on to all that it starts, with an id for each launcher above it. */
export const TREE_VARIABLE = 'UTAKATA_TREE'

/** How long a process may take to end by itself. */
const PATIENCE_MS = 2000
const POLL_MS = 50

/**
 * The processes of a tree: those whose environment has its `id`, wherever they were moved to, and what descends from them. By process
 * id, with when each was started, since ids are given out again. Empty where there is no /proc.
 */
export function treeOf(id) {
  const all = processes()
  const tree = new Map()
  for (let before = -1; before < tree.size;) {
    before = tree.size
    for (const { pid, parent, startedAt, ids } of all)
      if (pid !== process.pid && (ids.includes(id) || tree.has(parent))) tree.set(pid, startedAt)
  }
  return tree
}

/** A process and all below it that run, by process id. */
export function below(root) {
  return [...descendants(root, processes())]
}

/** The processes of a tree that are no longer below its root, by process id, with when each was started. */
export function leftOf(id, root) {
  const all = processes()
  const own = descendants(root, all)
  return new Map(
    all.flatMap(({ pid, startedAt, ids }) => (ids.includes(id) && !own.has(pid) ? [[pid, startedAt]] : [])),
  )
}

function descendants(root, all) {
  const found = new Set([root])
  for (let before = 0; before < found.size;) {
    before = found.size
    for (const { pid, parent } of all) if (found.has(parent)) found.add(pid)
  }
  return found
}

/** Ends what is left of a tree, given as it was before: by SIGTERM, and by SIGKILL what does not follow. */
export async function endTree(id, before) {
  const left = () => {
    const now = new Map(processes().map(({ pid, startedAt }) => [pid, startedAt]))
    return [...before, ...treeOf(id)].filter(([pid, startedAt]) => now.get(pid) === startedAt).map(([pid]) => pid)
  }
  end(left(), 'SIGTERM')
  for (let waitedMs = 0; left().length > 0 && waitedMs < PATIENCE_MS; waitedMs += POLL_MS) await sleep(POLL_MS)
  end(left(), 'SIGKILL')
}

function end(pids, signal) {
  for (const pid of pids)
    try {
      process.kill(pid, signal)
    } catch {
      // It has ended meanwhile.
    }
}

/** All that are running and may be looked at; one that has ended and waits for its parent is none. */
function processes() {
  return entries('/proc').flatMap((pid) => {
    if (!/^\d+$/.test(pid)) return []
    try {
      // A name may hold spaces and parentheses; fields are counted from the last one. Source: proc_pid_stat(5).
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      const [state, parent] = fields
      return state === 'Z' ? [] : [{ pid: Number(pid), parent: Number(parent), startedAt: fields[19], ids: idsOf(pid) }]
    } catch {
      return []
    }
  })
}

function entries(folder) {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

/** None of another user's. */
function idsOf(pid) {
  try {
    const variables = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0')
    const own = variables.find((variable) => variable.startsWith(`${TREE_VARIABLE}=`)) ?? ''
    return own.slice(TREE_VARIABLE.length + 1).split(' ')
  } catch {
    return []
  }
}
