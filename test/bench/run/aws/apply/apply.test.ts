import { join } from 'node:path'
import { CreateAliasCommand, PublishVersionCommand, UpdateFunctionConfigurationCommand } from '@aws-sdk/client-lambda'
import { expect, test } from 'vitest'
import { apply, type ApplyRequest, planApply } from '../../../../../bench/run/aws/apply/apply.ts'
import { moveAlias, readAlias } from '../../../../../bench/run/aws/configuration/aliases.ts'
import { changesSince, readMeasuredIn, writeMeasured } from '../../../../../bench/run/aws/apply/measured-functions.ts'
import { readMeasured } from '../../../../../bench/run/aws/apply/read-measured.ts'
import { reopenJournal } from '../../../../../bench/run/aws/configuration/journal.ts'
import { createControlClient } from '../../../../../bench/run/aws/configuration/lambda-client.ts'
import { restore } from '../../../../../bench/run/aws/configuration/restore.ts'
import { startLambdaService } from '../../../../../bench/run/lab/lambda/service.ts'
import { restoredText } from '../../../../../bench/report/messages/put-back.ts'
import { pausingClock } from '../../../../support/fake-lambda-control.ts'
import { aFolder } from '../../../../support/folders.ts'
import { aFunction, aLambda, handling } from '../../../../support/local-functions.ts'

const FunctionName = 'a-function'

/** A function of 512 MB whose alias `prod` points to its version 1. */
async function aDeployed() {
  const lambda = aLambda(aFunction(handling('return 1'), { variables: { TOKEN: '5ecret' } }))
  const service = await startLambdaService(lambda)
  const place = { region: 'us-east-1', endpoint: service.endpoint }
  const client = createControlClient({ ...place, credentials: service.key, maxAttempts: 1 })
  await client.send(new PublishVersionCommand({ FunctionName, Description: 'release 1' }))
  await client.send(new CreateAliasCommand({ FunctionName, Name: 'prod', FunctionVersion: '1' }))
  const measured = await readMeasured(client, FunctionName)
  const file = join(aFolder(), 'journal.jsonl')
  const ownFolder = aFolder()
  /** A folder of another comparison, of the function as it is now. */
  const compareAgain = async (folder = aFolder()) => {
    writeMeasured(folder, { ...place, functions: [await readMeasured(client, FunctionName)] })
    return folder
  }
  await compareAgain(ownFolder)
  const state = async () => ({
    memoryMb: lambda.settingsOf(FunctionName)!.settings.memoryMb,
    alias: { ...(await readAlias(client, FunctionName, 'prod')), revision: undefined },
    versions: lambda
      .find(FunctionName)!
      .describeAll()
      .map(({ version }) => version),
  })
  return {
    lambda,
    client,
    measured,
    compareAgain,
    state,
    async applied(
      request: Omit<ApplyRequest, 'measured'> & Partial<ApplyRequest>,
      by = client,
      { asking = () => {}, folder = ownFolder }: { readonly asking?: () => void; readonly folder?: string } = {},
    ) {
      const [kept] = readMeasuredIn(folder).functions
      const plan = await planApply({ client }, { measured: kept!, ...request }, { journalFile: file, folder })
      asking()
      using journal = reopenJournal(file)
      return await apply(plan, { folder, client: by, ...pausingClock(), journal, onPutBack: () => {} })
    },
    undo: async () =>
      restoredText(
        await restore(file, () => createControlClient({ ...place, credentials: service.key }), pausingClock()),
      ),
    /** The same client, of which so many requests to change something fail from the n-th on. */
    failingAt(nth: number, count = 1, meanwhile = () => {}) {
      const dying = createControlClient({ ...place, credentials: service.key, maxAttempts: 1 })
      let changes = 0
      dying.middlewareStack.add(
        (next) => async (args) => {
          const { method } = args.request as { method: string }
          if (method !== 'GET' && ++changes >= nth && changes < nth + count) {
            meanwhile()
            throw new Error('the network is down')
          }
          return await next(args)
        },
        { step: 'build' },
      )
      return dying
    },
    async [Symbol.asyncDispose]() {
      client.destroy()
      await service[Symbol.asyncDispose]()
      await lambda[Symbol.asyncDispose]()
    },
  }
}

