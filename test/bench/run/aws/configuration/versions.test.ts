import { expect, test } from 'vitest'
import { findVersion } from '../../../../../bench/run/aws/configuration/versions.ts'
import { createRenewal, type Fallback } from '../../../../../bench/run/aws/renewal.ts'
import { putBackText } from '../../../../../bench/report/messages/put-back.ts'
import { eventually } from '../../../../support/eventually.ts'
import { type FakeLambdaControl, fakeLambdaControl, pausingClock } from '../../../../support/fake-lambda-control.ts'
import { aRun, errorOf } from '../../../../support/reconfiguring.ts'

const VARIABLES = { TOKEN: 'a-secret-token-of-slack' }

const NOT_ALLOWED = [403, 'AccessDeniedException', 'you may not'] as const

function aRenewal(control: FakeLambdaControl, clock = pausingClock()) {
  const run = aRun(control, clock)
  const fallbacks: Fallback[] = []
  const renewal = createRenewal({
    reconfigurer: run,
    client: control.clientFor(),
    mode: 'versions',
    fellBack: (fallback) => fallbacks.push(fallback),
  })
  const renew = (memoryMb?: number) =>
    renewal.renew({ function: 'a', memoryMb: memoryMb ?? 512, isResized: memoryMb !== undefined })
  return { ...run, ...renewal, renew, fallbacks }
}

// Breakage: memory and variable are two updates, of which each takes the time of one, and the version is of the first.
test('new containers are a version of their own, made of one update that carries memory and variable', async () => {
  await using control = await fakeLambdaControl({ a: { variables: VARIABLES } })
  const { renew, retire, putBack } = aRenewal(control)
  const [first, second] = [await renew(1024), await renew(2048)]
  expect([first.version!.version, second.version!.version]).toEqual(['1', '2'])
  expect(control.updates().map(({ MemorySize }) => MemorySize)).toEqual([1024, 2048])
  const { versions } = control.functionOf('a')
  expect([...versions.values()].map(({ variables }) => Object.keys(variables!))).toEqual([
    ['TOKEN', 'UTAKATA_TOUCHED'],
    ['TOKEN', 'UTAKATA_TOUCHED'],
  ])
  await retire(first)
  expect([...versions.keys()]).toEqual(['2'])
  expect((await putBack()).map(putBackText).toSorted()).toEqual([
    'a: UTAKATA_TOUCHED removed',
    'a: deleted the version 2 that utakata had published',
    'a: memory put back to 512 MB',
  ])
  expect(control.functionOf('a')).toMatchObject({ memoryMb: 512, variables: VARIABLES })
  expect(versions.size).toBe(0)
})

test('a version is in the journal before Lambda hears of it, by a description that it is found by', async () => {
  await using control = await fakeLambdaControl({ a: {} })
  const { renew, text } = aRenewal(control)
  control.hangPublishing('made')
  const renewing = errorOf(renew())
  await eventually('the version came', () => control.functionOf('a').versions.size === 1)
  const { description } = control.functionOf('a').versions.get('1')!
  expect(JSON.parse(text().trimEnd().split('\n').at(-1)!)).toMatchObject({
    kind: 'publish',
    name: 'a',
    marker: description,
  })
  await control[Symbol.asyncDispose]()
  await renewing
})

// Breakage: nobody looks for a version whose number was not heard, or one that lands late outlives what was put back.
test.each(['made', 'unmade'] as const)('a version that hangs (%s) is gone once everything is put back', async (how) => {
  await using control = await fakeLambdaControl({ a: { variables: VARIABLES } })
  const { renew, putBack, journal } = aRenewal(control)
  control.hangPublishing(how)
  const renewing = errorOf(renew())
  await eventually('the version came', () => control.seen.some(({ path }) => path.includes('/versions')))
  control.hangPublishing()
  const notes = (await putBack()).map(putBackText)
  expect(notes).toContain('a: UTAKATA_TOUCHED removed')
  control.landLate()
  expect(control.functionOf('a').versions.size).toBe(0)
  expect(control.functionOf('a').variables).toEqual(VARIABLES)
  expect([journal.open(), journal.publications()]).toEqual([[], []])
  await renewing
})

