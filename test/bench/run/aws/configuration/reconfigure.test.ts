import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import { fakeLambdaControl, pausingClock } from '../../../../support/fake-lambda-control.ts'
import { aRun, errorOf } from '../../../../support/reconfiguring.ts'
import type { NotPutBack } from '../../../../../bench/run/aws/configuration/put-back.ts'
import { notPutBackText, putBackText } from '../../../../../bench/report/messages/put-back.ts'

const VARIABLES = { STRATEGY: 'pipelined', TOKEN: 'a-secret-token-of-slack' }

test('a touch gives our variable a fresh value each time and leaves the others', async () => {
  await using control = await fakeLambdaControl({ a: { variables: VARIABLES } })
  const { touch } = aRun(control)
  const first = await touch('a')
  expect(control.functionOf('a').variables).toEqual({ ...VARIABLES, UTAKATA_TOUCHED: first })
  const second = await touch('a')
  expect(second).not.toBe(first)
  expect(control.functionOf('a').variables).toEqual({ ...VARIABLES, UTAKATA_TOUCHED: second })
})

test('a function without variables can be touched', async () => {
  await using control = await fakeLambdaControl({ a: { variables: undefined } })
  const { touch, putBack } = aRun(control)
  const value = await touch('a')
  expect(control.functionOf('a').variables).toEqual({ UTAKATA_TOUCHED: value })
  await putBack()
  expect(control.functionOf('a').variables).toEqual({})
})

test('memory is changed without sending variables, and not at all where it is the same', async () => {
  await using control = await fakeLambdaControl({ a: { variables: VARIABLES } })
  const { setMemory } = aRun(control)
  await setMemory('a', 512)
  expect(control.updates()).toEqual([])
  await setMemory('a', 1024)
  expect(control.functionOf('a')).toMatchObject({ memoryMb: 1024, variables: VARIABLES })
  expect(control.updates()).toEqual([{ name: 'a', MemorySize: 1024, RevisionId: expect.any(String) }])
})

test('a change is in the journal before Lambda hears of it', async () => {
  await using control = await fakeLambdaControl({ a: { variables: { UTAKATA_TOUCHED: 'old' } } })
  const { setMemory, touch, text } = aRun(control)
  const atUpdate: string[] = []
  control.onUpdate(() => atUpdate.push(text().trimEnd().split('\n').at(-1)!))
  await setMemory('a', 1024)
  const value = await touch('a')
  const ofFunction = {
    kind: 'change',
    name: 'a',
    arn: 'arn:aws:lambda:eu-central-1:123456789012:function:a',
    region: 'eu-central-1',
    endpoint: control.origin,
  }
  expect(atUpdate.map((line) => JSON.parse(line) as unknown)).toEqual([
    { ...ofFunction, memoryMb: { from: 512, to: 1024 } },
    { ...ofFunction, touched: { from: 'old', to: value } },
  ])
})

test('where the journal cannot be written nothing is changed', async () => {
  await using control = await fakeLambdaControl({ a: {} })
  const { touch, journal } = aRun(control)
  journal[Symbol.dispose]()
  await expect(touch('a')).rejects.toThrow('is closed already')
  expect(control.updates()).toEqual([])
})

test('everything is put back, the function that was changed last first, and a second time nothing is done', async () => {
  await using control = await fakeLambdaControl({
    a: { variables: VARIABLES },
    b: { variables: { ...VARIABLES, UTAKATA_TOUCHED: 'old' }, memoryMb: 128 },
  })
  const { touch, setMemory, putBack, journal } = aRun(control)
  for (const memoryMb of [1024, 512, 2048]) await setMemory('a', memoryMb)
  for (const name of ['a', 'b', 'b']) await touch(name)
  await setMemory('b', 256)
  const before = control.updates().length
  expect((await putBack()).map(putBackText).toSorted()).toEqual([
    'a: UTAKATA_TOUCHED removed',
    'a: memory put back to 512 MB',
    'b: UTAKATA_TOUCHED put back',
    'b: memory put back to 128 MB',
  ])
  expect(control.functionOf('a')).toMatchObject({ memoryMb: 512, variables: VARIABLES })
  expect(control.functionOf('b')).toMatchObject({ memoryMb: 128, variables: { ...VARIABLES, UTAKATA_TOUCHED: 'old' } })
  expect(control.functionOf('a').variables).toEqual(VARIABLES)
  expect(control.seen.filter(({ method }) => method === 'GET').at(-4)?.path).toContain('%3Ab/')
  expect(journal.open()).toEqual([])
  expect(await putBack()).toEqual([])
  expect(control.updates()).toHaveLength(before + 2)
})

