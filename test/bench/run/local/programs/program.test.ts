import { randomUUID } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { prepareRun, ProgramError, startProgram } from '../../../../../bench/run/local/programs/program.ts'
import type { ProgramJob } from '../../../../../bench/run/local/programs/protocol.ts'
import { treeOf } from '../../../../../bench/launcher/end-tree.mjs'
import type { ProcessFailure } from '../../../../../bench/io/trial-reasons.ts'
import { isRunning } from '../../../../support/processes.ts'
import { eventually } from '../../../../support/eventually.ts'

const PROGRAM = fileURLToPath(new URL('../../../../support/fixtures/program.mjs', import.meta.url))
const JOB: ProgramJob = {
  items: [{ id: 'a', url: 'http://127.0.0.1:1/a', sink: 'http://127.0.0.1:1/s' }],
  limits: {},
  timeouts: { headersMs: 1000, bodyMs: 1000 },
}
/** Far beyond any load. */
const SOON_MS = 60_000

async function aProgram(...words: readonly string[]) {
  const id = randomUUID()
  const program = await startProgram({
    command: [process.execPath, PROGRAM, ...words],
    cwd: process.cwd(),
    env: process.env,
    id,
  })
  onTestFinished(() => program.end())
  return { ...program, id }
}

test('a program answers one run after another, with figures of its own', async () => {
  const { run } = await aProgram('answers')
  for (const number of [1, 2])
    expect(await run(prepareRun(number, JOB), SOON_MS)).toEqual({ items: 1, failures: { 'fetch timeout': 2 } })
})

test('a program that is not there is named', async () => {
  const options = { command: ['./no-such-program'], cwd: process.cwd(), env: process.env, id: randomUUID() }
  await expect(startProgram(options)).rejects.toMatchObject({
    failure: { code: 'unreachable', message: expect.stringContaining('no-such-program') },
  })
})

const FAILURES: readonly (readonly [string, ProcessFailure])[] = [
  ['exits', { code: 'exited', exitCode: 3, stderr: 'no licence found' }],
  ['writes-nonsense', { code: 'no-answer', run: 5, got: 'Starting up!' }],
  ['answers-another-run', { code: 'no-answer', run: 5, got: '{"run":6,"done":true}' }],
  [
    'reports-nonsense',
    { code: 'wrong-figures', issue: 'items: expected a whole number from 0 to 1,000,000,000, got -1' },
  ],
  ['floods', { code: 'flooded', mostBytes: 100_000 }],
  ['closes-output', { code: 'closed-output' }],
  ['starts-many', { code: 'many-processes', most: 64 }],
]

// Breakages: a limit that is not checked hangs these, and what is not ended is still in the tree.
test.each(FAILURES)('a program that %s fails as that, and nothing of it stays', async (behaviour, failure) => {
  const { run, id } = await aProgram(behaviour)
  const error = await run(prepareRun(5, JOB), SOON_MS).catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(ProgramError)
  expect((error as ProgramError).failure).toEqual(failure)
  await eventually('nothing of it is left', () => treeOf(id).size === 0)
})

test('a program that hangs is ended when its time is up', async () => {
  const { run, pid } = await aProgram('hangs')
  await expect(run(prepareRun(1, JOB), 100)).rejects.toMatchObject({ failure: { code: 'killed', withinMs: 100 } })
  await eventually('it has ended', () => !isRunning(pid))
})

test('a second answer fails the run after it', async () => {
  const { run } = await aProgram('answers-twice')
  await run(prepareRun(1, JOB), SOON_MS)
  // It may come before the next request or after it.
  await expect(run(prepareRun(2, JOB), SOON_MS)).rejects.toMatchObject({
    failure: { code: expect.stringMatching(/^(?:unrequested-output|no-answer)$/), got: '{"run":1,"done":true}' },
  })
})

// Breakage: only the group of the program is ended, which a process of its own session has left.
test('a program that leaves a process behind fails, and that process is ended too', async () => {
  const { run, checkTree, id } = await aProgram('leaves-a-process')
  await run(prepareRun(1, JOB), SOON_MS)
  expect(treeOf(id).size).toBe(2)
  await expect(checkTree()).rejects.toMatchObject({ failure: { code: 'left-processes', processes: 1 } })
  await eventually('nothing of it is left', () => treeOf(id).size === 0)
})

test('the end of its input ends a program, and one that stays is killed', async () => {
  for (const words of [['answers'], ['answers', 'and-stays']]) {
    const { run, end, pid } = await aProgram(...words)
    await run(prepareRun(1, JOB), SOON_MS)
    await end()
    await expect(eventually('it has ended', () => !isRunning(pid))).resolves.toBeUndefined()
  }
})