const BEFORE = { memoryMb: 512, alias: { version: '1', revision: undefined }, versions: ['$LATEST', '1'] }

test('memory is set, and put back', async () => {
  await using one = await aDeployed()
  expect(await one.applied({ memoryMb: 256 })).toEqual({})
  expect(await one.state()).toEqual({ ...BEFORE, memoryMb: 256 })
  expect(await one.undo()).toEqual(['a-function: memory put back to 512 MB'])
  expect(await one.state()).toEqual(BEFORE)
  expect((await one.undo())[0]).toContain('Nothing to put back')
})

// Breakage: an alias points to other code or memory than was measured, or is not moved back.
test('an alias is moved to a version of what was measured, all at once, and put back', async () => {
  await using one = await aDeployed()
  expect(await one.applied({ memoryMb: 256, alias: 'prod' })).toEqual({ version: '2' })
  expect(await one.state()).toEqual({
    memoryMb: 256,
    alias: { version: '2', revision: undefined },
    versions: ['$LATEST', '1', '2'],
  })
  expect(one.lambda.find(FunctionName)!.describe('2').settings.memoryMb).toBe(256)
  expect(await one.undo()).toEqual([
    'a-function: alias prod points to version 1 again',
    'a-function: memory put back to 512 MB',
    'a-function: deleted the version 2 that utakata had published',
  ])
  expect(await one.state()).toEqual(BEFORE)
})

test('a share of an alias is moved first, and put back', async () => {
  await using one = await aDeployed()
  await one.applied({ memoryMb: 256, alias: 'prod', share: 0.1 })
  const { alias } = await one.state()
  expect(alias).toMatchObject({ version: '1', routing: { version: '2', weight: 0.1 } })
  await one.undo()
  expect(await one.state()).toEqual(BEFORE)
})

test('a version that is there already is not published again, and not deleted', async () => {
  await using one = await aDeployed()
  await one.client.send(new PublishVersionCommand({ FunctionName }))
  expect(await one.applied({ memoryMb: 512, alias: 'prod' })).toEqual({ version: '1' })
  await one.undo()
  expect(await one.state()).toEqual(BEFORE)
})

test('a function that has changed since it was measured is refused by what has changed', async () => {
  await using one = await aDeployed()
  one.lambda.reconfigure(FunctionName, { timeoutMs: 9000, variables: { TOKEN: '5ecret', MORE: 'x' } })
  await expect(one.applied({ memoryMb: 256 })).rejects.toThrow(
    expect.objectContaining({
      code: 'function-changed',
      parameters: { name: 'a-function', changed: ['timeoutS', 'variableNames'] },
    }),
  )
  const { measured } = one
  expect(changesSince(measured, { ...measured, revision: 'another' })).toEqual([])
  expect(changesSince(measured, { ...measured, revision: 'another', codeSha256: 'x' })).toEqual(['codeSha256'])
})

test('what a function has already is nothing to apply', async () => {
  await using one = await aDeployed()
  await expect(one.applied({ memoryMb: 512 })).rejects.toThrow(expect.objectContaining({ code: 'nothing-to-apply' }))
})

test('an alias that somebody else has moved since is left alone, and said', async () => {
  await using one = await aDeployed()
  await one.applied({ memoryMb: 256, alias: 'prod' })
  const found = one.lambda.find(FunctionName)!
  found.reconfigure({ memoryMb: 300 })
  found.publish({})
  found.setAlias({ name: 'prod', version: '3', description: '' })
  const lines = await one.undo()
  expect(lines).toContain('a-function: somebody else has moved alias prod to version 3: left alone')
  expect((await one.state()).alias.version).toBe('3')
})

