import { expect, test } from 'vitest'
import { MAX_PAYLOAD_BYTES } from '../../../bench/run/lab/lambda/function-error.ts'
import { arnOf } from '../../../bench/run/lab/lambda/function-settings.ts'
import { aFolder } from '../../support/folders.ts'
import { aFunction, aLambda, invoke, handling } from '../../support/local-functions.ts'

const ECHO = handling('return event')

test('an event comes back as it was, whatever letters are in it', async () => {
  await using lambda = aLambda(aFunction(ECHO))
  const event = { text: '日本 \u{1F300} "\\\u0000\u007f\u2028', number: 1e-7, nested: [null, [], {}] }
  expect(await invoke(lambda, event)).toMatchObject({ body: event, error: undefined })
})

test('an event and an answer of 5 MB come whole', async () => {
  await using lambda = aLambda(aFunction(ECHO))
  const event = 'é'.repeat(2_500_000)
  // Not with toBe, which would print it.
  expect((await invoke(lambda, event)).body === event).toBe(true)
})

test('an answer of the most bytes is given, and one of a byte more is an error, after which it goes on', async () => {
  await using lambda = aLambda(aFunction(handling(`return 'x'.repeat(event - 2)`)))
  const { answer } = await invoke(lambda, MAX_PAYLOAD_BYTES)
  expect([answer.error, answer.payload.byteLength]).toEqual([undefined, MAX_PAYLOAD_BYTES])
  const { error } = await invoke(lambda, MAX_PAYLOAD_BYTES + 1)
  expect(error).toEqual({
    errorType: 'Function.ResponseSizeTooLarge',
    errorMessage: 'Response payload size exceeded maximum allowed payload size (6291556 bytes).',
  })
  const after = await invoke(lambda, 5)
  // The same container.
  expect([after.body, after.answer.report.initMs]).toEqual(['xxx', undefined])
})

test('a handler that answers nothing answers null', async () => {
  await using lambda = aLambda(aFunction(handling('')))
  expect((await lambda.invoke('a-function', { payload: Buffer.from('{}') })).answer.payload.toString()).toBe('null')
})

test('a handler receives the details of its invocation', async () => {
  const source = handling(
    `const { awsRequestId, invokedFunctionArn, functionName, memoryLimitInMB, clientContext } = context
     return { awsRequestId, invokedFunctionArn, functionName, memoryLimitInMB, clientContext,
       remainingMs: context.getRemainingTimeInMillis() }`,
  )
  await using lambda = aLambda(aFunction(source, { timeoutMs: 20_000, memoryMb: 300 }))
  const { body, requestId } = await invoke(lambda, {}, { clientContext: '{"custom":{"a":"b"}}' })
  const { remainingMs, ...others } = body as { remainingMs: number }
  expect(others).toEqual({
    awsRequestId: requestId,
    invokedFunctionArn: arnOf('a-function'),
    functionName: 'a-function',
    memoryLimitInMB: '300',
    clientContext: { custom: { a: 'b' } },
  })
  expect(remainingMs).toBeGreaterThan(0)
  expect(remainingMs).toBeLessThanOrEqual(20_000)
})

test('an error that is thrown is the answer, with its type and its trace, and the container goes on', async () => {
  const source = `class Oops extends Error { name = 'Oops' }
    export const handler = async (event) => { if (event.fails) throw new Oops('ばか\\x1b[31m'); return 'well' }`
  await using lambda = aLambda(aFunction(source))
  const failed = await invoke(lambda, { fails: true })
  expect(failed.error).toMatchObject({ errorType: 'Oops', errorMessage: 'ばか\u001b[31m' })
  expect(failed.body).toEqual(failed.error)
  expect(failed.error?.trace?.join('\n')).toMatch(/ばか.*\n.*index\.mjs:2:/s)
  expect(failed.answer.report).toMatchObject({ status: 'error', errorType: 'Oops' })
  const after = await invoke(lambda)
  expect([after.body, after.answer.report.initMs]).toEqual(['well', undefined])
})

test('an error with a message of 100 KB is reported whole', async () => {
  await using lambda = aLambda(aFunction(handling(`throw new Error('x'.repeat(100_000))`)))
  // It stands in a header too, of which a server takes 16 KB by default.
  expect((await invoke(lambda)).error?.errorMessage).toHaveLength(100_000)
})