test('what somebody changes between update and publishing is kept, and the version has our variable all the same', async () => {
  await using control = await fakeLambdaControl({ a: { variables: VARIABLES } })
  const run = aRun(control)
  const configured = await run.configure('a', { touched: 'ours' })
  control.meddle('a', { variables: { ...control.functionOf('a').variables, NEW: 'theirs' } })
  const { version } = await run.publish(configured)
  expect(control.functionOf('a').versions.get(version)!.variables).toEqual({
    ...VARIABLES,
    NEW: 'theirs',
    UTAKATA_TOUCHED: 'ours',
  })
})

// Breakage: a version of somebody else, with which Lambda answers where nothing has changed, is taken for ours and deleted.
test('a version that somebody else has published is neither invoked nor deleted', async () => {
  await using control = await fakeLambdaControl({ a: { variables: VARIABLES } })
  const run = aRun(control)
  control.functionOf('a').versions.set('5', { description: 'release 5', variables: VARIABLES })
  const configured = await run.configure('a', {})
  await expect(run.publish(configured)).rejects.toThrow(expect.objectContaining({ code: 'version-not-ours' }))
  await run.putBack()
  expect([...control.functionOf('a').versions.keys()]).toEqual(['5'])
})

test('who may not publish versions gets new containers of $LATEST, and is told once', async () => {
  await using control = await fakeLambdaControl({ a: { variables: VARIABLES } })
  const { renew, retire, fallbacks, putBack } = aRenewal(control)
  control.refuseVersions('POST', NOT_ALLOWED)
  for (const renewed of [await renew(), await renew()]) {
    expect(renewed).toEqual({})
    await retire(renewed)
  }
  expect(fallbacks).toEqual([{ function: 'a', permission: 'lambda:PublishVersion' }])
  expect(control.updates()).toHaveLength(2)
  await putBack()
  expect(control.functionOf('a').variables).toEqual(VARIABLES)
})

// Breakage: a comparison goes on publishing what nobody may delete, or ends without a word of it.
test('a version that must not be deleted is the last one, and is named in the end', async () => {
  await using control = await fakeLambdaControl({ a: {} })
  const { renew, retire, fallbacks, putBack } = aRenewal(control)
  control.refuseVersions('DELETE', NOT_ALLOWED)
  await retire(await renew())
  expect(fallbacks).toEqual([{ function: 'a', permission: 'lambda:DeleteFunction' }])
  expect(await renew()).toEqual({})
  expect((await putBack()).map(putBackText)).toContain(
    'a: version 1, which utakata published, could not be deleted (lambda:DeleteFunction is not allowed); delete it with: aws lambda delete-function --function-name arn:aws:lambda:eu-central-1:123456789012:function:a --qualifier 1 --region eu-central-1',
  )
  expect(await putBack()).toEqual([])
})

test('a version is found by its description on whatever page it is', async () => {
  await using control = await fakeLambdaControl({ a: {} })
  control.functionOf('a').versions.set('1', { description: 'one', variables: {} })
  expect(await findVersion(control.clientFor(), 'a', 'one')).toBe('1')
  expect(await findVersion(control.clientFor(), 'a', 'two')).toBeUndefined()
})

// Breakage: GetFunctionConfiguration that is stale is taken for the change not being made, so that it is made again, or for its being in force.
test('a function that is still described as it was is waited for, and changed once', async () => {
  await using control = await fakeLambdaControl({ a: { variables: VARIABLES } })
  const { configure } = aRun(control)
  const before = { ...control.functionOf('a') }
  control.describeAs('a', before, 3)
  const configured = await configure('a', { memoryMb: 1024, touched: 'ours' })
  expect(configured).toMatchObject({ memoryMb: 1024, touched: 'ours' })
  expect(control.updates()).toHaveLength(1)
})

