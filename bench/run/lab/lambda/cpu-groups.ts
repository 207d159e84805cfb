import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** A control group for one container. */
export interface CpuGroup {
  readonly add: (pid: number) => void
  /** In processors; undefined for as much as there is. */
  readonly limit: (share: number | undefined) => void
  /** To be called once nothing is in it any more. */
  readonly remove: () => void
}

/** Makes control groups, in a folder of its own. */
export interface CpuGroups {
  readonly folder: string
  readonly create: () => CpuGroup
  readonly dispose: () => void
}

/** Short, so that a container that has used up its share is held back for milliseconds at a time. */
const PERIOD_US = 20_000

/** Where control groups may be made, and how a limit is set. Source: Linux kernel documentation, "CFS Bandwidth Control" and "Control Group v2". */
interface Hierarchy {
  readonly folder: string
  readonly limit: (group: string, share: number | undefined) => void
  readonly prepare?: (folder: string) => void
}

const LIMITED_BY = { v1: 'cpu.cfs_quota_us', v2: 'cpu.max' }

/** Undefined where this process may not make any: without root or a folder that was delegated to it, and wherever there is no Linux. */
export function openCpuGroups(): CpuGroups | undefined {
  for (const hierarchy of hierarchies()) {
    // Elsewhere a folder can be made too, and is no control group.
    if (!existsSync(join(hierarchy.folder, 'cgroup.procs'))) continue
    let folder: string | undefined
    let group: string | undefined
    try {
      // Named by chance: a process may have more than one lab.
      folder = mkdtempSync(join(hierarchy.folder, `utakata-lab-${process.pid}-`))
      group = join(folder, 'probe')
      hierarchy.prepare?.(hierarchy.folder)
      hierarchy.prepare?.(folder)
      mkdirSync(group)
      hierarchy.limit(group, 1)
      rmdirSync(group)
      return groupsIn(folder, hierarchy)
    } catch {
      if (group !== undefined) remove(group)
      if (folder !== undefined) remove(folder)
    }
  }
  return undefined
}

function groupsIn(folder: string, hierarchy: Hierarchy): CpuGroups {
  let made = 0
  return {
    folder,
    create() {
      const group = join(folder, String(++made))
      mkdirSync(group)
      return {
        add: (pid) => writeFileSync(join(group, 'cgroup.procs'), String(pid)),
        limit: (share) => hierarchy.limit(group, share),
        remove: () => remove(group),
      }
    },
    dispose: () => remove(folder),
  }
}

function hierarchies(): Hierarchy[] {
  let lines: string[]
  try {
    lines = readFileSync('/proc/self/cgroup', 'utf8').trim().split('\n')
  } catch {
    return []
  }
  return lines.flatMap((line) => {
    const [, controllers, path] = /^\d+:([^:]*):(.*)$/.exec(line) ?? []
    if (controllers === undefined || path === undefined) return []
    if (controllers === '')
      return ['/sys/fs/cgroup', '/sys/fs/cgroup/unified'].map((root) => ({
        folder: join(root, path),
        limit: limitV2,
        prepare: (folder) => writeFileSync(join(folder, 'cgroup.subtree_control'), '+cpu'),
      }))
    if (!controllers.split(',').includes('cpu')) return []
    return [controllers, 'cpu'].map((name) => ({ folder: join('/sys/fs/cgroup', name, path), limit: limitV1 }))
  })
}

function limitV1(group: string, share: number | undefined): void {
  writeFileSync(join(group, 'cpu.cfs_period_us'), String(PERIOD_US))
  writeFileSync(join(group, LIMITED_BY.v1), share === undefined ? '-1' : quotaOf(share))
}

function limitV2(group: string, share: number | undefined): void {
  if (!existsSync(join(group, LIMITED_BY.v2))) throw new Error('expected the controller of processors to be there')
  writeFileSync(join(group, LIMITED_BY.v2), `${share === undefined ? 'max' : quotaOf(share)} ${PERIOD_US}`)
}

function quotaOf(share: number): string {
  return String(Math.max(1000, Math.round(share * PERIOD_US)))
}

/** A folder of a control group goes away alone, its files with it; not while a process is in it. */
function remove(folder: string): void {
  try {
    rmdirSync(folder)
  } catch {
    // It is not there, or something in it has not ended yet: it costs nothing, and the next boot takes it away.
  }
}