// Breakage of both: a change is made before the journal has it, or nothing puts back the changes before the one that failed.
test.each([1, 2, 3])('where change %d fails, those before it are put back at once', async (nth) => {
  await using one = await aDeployed()
  const failing = one.failingAt(nth)
  await expect(one.applied({ memoryMb: 256, alias: 'prod' }, failing)).rejects.toThrow('the network is down')
  expect(await one.state()).toEqual(BEFORE)
  // Breakage: being put back counts as a change, and all has to be measured again.
  expect(await one.applied({ memoryMb: 256, alias: 'prod' })).toMatchObject({ version: expect.any(String) as string })
})

test.each([1, 2, 3])(
  'where nothing can be changed any more from change %d on, --undo puts it back later',
  async (nth) => {
    await using one = await aDeployed()
    const failing = one.failingAt(nth, Number.POSITIVE_INFINITY)
    await expect(one.applied({ memoryMb: 256, alias: 'prod' }, failing)).rejects.toThrow(
      nth === 1 ? 'the network is down' : expect.objectContaining({ cause: new Error('the network is down') }),
    )
    await one.undo()
    expect(await one.state()).toEqual(BEFORE)
  },
)

test('a share of an alias comes first, then all of it, and both are put back together', async () => {
  await using one = await aDeployed()
  await one.applied({ memoryMb: 256, alias: 'prod', share: 0.1 })
  await one.applied({ memoryMb: 256, alias: 'prod' })
  expect((await one.state()).alias).toEqual({ version: '2', revision: undefined })
  await one.undo()
  expect(await one.state()).toEqual(BEFORE)
})

// Breakage: a second step that fails takes production back to what was there before the first one, or is forgotten.
test('a second step that fails leaves the first as it is', async () => {
  await using one = await aDeployed()
  await one.applied({ memoryMb: 256, alias: 'prod', share: 0.1 })
  const afterFirst = await one.state()
  const failing = one.failingAt(1, Number.POSITIVE_INFINITY)
  await expect(one.applied({ memoryMb: 256, alias: 'prod' }, failing)).rejects.toThrow('the network is down')
  expect(await one.state()).toEqual(afterFirst)
  await one.undo()
  expect(await one.state()).toEqual(BEFORE)
})

// Breakage: a variable that somebody changed after the first step is published with the second.
test('between two steps nothing may have changed', async () => {
  await using one = await aDeployed()
  await one.applied({ memoryMb: 256, alias: 'prod', share: 0.1 })
  one.lambda.reconfigure(FunctionName, { variables: { TOKEN: 'another' } })
  await expect(one.applied({ memoryMb: 256, alias: 'prod' })).rejects.toThrow(
    expect.objectContaining({ code: 'function-changed' }),
  )
})

// Breakage: production goes back to a version that was replaced long ago.
test('an alias that somebody has moved between two steps goes back to where it was before the second', async () => {
  await using one = await aDeployed()
  await one.applied({ memoryMb: 256, alias: 'prod' })
  const found = one.lambda.find(FunctionName)!
  found.reconfigure({ memoryMb: 300 })
  found.publish({})
  found.setAlias({ name: 'prod', version: '3', description: '' })
  const measured = await readMeasured(one.client, FunctionName)
  await one.applied({ measured, memoryMb: 256, alias: 'prod' })
  expect((await one.state()).alias.version).toBe('4')
  await one.undo()
  expect((await one.state()).alias.version).toBe('3')
})

// Breakage: a move whose answer was lost is tried again, refused by its revision, and taken for somebody else's.
test('an alias that is where it was to be has been moved, whatever its revision', async () => {
  await using one = await aDeployed()
  const to = { version: '1' }
  await moveAlias(one.client, FunctionName, { alias: 'prod', to, revision: 'of before' })
  await one.client.send(new UpdateFunctionConfigurationCommand({ FunctionName, MemorySize: 256 }))
  await one.client.send(new PublishVersionCommand({ FunctionName }))
  const other = moveAlias(one.client, FunctionName, { alias: 'prod', to: { version: '2' }, revision: 'of before' })
  await expect(other).rejects.toThrow(
    expect.objectContaining({ code: 'alias-moved', parameters: { name: FunctionName, alias: 'prod' } }),
  )
})