test('an update is in force when a change resolves, the pauses between looks growing', async () => {
  await using control = await fakeLambdaControl({ a: {} })
  control.slow(4)
  const pauses: number[] = []
  const { touch } = aRun(control, pausingClock({ onPause: (ms) => pauses.push(ms) }))
  await touch('a')
  expect(control.functionOf('a').looksInProgress).toBe(0)
  expect(pauses).toEqual(pauses.toSorted((a, b) => a - b))
  expect(new Set(pauses).size).toBe(5)
})

test('an update that Lambda fails to make is an error with its reason, and is put back', async () => {
  await using control = await fakeLambdaControl({ a: {} })
  const { setMemory, putBack } = aRun(control)
  control.slow(1, 'no addresses left in the subnet')
  await expect(setMemory('a', 1024)).rejects.toThrow(
    expect.objectContaining({
      code: 'update-failed',
      parameters: { name: 'a', reason: 'no addresses left in the subnet' },
    }),
  )
  control.slow(0)
  await putBack()
  expect(control.functionOf('a').memoryMb).toBe(512)
})

test('an update that never ends is given up', async () => {
  await using control = await fakeLambdaControl({ a: {} })
  control.slow(Number.POSITIVE_INFINITY)
  const clock = pausingClock()
  const { touch } = aRun(control, clock)
  await expect(touch('a')).rejects.toThrow(
    expect.objectContaining({ code: 'update-busy', parameters: { name: 'a', seconds: 180 } }),
  )
  expect(clock.nowMs()).toBeLessThan(185_000)
})

test('a change that meets an update in progress waits for it', async () => {
  await using control = await fakeLambdaControl({ a: {} })
  const { touch } = aRun(control)
  let isFirst = true
  control.onUpdate(() => {
    if (isFirst) control.meddle('a', { looksInProgress: 3 })
    isFirst = false
  })
  const value = await touch('a')
  expect(control.functionOf('a').variables).toEqual({ UTAKATA_TOUCHED: value })
  expect(control.updates()).toHaveLength(2)
})

test('what somebody else changes between our look and our update survives, then and when all is put back', async () => {
  await using control = await fakeLambdaControl({ a: { variables: VARIABLES } })
  const { touch, setMemory, putBack } = aRun(control)
  const theirs = { ...VARIABLES, NEW: 'theirs' }
  let meddlings = [{ variables: theirs }, { memoryMb: 1024 }, { memoryMb: 1536 }]
  control.onUpdate(() => {
    const [next, ...rest] = meddlings
    if (next) control.meddle('a', next)
    meddlings = rest
  })
  const value = await touch('a')
  expect(control.functionOf('a').variables).toEqual({ ...theirs, UTAKATA_TOUCHED: value })
  await setMemory('a', 2048)
  control.meddle('a', { variables: { ...control.functionOf('a').variables!, LATER: 'theirs too' } })
  await putBack()
  // The memory was 1536 MB when it was changed, whatever was written down for the updates that were refused.
  expect(control.functionOf('a')).toMatchObject({ memoryMb: 1536, variables: { ...theirs, LATER: 'theirs too' } })
  expect(control.functionOf('a').variables).not.toHaveProperty('UTAKATA_TOUCHED')
})

test('memory and our variable are left alone where somebody else set them since, and that is said', async () => {
  await using control = await fakeLambdaControl({ a: {} })
  const { touch, setMemory, putBack, journal } = aRun(control)
  await setMemory('a', 1024)
  await touch('a')
  control.meddle('a', { memoryMb: 3008, variables: { UTAKATA_TOUCHED: 'by hand' } })
  expect((await putBack()).map(putBackText)).toEqual([
    'a: somebody has since set its memory to 3008 MB (512 MB before utakata): left alone',
    'a: somebody else set UTAKATA_TOUCHED: left alone',
  ])
  expect(control.functionOf('a')).toMatchObject({ memoryMb: 3008, variables: { UTAKATA_TOUCHED: 'by hand' } })
  expect(journal.open()).toEqual([])
})

test('memory that this run never changed is nobody to put back', async () => {
  await using control = await fakeLambdaControl({ a: {} })
  const { touch, putBack } = aRun(control)
  await touch('a')
  control.meddle('a', { memoryMb: 3008 })
  expect((await putBack()).map(putBackText)).toEqual(['a: UTAKATA_TOUCHED removed'])
  expect(control.functionOf('a').memoryMb).toBe(3008)
})

