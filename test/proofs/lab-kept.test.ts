import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { announcementTexts } from '../../bench/report/messages/commands.ts'
import { eventually } from '../support/eventually.ts'
import { aKeptLab, cpuGroupsOf, invokeWith, type KeptLab } from '../support/labs.ts'
import { isRunning, type Process, stateOf } from '../support/processes.ts'
import { answering } from '../support/wire.ts'

/** A kept lab with a function that is frozen and one that waits for an answer which never comes. */
async function aBusyLab(options: readonly string[] = []): Promise<KeptLab & AsyncDisposable> {
  const lab = await aKeptLab(['--strategies', 'sequential,pipelined', ...options])
  const never = await answering(() => {})
  const world = JSON.parse(readFileSync(lab.event, 'utf8')) as { readonly world: object }
  await invokeWith(lab, 'utakata-sequential-1769', world)
  const waiting = { world: { ...world.world, feedsUrl: `${never.origin}/feeds.txt` } }
  void invokeWith(lab, 'utakata-pipelined-1769', waiting).catch(() => {})
  await eventually('the function waited for its feeds', () => never.seen.length > 0)
  return {
    ...lab,
    async [Symbol.asyncDispose]() {
      await never[Symbol.asyncDispose]()
      await lab[Symbol.asyncDispose]()
    },
  }
}

const functionsAmong = (all: readonly Process[]) => all.filter(({ command }) => command.includes('runtime.mjs'))

function expectBusy(all: readonly Process[]): void {
  const states = functionsAmong(all).map(({ pid }) => stateOf(pid))
  expect(states.filter((state) => state === 'T')).toHaveLength(1)
  expect(states).toHaveLength(2)
}

async function expectNothingLeft(all: readonly Process[]): Promise<void> {
  for (const { pid, command } of all) await eventually(`${pid} (${command}) had ended`, () => !isRunning(pid))
  await eventually('its control groups were gone', () => cpuGroupsOf(all).length === 0)
}

// Breakage: a function that is stopped, or one at work, outlives the lab, or a folder of it does; the note on the X-Ray SDK is not printed.
test('Ctrl-C ends a kept lab, its frozen and its working function, and takes away what it made', async () => {
  await using lab = await aBusyLab(['--trace', 'sdk'])
  const all = lab.processes()
  expectBusy(all)
  lab.interrupt()
  const { code, stderr } = await lab.end
  expect(code).toBe(0)
  expect(stderr.replaceAll(/\s+/g, ' ')).toContain(announcementTexts.sdkTrace)
  await expectNothingLeft(all)
  expect(existsSync(lab.folder)).toBe(false)
  console.log(`Ctrl-C: ${all.length} processes, ${functionsAmong(all).length} of them functions, have ended`)
})

// Breakage: a launcher that is killed, or a terminal that is closed, leaves the lab behind, or its folder.
test.each(['SIGKILL', 'SIGHUP'] as const)(
  'a kept lab whose launcher gets a %s takes away what it made',
  async (name) => {
    await using lab = await aBusyLab()
    const all = lab.processes()
    expectBusy(all)
    process.kill(lab.pid, name)
    await lab.end
    await expectNothingLeft(all)
    expect(existsSync(lab.folder)).toBe(false)
  },
)

// Breakage: only an exit that the lab itself sees ends its functions: what is stopped would stay for ever.
test('a kept lab that is killed leaves no function, neither a frozen one nor one at work', async () => {
  await using lab = await aBusyLab()
  const all = lab.processes()
  expectBusy(all)
  const main = all.find(({ command }) => /program\.ts lab/.test(command))!
  process.kill(main.pid, 'SIGKILL')
  expect((await lab.end).code).toBe(128 + 9)
  await expectNothingLeft(all)
  console.log(`SIGKILL: ${all.length} processes, ${functionsAmong(all).length} of them functions, have ended`)
})