test('a type with control characters in it does not end the runtime', async () => {
  const source = handling(`throw Object.assign(new Error('m'), { name: '\\x1b[31m\\x01\\n\\x85é' })`)
  await using lambda = aLambda(aFunction(source))
  expect((await invoke(lambda)).error).toMatchObject({ errorType: '\u001b[31m\u0001\n\u0085é', errorMessage: 'm' })
  expect((await invoke(lambda)).answer.report.initMs).toBeUndefined()
})

test('a handler that rejects with a text, nothing, null or an error whose type is no text has failed', async () => {
  await using lambda = aLambda(aFunction(handling('return Promise.reject(eval(event))')))
  for (const [reason, error] of [
    [`'why'`, { errorType: 'string', errorMessage: 'why' }],
    ['', { errorType: 'undefined', errorMessage: 'undefined' }],
    ['null', { errorType: 'object', errorMessage: 'null' }],
    [`Object.assign(new Error('m'), { name: 5 })`, { errorType: 'handled' }],
  ] as const)
    expect((await invoke(lambda, reason)).error, reason).toMatchObject(error)
})

test('an answer that no JSON can hold is an error, after which the container goes on', async () => {
  await using lambda = aLambda(aFunction(handling('return eval(event)')))
  const answers = []
  for (const value of ['1n', '({ nested: [2n] })', '(() => { const a = []; a.push(a); return a })()'])
    answers.push(await invoke(lambda, value))
  for (const { error } of answers)
    expect(error).toMatchObject({
      errorType: 'Runtime.JSONStringifyError',
      errorMessage: 'Unable to stringify response body',
    })
  answers.push(await invoke(lambda, '5'))
  expect(answers.slice(1).map(({ answer }) => answer.report.initMs)).toEqual([undefined, undefined, undefined])
})

test('a module may wait before it has a handler', async () => {
  const source = `const late = await new Promise((resolve) => setImmediate(resolve, 'late'))
    export const handler = async () => late`
  await using lambda = aLambda(aFunction(source))
  expect((await invoke(lambda)).body).toBe('late')
})

test.each<readonly [string, Readonly<Record<string, string>>, object]>([
  [
    'a handler with three parameters',
    { 'index.mjs': 'export const handler = (a, b, c) => c()' },
    { errorType: 'Runtime.CallbackHandlerDeprecated' },
  ],
  [
    'no such export',
    { 'index.mjs': 'export const handle = 1' },
    { errorType: 'Runtime.HandlerNotFound', errorMessage: 'index.handler is undefined or not exported' },
  ],
  [
    'an export that is no function',
    { 'index.mjs': 'export const handler = 1' },
    { errorType: 'Runtime.HandlerNotFound', errorMessage: 'index.handler is not a function' },
  ],
  ['no such file', {}, { errorType: 'Runtime.ImportModuleError' }],
  ['a file that is no JavaScript', { 'index.mjs': 'export const = 1' }, { errorType: 'Runtime.UserCodeSyntaxError' }],
  [
    'a module that throws',
    { 'index.mjs': `throw new TypeError('no')` },
    { errorType: 'TypeError', errorMessage: 'no' },
  ],
])('%s is reported by every invocation, until the function is fixed', async (_, files, error) => {
  await using lambda = aLambda(aFunction('', { folder: aFolder(files) }))
  const first = await invoke(lambda)
  expect(first.error).toMatchObject(error)
  expect(first.tail).toMatch(/INIT_REPORT Init Duration: [\d.]+ ms\tPhase: init\tStatus: error\tError Type: \S+\n/)
  // Its init is not one that was paid for.
  expect(first.answer.report.initMs).toBeUndefined()
  const second = await invoke(lambda)
  expect(second.error).toMatchObject(error)
  expect(second.tail).not.toContain('INIT_REPORT')
  lambda.reconfigure('a-function', { folder: aFolder({ 'index.mjs': ECHO }) })
  expect((await invoke(lambda, 'well')).body).toBe('well')
})

test('a folder that is not there is a failure of the lab, and is over once the folder is there', async () => {
  await using lambda = aLambda(aFunction('', { folder: '/does/not/exist' }))
  await expect(invoke(lambda)).rejects.toThrow(/ENOENT/)
  await expect(invoke(lambda)).rejects.toThrow(/ENOENT/)
  lambda.reconfigure('a-function', { folder: aFolder({ 'index.mjs': ECHO }) })
  expect((await invoke(lambda, 'well')).body).toBe('well')
})