test('variables that cannot be read are not touched, since an update would wipe them', async () => {
  await using control = await fakeLambdaControl({ a: { variables: VARIABLES, isUnreadable: true } })
  const { touch, setMemory, putBack, journal } = aRun(control)
  await expect(touch('a')).rejects.toThrow(
    expect.objectContaining({
      code: 'variables-unreadable',
      parameters: { name: 'a', reason: 'AccessDeniedException' },
    }),
  )
  expect(control.updates()).toEqual([])
  expect(journal.open()).toEqual([])
  await setMemory('a', 1024)
  await putBack()
  expect(control.functionOf('a')).toMatchObject({ memoryMb: 512, variables: VARIABLES })
})

test('variables that can no longer be read stay as they are, and putting back says so', async () => {
  await using control = await fakeLambdaControl({ a: { variables: VARIABLES } })
  const { touch, putBack } = aRun(control)
  const value = await touch('a')
  control.functionOf('a').isUnreadable = true
  await expect(putBack()).rejects.toMatchObject({
    left: [{ name: 'a', variable: 'UTAKATA_TOUCHED', problem: { code: 'variables-not-put-back' } }],
  })
  expect(control.functionOf('a').variables).toEqual({ ...VARIABLES, UTAKATA_TOUCHED: value })
})

test('no variable of somebody else gets into the journal, a sentence or an error', async () => {
  await using control = await fakeLambdaControl({ a: { variables: VARIABLES }, b: { variables: VARIABLES } })
  const { touch, setMemory, putBack, text } = aRun(control)
  await touch('a')
  await setMemory('a', 1024)
  await touch('b')
  const said = `Value '{TOKEN=${VARIABLES.TOKEN}}' at 'environment.variables' failed to satisfy a constraint`
  for (const name of ['a', 'b']) control.refuse(name, [400, 'InvalidParameterValueException', said])
  const refusal = await errorOf(touch('a'))
  expect(refusal.message).toBe("Value '{TOKEN=…}' at 'environment.variables' failed to satisfy a constraint")
  const left = await errorOf(putBack())
  expect(left).toMatchObject({ left: expect.arrayContaining([expect.objectContaining({ name: 'a', memoryMb: 512 })]) })
  const all = inspect([refusal, left], { depth: 12, showHidden: true }) + text() + refusal.stack + left.stack
  expect(all).toContain('InvalidParameterValueException')
  for (const value of Object.values(VARIABLES)) expect(all).not.toContain(value)
  expect(text()).not.toContain('TOKEN')
})

test('an error on one function does not keep the others from being put back, and names what is left and the command', async () => {
  await using control = await fakeLambdaControl({ a: {}, b: {}, c: {} })
  const { touch, setMemory, putBack, journal } = aRun(control)
  for (const name of ['a', 'b', 'c']) await touch(name)
  await setMemory('b', 1024)
  control.refuse('b', [403, 'AccessDeniedException', 'you may not'])
  const error = await errorOf(putBack())
  expect(notPutBackText(error as NotPutBack).toSorted()).toEqual([
    'To put back what is left, run `npx utakata ab --restore`.',
    'a: UTAKATA_TOUCHED removed',
    'b: memory of 512 MB and UTAKATA_TOUCHED could not be put back: the credentials for AWS are not allowed lambda:UpdateFunctionConfiguration; add this action to a policy of the user or role',
    'c: UTAKATA_TOUCHED removed',
  ])
  expect(control.functionOf('a').variables).toEqual({})
  expect(control.functionOf('c').variables).toEqual({})
  expect(new Set(journal.open().map(({ name }) => name))).toEqual(new Set(['b']))
  control.refuse('b')
  await putBack()
  expect(control.functionOf('b')).toMatchObject({ memoryMb: 512, variables: {} })
})

// Breakage: every later comparison is refused, and the command that it names fails for ever.
test('a lab that was ended has taken its functions with it, and holds up nothing', async () => {
  const control = await fakeLambdaControl({ a: {} })
  // The first try may still find the socket that was kept open.
  const { touch, putBack, journal } = aRun(control, { client: control.clientFor({}, 3) })
  await touch('a')
  await control[Symbol.asyncDispose]()
  expect((await putBack()).map(putBackText)).toEqual([
    `a: nothing answers at ${control.origin} any more, and a lab takes its functions with it: nothing to put back`,
  ])
  expect(journal.open()).toEqual([])
})

test('a function that was deleted meanwhile is nothing to put back', async () => {
  await using control = await fakeLambdaControl({ a: {} })
  const { touch, putBack, journal } = aRun(control)
  await touch('a')
  control.remove('a')
  expect((await putBack()).map(putBackText)).toEqual(['a: is not there any more: nothing to put back'])
  expect(journal.open()).toEqual([])
})
