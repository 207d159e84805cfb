import { expect, test, vi } from 'vitest'

/** The module as a new process has it. */
async function aContainer() {
  vi.resetModules()
  return import('../../infra/container.ts')
}

// Breakage: the invocations are not counted, or an id is made for each.
test('the first invocation is cold, the others are warm, all in one container', async () => {
  const { endInit, enterContainer } = await aContainer()
  endInit()
  const entered = [1, 2, 3].map(() => enterContainer({}))
  expect(entered.map(({ isCold, invocation }) => [isCold, invocation])).toEqual([
    [true, 1],
    [false, 2],
    [false, 3],
  ])
  expect(new Set(entered.map(({ id }) => id)).size).toBe(1)
  expect(entered[0]!.id).toMatch(/^[\da-f-]{36}$/)
})

// Breakage: the id is that of the function, or of the machine.
test('another process is another container, and cold', async () => {
  const first = (await aContainer()).enterContainer({})
  const second = (await aContainer()).enterContainer({})
  expect(second.id).not.toBe(first.id)
  expect(second.isCold).toBe(true)
})

// Breakage: the init time is read at each invocation.
test('the init time is from the start of the process until the function was ready, at every invocation', async () => {
  const { endInit, enterContainer } = await aContainer()
  const beforeMs = performance.now()
  endInit()
  const { initMs } = enterContainer({})
  expect(initMs).toBeGreaterThanOrEqual(beforeMs)
  expect(initMs).toBeLessThanOrEqual(performance.now())
  expect(enterContainer({}).initMs).toBe(initMs)
})

// Breakage: `??`, with which an empty variable is 0 MB and makes the margin of the deadline endless.
test('memory and kind of start are as Lambda reports them, else one vCPU and local', async () => {
  const { enterContainer } = await aContainer()
  expect(
    enterContainer({ AWS_LAMBDA_INITIALIZATION_TYPE: 'snap-start', AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '512' }),
  ).toMatchObject({ initialization: 'snap-start', memoryMb: 512 })
  for (const nothing of [{}, { AWS_LAMBDA_INITIALIZATION_TYPE: '', AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '' }])
    expect(enterContainer(nothing)).toMatchObject({ initialization: 'local', memoryMb: 1769 })
  expect(enterContainer({ AWS_LAMBDA_FUNCTION_MEMORY_SIZE: 'much' }).memoryMb).toBe(1769)
})