test('a share grows step by step, and is put back as a whole', async () => {
  await using one = await aDeployed()
  for (const share of [0.1, 0.5, 0.25]) {
    await one.applied({ memoryMb: 256, alias: 'prod', share })
    expect((await one.state()).alias).toMatchObject({ version: '1', routing: { version: '2', weight: share } })
  }
  await one.applied({ memoryMb: 256, alias: 'prod' })
  expect((await one.state()).alias).toEqual({ version: '2', revision: undefined })
  await one.undo()
  expect(await one.state()).toEqual(BEFORE)
})

test('what was applied already is not applied again, and an alias that is not there is named', async () => {
  await using one = await aDeployed()
  for (const share of [0.1, undefined]) {
    await one.applied({ memoryMb: 256, alias: 'prod', share })
    await expect(one.applied({ memoryMb: 256, alias: 'prod', share })).rejects.toThrow(
      expect.objectContaining({ code: 'alias-applied' }),
    )
  }
  await expect(one.applied({ memoryMb: 256, alias: 'nope' })).rejects.toThrow(
    expect.objectContaining({ code: 'alias-unknown', parameters: { name: FunctionName, alias: 'nope' } }),
  )
})

// Breakage: what another comparison recommends is said to be applied, and the alias goes on with what was measured before.
test('the result of another comparison is applied though an alias is as the last one has left it', async () => {
  await using one = await aDeployed()
  await one.applied({ memoryMb: 256, alias: 'prod' })
  one.lambda.reconfigure(FunctionName, { variables: { TOKEN: 'another' } })
  const folder = await one.compareAgain()
  expect(await one.applied({ memoryMb: 256, alias: 'prod' }, one.client, { folder })).toEqual({ version: '3' })
  expect((await one.state()).alias.version).toBe('3')
})

// Breakage: what somebody has changed while something was applied is taken for what was measured.
test('where a change fails, what somebody else has changed meanwhile stays a change', async () => {
  await using one = await aDeployed()
  const failing = one.failingAt(2, 1, () => one.lambda.reconfigure(FunctionName, { variables: { TOKEN: 'another' } }))
  await expect(one.applied({ memoryMb: 256, alias: 'prod' }, failing)).rejects.toThrow('the network is down')
  expect((await one.state()).memoryMb).toBe(512)
  await expect(one.applied({ memoryMb: 256, alias: 'prod' })).rejects.toThrow(
    expect.objectContaining({ code: 'function-changed' }),
  )
})

test('an alias that two versions share by somebody else is not shared again', async () => {
  await using one = await aDeployed()
  const found = one.lambda.find(FunctionName)!
  found.reconfigure({ memoryMb: 300 })
  found.publish({})
  found.reconfigure({ memoryMb: 512 })
  found.setAlias({ name: 'prod', version: '1', routing: { version: '2', weight: 0.1 }, description: '' })
  const measured = await readMeasured(one.client, FunctionName)
  await expect(one.applied({ measured, memoryMb: 256, alias: 'prod', share: 0.5 })).rejects.toThrow(
    expect.objectContaining({
      code: 'alias-shared',
      parameters: { name: FunctionName, alias: 'prod', version: '2' },
    }),
  )
})

// Breakage: whoever has confirmed a plan gets another one.
test('a function that was changed while somebody was asked is left alone', async () => {
  await using one = await aDeployed()
  await expect(
    one.applied({ memoryMb: 256 }, one.client, {
      asking: () => one.lambda.reconfigure(FunctionName, { timeoutMs: 9000 }),
    }),
  ).rejects.toThrow(expect.objectContaining({ code: 'function-changed' }))
  expect((await one.state()).memoryMb).toBe(512)
})
