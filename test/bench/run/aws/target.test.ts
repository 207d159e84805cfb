import { expect, test } from 'vitest'
import { createRenewal } from '../../../../bench/run/aws/renewal.ts'
import { createTarget } from '../../../../bench/run/aws/target.ts'
import { createInvokeClient } from '../../../../bench/run/aws/invoke.ts'
import { UserError } from '../../../../bench/io/user-error.ts'
import { anAbPlan, anAnswer, aVariant } from '../../../support/comparisons.ts'
import { fakeLambdaControl, type FakeLambdaControl } from '../../../support/fake-lambda-control.ts'
import { aRun, errorOf } from '../../../support/reconfiguring.ts'
import { answering } from '../../../support/wire.ts'
import { A_TRIAL } from '../../../support/trials.ts'

function aTarget(control: FakeLambdaControl, endpoint = control.origin, changes = {}) {
  const credentials = { accessKeyId: 'made-up', secretAccessKey: '5ecret' }
  return createTarget({
    plan: anAbPlan(),
    target: 'aws',
    client: createInvokeClient({ endpoint, region: 'eu-central-1', credentials }),
    renewal: createRenewal({ reconfigurer: aRun(control), client: control.clientFor(), mode: 'latest' }),
    eventFor: ({ block, iteration }) => ({ block, iteration }),
    environment: A_TRIAL.environment,
    ...changes,
  })
}

const signal = new AbortController().signal
const aTurn = { variant: aVariant(), block: 1, iteration: 1, position: 0, attempt: 0 }

test('a variant is renewed by a touch, and only one that is to have another size by its memory too', async () => {
  await using control = await fakeLambdaControl({ 'function-sequential': { memoryMb: 512 } })
  const { renew } = aTarget(control)
  await renew(aVariant())
  expect(control.functionOf('function-sequential').memoryMb).toBe(512)
  const touched = control.functionOf('function-sequential').variables!.UTAKATA_TOUCHED
  await renew({ ...aVariant(), memoryMb: 1024, isResized: true })
  expect(control.functionOf('function-sequential').memoryMb).toBe(1024)
  expect(control.functionOf('function-sequential').variables!.UTAKATA_TOUCHED).not.toBe(touched)
})

test('each turn is one invocation with its own event, whose answer is the trial', async () => {
  await using control = await fakeLambdaControl({})
  await using lambda = await answering((response) => response.end(JSON.stringify(anAnswer({ makespanMs: 77 }))))
  const trial = await aTarget(control, lambda.origin).take({ ...aTurn, block: 4 }, signal)
  expect(lambda.seen.map(({ body }) => body)).toEqual(['{"block":4,"iteration":1}'])
  expect(trial).toMatchObject({
    makespanMs: 77,
    block: 4,
    iteration: 1,
    faults: [],
    environment: { load: expect.any(Number) },
  })
})

test('the delivery record of a mock server is emptied before an invocation and read after it', async () => {
  await using control = await fakeLambdaControl({})
  const log: string[] = []
  await using lambda = await answering((response) => {
    log.push('invoked')
    response.end(JSON.stringify(anAnswer()))
  })
  const mock = {
    reset: async () => void log.push('reset'),
    async take() {
      log.push('taken')
      return new Error('the mock server died')
    },
  }
  const trial = await aTarget(control, lambda.origin, { mock }).take(aTurn, signal)
  expect(log).toEqual(['reset', 'invoked', 'taken'])
  expect(trial.discarded).toEqual({
    code: 'mock-server-failed',
    failure: { code: 'threw', message: 'the mock server died' },
  })
})

// Breakage: who may invoke and not configure is advised to allow the invocation.
test('what is not allowed is named by the action that was requested', async () => {
  const refusal = [403, 'AccessDeniedException', 'not authorized because no policy allows it'] as const
  await using control = await fakeLambdaControl({ 'function-sequential': {} })
  control.refuse('function-sequential', refusal)
  await using lambda = await answering((response) => {
    response.writeHead(403, { 'x-amzn-errortype': 'AccessDeniedException' })
    response.end(JSON.stringify({ Message: 'not authorized because no policy allows it' }))
  })
  const target = aTarget(control, lambda.origin)
  const renewing = await errorOf(target.renew(aVariant()))
  expect(renewing).toBeInstanceOf(UserError)
  expect(renewing).toMatchObject({
    code: 'aws-not-allowed',
    parameters: { permission: 'lambda:UpdateFunctionConfiguration' },
  })
  const invoking = await errorOf(target.take(aTurn, signal))
  expect(invoking).toBeInstanceOf(UserError)
  expect(invoking).toMatchObject({ code: 'aws-not-allowed', parameters: { permission: 'lambda:InvokeFunction' } })
})

// Breakage: whoever lacks kms:Encrypt is told to allow themselves the update, and the variables of the function are lost or shown.
test('an update that is refused for the key of a function is explained by that key, and changes nothing', async () => {
  const variables = { SECRET: 'a-5ecret-of-theirs' }
  await using control = await fakeLambdaControl({ 'function-sequential': { variables } })
  control.refuse('function-sequential', [
    403,
    'AccessDeniedException',
    'User x is not authorized to perform: kms:Encrypt',
  ])
  const error = await errorOf(aTarget(control, 'http://127.0.0.1:9').renew(aVariant()))
  expect(error).toEqual(
    new UserError('function-key-unusable', {
      action: 'UpdateFunctionConfiguration',
      why: 'denied',
      permission: 'kms:Encrypt',
    }),
  )
  expect(control.functionOf('function-sequential').variables).toEqual(variables)
})
