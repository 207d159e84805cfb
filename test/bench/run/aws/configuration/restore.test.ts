import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { openJournal } from '../../../../../bench/run/aws/configuration/journal.ts'
import { restore } from '../../../../../bench/run/aws/configuration/restore.ts'
import { UserError } from '../../../../../bench/io/user-error.ts'
import { eventually } from '../../../../support/eventually.ts'
import { type FakeLambdaControl, fakeLambdaControl, pausingClock } from '../../../../support/fake-lambda-control.ts'
import { aFolder } from '../../../../support/folders.ts'
import { restoredText } from '../../../../../bench/report/messages/put-back.ts'

const RUN = fileURLToPath(new URL('../../../../support/fixtures/killed-run.ts', import.meta.url))

const SECRET = { TOKEN: 'a-secret-token-of-slack' }

/** A run in a process of its own that changes functions; `kill` ends it as nothing else does. */
function startRun(control: FakeLambdaControl, ...names: readonly string[]) {
  const file = join(aFolder(), 'journal.jsonl')
  const child = spawn(process.execPath, [RUN, file, control.origin, ...names], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(child, 'exit')
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text))
  const kill = async () => {
    child.kill('SIGKILL')
    await ended
  }
  onTestFinished(kill)
  return { file, pid: child.pid!, kill, changed: () => eventually('all was changed', () => output.includes('changed')) }
}

/** What came of it, as lines. */
const restored = async (control: FakeLambdaControl, file: string) =>
  restoredText(await restore(file, (place) => control.clientFor(place), pausingClock()))

test('after a SIGKILL a new run is refused, and what the journal names is put back', async () => {
  await using control = await fakeLambdaControl({ a: { variables: SECRET }, b: { variables: SECRET, memoryMb: 128 } })
  const { file, kill, changed } = startRun(control, 'a', 'b')
  await changed()
  expect(control.functionOf('a').memoryMb).toBe(1024)
  await kill()
  expect(() => openJournal(file)).toThrow(expect.objectContaining({ code: 'not-put-back' }))
  expect((await restored(control, file)).toSorted()).toEqual([
    'a: UTAKATA_TOUCHED removed',
    'a: memory put back to 512 MB',
    'b: UTAKATA_TOUCHED removed',
    'b: memory put back to 128 MB',
  ])
  expect(control.functionOf('a')).toMatchObject({ memoryMb: 512, variables: SECRET })
  expect(control.functionOf('b')).toMatchObject({ memoryMb: 128, variables: SECRET })
  expect(control.functionOf('a').variables).toEqual(SECRET)
  expect(readFileSync(file, 'utf8')).not.toContain(SECRET.TOKEN)
  openJournal(file)[Symbol.dispose]()
})

test.each(['made', 'unmade'] as const)('a run killed while its update hangs (%s) is put back', async (how) => {
  await using control = await fakeLambdaControl({ a: { variables: SECRET } })
  control.hang(how)
  const { file, kill } = startRun(control, 'a')
  await eventually('the update came', () => control.updates().length === 1)
  await kill()
  control.hang()
  expect(control.functionOf('a').memoryMb).toBe(how === 'made' ? 1024 : 512)
  expect(await restored(control, file)).toEqual([how === 'made' ? 'a: memory put back to 512 MB' : 'a: is as it was'])
  control.landLate()
  expect(control.functionOf('a')).toMatchObject({ memoryMb: 512, variables: SECRET })
})

test('while a run goes on, a second one and a restore are refused by its process', async () => {
  await using control = await fakeLambdaControl({ a: {} })
  const { file, kill, changed } = startRun(control, 'a')
  await changed()
  expect(() => openJournal(file)).toThrow(expect.objectContaining({ code: 'journal-held' }))
  await expect(restored(control, file)).rejects.toThrow(UserError)
  expect(control.functionOf('a').memoryMb).toBe(1024)
  await kill()
  await restored(control, file)
  expect(control.functionOf('a').memoryMb).toBe(512)
})

test('each function is restored where the journal says it is', async () => {
  await using control = await fakeLambdaControl({ a: {} })
  const { file, kill, changed } = startRun(control, 'a')
  await changed()
  await kill()
  const places: object[] = []
  const clientFor = (place: { readonly region: string; readonly endpoint?: string | undefined }) => {
    places.push({ region: place.region, endpoint: place.endpoint })
    return control.clientFor(place)
  }
  await restore(file, clientFor, pausingClock())
  expect(places).toEqual([{ region: 'eu-central-1', endpoint: control.origin }])
})

test('what somebody changed since the run died is left alone, and what could not be restored stays in the journal', async () => {
  await using control = await fakeLambdaControl({ a: {}, b: {} })
  const { file, kill, changed } = startRun(control, 'a', 'b')
  await changed()
  await kill()
  control.meddle('a', { memoryMb: 3008 })
  control.refuse('b', [403, 'AccessDeniedException', 'you may not'])
  await expect(restored(control, file)).rejects.toMatchObject({
    left: [{ name: 'b', memoryMb: 512, variable: 'UTAKATA_TOUCHED', problem: { code: 'aws-not-allowed' } }],
  })
  expect(control.functionOf('a')).toMatchObject({ memoryMb: 3008, variables: {} })
  control.refuse('b')
  expect(await restored(control, file)).toEqual(['b: memory put back to 512 MB', 'b: UTAKATA_TOUCHED removed'])
  expect(await restored(control, file)).toEqual([`Nothing to put back: all that ${file} names was put back.`])
})

test('without a journal there is nothing to put back, and none is made', async () => {
  await using control = await fakeLambdaControl({})
  const file = join(aFolder(), 'none.jsonl')
  expect(await restored(control, file)).toEqual([
    `Nothing to put back: there is no ${file}. utakata ab and apply write it in the folder that they are run in: run this command there.`,
  ])
  expect(await restored(control, file)).toEqual([
    `Nothing to put back: there is no ${file}. utakata ab and apply write it in the folder that they are run in: run this command there.`,
  ])
})
