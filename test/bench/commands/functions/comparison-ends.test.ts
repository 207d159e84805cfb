import { existsSync, rmSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { openJournal } from '../../../../bench/run/aws/configuration/journal.ts'
import { watchRun } from '../../../../bench/live/viewer-pauses.ts'
import { readTrials } from '../../../../bench/trial/trial.ts'
import { holdFolder } from '../../../../bench/commands/results/held-folder.ts'
import { UserError } from '../../../../bench/io/user-error.ts'
import { aWorld, INVOCATIONS, PUT_BACK, VARIABLES } from '../../../support/compared-functions.ts'
import { aFolder } from '../../../support/folders.ts'
import { errorOf } from '../../../support/reconfiguring.ts'
import { anIo } from '../../../support/in-process.ts'

// Breakage: a command that sets something up finds the functions changed already, or one that tears it down still in use.
test('what runs before meets functions as they were, and what runs after meets them put back', async () => {
  await using world = await aWorld()
  await world.run({ xray: undefined })
  // Six times new containers, and two functions put back.
  expect(world.phases).toEqual([
    'pre after 0 updates, 0 invocations',
    `post after 8 updates, ${INVOCATIONS} invocations`,
  ])
})

// Breakage: functions stay changed, or what was measured is lost, since the account has no rights to go on.
test('when Lambda refuses in the middle, everything is put back, what there is is kept and the reason is said', async () => {
  await using world = await aWorld()
  world.onInvocation((nth) => (nth === 9 ? [403, 'AccessDeniedException'] : undefined))
  expect(await world.run()).toBe(5)
  expect(world.variables()).toEqual(PUT_BACK)
  expect(world.phases.at(-1)).toMatch(/^post/)
  expect(world.printed.stderr).toContain('utakata: the comparison broke off: ')
  expect(world.printed.stderr).toContain('not allowed lambda:InvokeFunction')
  expect(readTrials(world.folderOf('trials.jsonl')).trials).toHaveLength(8)
  expect(readTrials(world.folderOf('traces.jsonl')).trials).toHaveLength(8)
  expect(world.report().iterationsCounted).toBe(1)
})

test('when Lambda refuses at once there is no report, and that is said', async () => {
  await using world = await aWorld()
  world.onInvocation(() => [403, 'AccessDeniedException'])
  expect(await world.run()).toBe(5)
  expect(world.variables()).toEqual(PUT_BACK)
  expect(world.printed.stderr).toContain('No iteration was finished, so there is no report.')
  expect(existsSync(world.folderOf('report.md'))).toBe(false)
  // No traces of nothing are requested.
  expect(world.xray.seen).toEqual([])
})

test('a Ctrl-C puts everything back, reports what is finished and ends in 130', async () => {
  await using world = await aWorld()
  world.onInvocation((nth) => (nth === 8 ? world.pressCtrlC() : undefined))
  expect(await world.run()).toBe(130)
  expect(world.variables()).toEqual(PUT_BACK)
  expect(world.phases.at(-1)).toMatch(/^post/)
  expect(readTrials(world.folderOf('trials.jsonl')).trials).toHaveLength(7)
  expect(world.report().iterationsCounted).toBe(1)
  expect(world.printed.stderr).not.toContain('broke off')
  expect(world.lambda.seen).toHaveLength(8)
})

// Breakage: an error of the file system in place of the functions put back and of the report on the screen.
test('when the folder is gone in the middle, everything is put back and the report is shown', async () => {
  await using world = await aWorld()
  const path = aFolder()
  using folder = holdFolder(path, anIo())
  world.onInvocation((nth) => (nth === 8 ? rmSync(path, { recursive: true }) : undefined))
  expect(await world.run({ folder })).toBe(5)
  expect(world.variables()).toEqual(PUT_BACK)
  expect(world.phases.at(-1)).toMatch(/^post/)
  expect(world.printed.stderr).toContain(`broke off: "${path}/trials.jsonl" was removed while it was written to`)
  expect(world.printed.stderr).toContain(
    `utakata: "${path}" was removed while this run was writing to it: its trials are lost`,
  )
  expect(world.printed.stdout).toContain('pipelined')
})

test('when what runs before fails nothing is invoked or changed, and what runs after runs', async () => {
  await using world = await aWorld()
  const around = async (phase: 'pre' | 'post') => {
    world.phases.push(phase)
    if (phase === 'pre') throw new Error('--pre: expected the command to end well, it ended with 7')
  }
  expect(await world.run({ around })).toBe(5)
  expect(world.phases).toEqual(['pre', 'post'])
  expect(world.control.seen).toEqual([])
  expect(world.lambda.seen).toEqual([])
  expect(world.printed.stderr).toContain('broke off: --pre: expected the command to end well, it ended with 7')
})

// Breakage: a command that ends by the same Ctrl-C is reported as what has gone wrong.
test('a Ctrl-C while what runs before is under way ends in 130, and nothing is invoked', async () => {
  await using world = await aWorld()
  const around = async (phase: 'pre' | 'post') => {
    world.phases.push(phase)
    if (phase === 'post') return
    world.pressCtrlC()
    throw new Error('--pre: expected the command to end well, it ended with SIGINT')
  }
  expect(await world.run({ around })).toBe(130)
  expect(world.phases).toEqual(['pre', 'post'])
  expect(world.lambda.seen).toEqual([])
  expect(world.printed.stderr).not.toContain('broke off')
})

test('when what runs after fails there is a report all the same, and no success', async () => {
  await using world = await aWorld()
  const around = async (phase: 'pre' | 'post') => {
    if (phase === 'post') throw new Error('--post: expected the command to end well, it ended with 7')
  }
  expect(await world.run({ around })).toBe(5)
  expect(world.printed.stderr).toContain('utakata: --post: expected the command to end well, it ended with 7')
  expect(world.report().iterationsCounted).toBe(2)
  expect(world.variables()).toEqual(PUT_BACK)
})

// Breakage: a "mistake in utakata itself", without a report and without a hint on how to put the rest back.
test('when a function cannot be put back, how to go on is said, what runs after runs, and there is a report', async () => {
  await using world = await aWorld()
  world.onInvocation((nth) => {
    if (nth === INVOCATIONS) world.control.refuse('function-pipelined', [403, 'AccessDeniedException', 'no'])
  })
  expect(await world.run()).toBe(5)
  expect(world.printed.stderr).toMatch(
    /^utakata: function-pipelined: .* could not be put back: .* not allowed lambda:UpdateFunctionConfiguration/m,
  )
  expect(world.printed.stderr).toMatch(/^utakata: To put back what is left, run `npx utakata ab --restore`\.$/m)
  expect(world.variables()[0]).toEqual(VARIABLES)
  expect(world.phases.at(-1)).toMatch(/^post/)
  expect(world.report().iterationsCounted).toBe(2)
  expect(() => openJournal(world.journalFile)).toThrow('function-pipelined')
})

// Breakage: whoever looks on is sent what there is while an invocation is measured, or the run does not wait for them.
test('whoever watches works only before new containers, and is waited for', async () => {
  await using world = await aWorld()
  const pauses: (readonly [from: number, until: number])[] = []
  const over = Promise.withResolvers<void>()
  const invocations = () => world.lambda.seen.length
  const watcher = {
    async pause() {
      const from = invocations()
      await sleep(30)
      pauses.push([from, invocations()])
    },
    over: over.resolve,
  }
  const watching: ReturnType<typeof watchRun>[] = []
  world.onInvocation((nth) => {
    if (nth === 1) watching.push(watchRun(world.folder, watcher))
  })
  await world.run({ xray: undefined })
  expect(await watching[0]).toBeDefined()
  await over.promise
  expect(pauses).toEqual([[INVOCATIONS / 2, INVOCATIONS / 2]])
})

test('while another run holds the journal nothing is begun, and nothing runs before or after', async () => {
  await using world = await aWorld()
  using held = openJournal(world.journalFile)
  const before = process.listenerCount('SIGINT')
  expect(held.open()).toEqual([])
  expect(await errorOf(world.run())).toBeInstanceOf(UserError)
  expect(world.phases).toEqual([])
  expect(world.control.seen).toEqual([])
  expect(process.listenerCount('SIGINT')).toBe(before)
})