// Breakage: the second request, which names the revision before, is taken for somebody else's change, and a second version is published.
test('a version whose answer was lost is the one that is invoked, and deleted', async () => {
  await using control = await fakeLambdaControl({ a: { variables: VARIABLES } })
  const run = aRun(control, { client: control.clientFor({}, 3) })
  const configured = await run.configure('a', { touched: 'ours' })
  control.losePublished()
  expect((await run.publish(configured)).version).toBe('1')
  expect(control.functionOf('a').versions.size).toBe(1)
  await run.putBack()
  expect(control.functionOf('a').versions.size).toBe(0)
})

// Breakage: half of a comparison is of other code, and nobody learns it.
test('a deploy in the middle of a comparison ends it', async () => {
  await using control = await fakeLambdaControl({ a: { codeSha256: 'before' } })
  const { renew, putBack } = aRenewal(control)
  await renew()
  control.meddle('a', { codeSha256: 'after' })
  await expect(renew()).rejects.toThrow(
    expect.objectContaining({ code: 'deployed-meanwhile', parameters: { name: 'a' } }),
  )
  await putBack()
  expect(control.functionOf('a')).toMatchObject({ codeSha256: 'after', variables: {} })
})

// Breakage: a version that is still being made stays for ever, or ends the comparison.
test('a version that cannot be deleted yet is deleted in the end', async () => {
  await using control = await fakeLambdaControl({ a: {} })
  const conflict = [409, 'ResourceConflictException', 'The operation cannot be performed at this time.'] as const
  let pauses = 0
  const onPause = () => {
    if (++pauses === 3) control.refuseVersions('DELETE')
  }
  const { renew, retire, putBack } = aRenewal(control, pausingClock({ onPause }))
  control.refuseVersions('DELETE', conflict)
  await retire(await renew())
  expect(control.functionOf('a').versions.size).toBe(1)
  expect((await putBack()).map(putBackText)).toContain('a: deleted the version 1 that utakata had published')
  expect(control.functionOf('a').versions.size).toBe(0)
})

// Breakage: a version with SnapStart that is still being made is called somebody else's, and forgotten.
test('a version that is still being made stays in the journal', async () => {
  await using control = await fakeLambdaControl({ a: {} })
  const { renew, putBack, journal } = aRenewal(control)
  await renew()
  control.refuseVersions('DELETE', [409, 'ResourceConflictException', 'The version is being made.'])
  control.pend(true)
  await expect(putBack()).rejects.toMatchObject({ left: [{ name: 'a', versions: 1 }] })
  expect(journal.publications()).toHaveLength(1)
  control.pend(false)
  control.refuseVersions('DELETE')
  await putBack()
  expect(journal.publications()).toEqual([])
})

test('a version that an alias points to stays, and is named', async () => {
  await using control = await fakeLambdaControl({ a: {} })
  const { renew, putBack } = aRenewal(control)
  await renew()
  control.refuseVersions('DELETE', [409, 'ResourceConflictException', 'Version 1 is used by alias prod.'])
  expect((await putBack()).map(putBackText)).toContain(
    'a: somebody uses version 1, which utakata had published: left alone',
  )
})

// Breakage: with credentials of two accounts, or a function that was deleted and made anew, another one of this name is changed.
test('a function is called by its ARN once that is known', async () => {
  await using control = await fakeLambdaControl({ a: {} })
  const run = aRun(control)
  const version = await run.publish(await run.configure('a', { touched: 'ours' }))
  await run.retire(version)
  await run.putBack()
  const byName = control.seen.filter(({ path }) => /functions\/a[/?]/.test(path))
  expect(byName.map(({ method }) => method)).toEqual(['GET', 'PUT', 'GET'])
})
