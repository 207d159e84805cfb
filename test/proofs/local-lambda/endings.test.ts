import { expect, test } from 'vitest'
import { within } from '../../support/eventually.ts'
import { aFunction, aLambda, invoke, handling } from '../../support/local-functions.ts'
import { isRunning } from '../../support/processes.ts'
import { containers, EXIT, OBEDIENT } from '../../support/obedient-functions.ts'

test.each(['hang', 'spin'])('a handler that %ss is killed when its time is up', async (fault) => {
  await using lambda = aLambda(aFunction(OBEDIENT, { timeoutMs: 1250 }))
  await invoke(lambda)
  const { error, requestId, answer, tail } = await invoke(lambda, { fault })
  expect(error).toEqual({
    errorType: 'Sandbox.Timedout',
    errorMessage: `RequestId: ${requestId} Error: Task timed out after 1.25 seconds`,
  })
  expect(answer.report).toMatchObject({ status: 'timeout', errorType: 'Sandbox.Timedout' })
  expect(answer.report.durationMs).toBeGreaterThanOrEqual(1250)
  expect(tail).toContain(`${requestId} Task timed out after 1.25 seconds\n`)
  expect(tail).toContain('\tStatus: timeout\t')
  expect(containers()).toBe(0)
  const after = await invoke(lambda)
  expect(after.body).toBeTypeOf('number')
  expect(after.tail).not.toContain('Init Duration')
})

test.each([true, false])(
  'a rejection that nobody sees after the answer ends the process (freezes: %s)',
  async (freezes) => {
    // It runs when the container is thawed, or before; either way some invocation comes to a new process.
    const source = handling(`
    if (event.leaves) setTimeout(() => Promise.reject(new Error('unseen')), 50)
    return process.pid`)
    await using lambda = aLambda(aFunction(source), { freezes })
    const first = await invoke(lambda, { leaves: true })
    expect(first.error).toBeUndefined()
    const pids = new Set<unknown>([first.body])
    await within(20_000, 'a new process', untilAnother())
    expect(isRunning(first.body as number)).toBe(false)

    async function untilAnother(): Promise<void> {
      while (pids.size < 2) {
        const { body, error } = await invoke(lambda)
        if (error)
          expect(error).toMatchObject({
            errorType: EXIT,
            errorMessage: expect.stringMatching(/exit status 1$/) as string,
          })
        else pids.add(body)
      }
    }
  },
)
