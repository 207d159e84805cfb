import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openCpuGroups } from '../../bench/run/lab/lambda/cpu-groups.ts'
import { type CpuShare, measureShare, shareOf } from '../../bench/run/lab/lambda/cpu-share.ts'
import { shareState } from '../../bench/report/sentences/emulation.ts'
import { aFunction, aLambda, invoke } from '../support/local-functions.ts'

/** Where groups can be made. In CI, as root on Linux, the tests below run in any case, and fail where they cannot be. */
const IS_THERE = (() => {
  const groups = openCpuGroups()
  groups?.dispose()
  const isDue = process.env.CI === 'true' && process.platform === 'linux' && process.getuid?.() === 0
  if (!groups && !isDue)
    console.warn('SKIPPED: no control groups can be made here, so that no share of a processor is proved')
  return groups !== undefined || isDue
})()

/** Reports which part of the time it had a processor: at its start, and in its handler. */
const BUSY = `
  function busy() {
    const beganMs = performance.now()
    const cpu = process.cpuUsage()
    while (performance.now() < beganMs + 300);
    const { user, system } = process.cpuUsage(cpu)
    return (user + system) / 1000 / (performance.now() - beganMs)
  }
  const init = busy()
  export const handler = async () => ({ init, handler: busy() })`

interface Shares {
  readonly init: number
  readonly handler: number
}

test.skipIf(!IS_THERE)('a busy handler gets the share of its memory, and its init more', async () => {
  await using lambda = aLambda(aFunction(BUSY, { memoryMb: 512 }), { limitsCpu: true })
  const wanted = shareOf(512)
  let best: Shares = { init: 0, handler: 0 }
  // Under load it may get less, never more: the best of a few is taken.
  for (let attempts = 0; attempts < 20 && !(best.handler > wanted * 0.85 && best.init > 0.6); attempts++) {
    const { body } = await invoke(lambda)
    const { init, handler } = body as Shares
    expect(handler).toBeLessThan(wanted * 1.15)
    best = { init: Math.max(best.init, init), handler: Math.max(best.handler, handler) }
    if (best.init <= 0.6) lambda.reconfigure('a-function', {})
  }
  expect(best.handler).toBeGreaterThan(wanted * 0.85)
  expect(best.init).toBeGreaterThan(0.6)
})

test.skipIf(!IS_THERE)('a container that is started within an invocation starts at full speed, too', async () => {
  const source = `${BUSY}
    export const dies = async (event) => event.dies ? process.exit(1) : handler()`
  await using lambda = aLambda(aFunction(source, { memoryMb: 256, handler: 'index.dies' }), { limitsCpu: true })
  let best = 0
  for (let attempts = 0; attempts < 10 && best <= 0.6; attempts++) {
    await invoke(lambda, { dies: true })
    const { body } = await invoke(lambda)
    best = Math.max(best, (body as Shares).init)
    expect((body as Shares).handler).toBeLessThan(shareOf(256) * 1.15)
  }
  expect(best).toBeGreaterThan(0.6)
})

test.skipIf(!IS_THERE)('what a size gets is measured under its limit', async () => {
  const groups = openCpuGroups()!
  try {
    let best: CpuShare = { wanted: 1, achieved: 0 }
    for (let attempts = 0; attempts < 10 && shareState(best) !== 'as meant'; attempts++)
      best = await measureShare(512, groups)
    expect(best.wanted).toBeCloseTo(512 / 1769)
    expect(shareState(best)).toBe('as meant')
  } finally {
    groups.dispose()
  }
  expect(existsSync(groups.folder)).toBe(false)
})

test.skipIf(!IS_THERE)('two labs of a process have control groups of their own, and leave none', async () => {
  const folders: string[] = []
  {
    await using first = aLambda(aFunction(BUSY), { limitsCpu: true })
    await using second = aLambda(aFunction(BUSY), { limitsCpu: true })
    folders.push(first.cpuGroups!.folder, second.cpuGroups!.folder)
    expect(new Set(folders).size).toBe(2)
    // A folder beside the control groups can be made as well, and limits nothing.
    expect(folders.every((folder) => existsSync(join(folder, 'cgroup.procs')))).toBe(true)
    await Promise.all([invoke(first), invoke(second), invoke(second)])
    expect(folders.map((folder) => groupsIn(folder))).toEqual([1, 2])
    second.reconfigure('a-function', {})
    await invoke(second)
    expect(groupsIn(folders[1]!)).toBe(1)
  }
  expect(folders.filter(existsSync)).toEqual([])
})

function groupsIn(folder: string): number {
  return readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory()).length
}
