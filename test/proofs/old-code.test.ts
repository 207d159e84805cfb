import { join } from 'node:path'
import { expect, test } from 'vitest'
import { CannotJudge } from '../../bench/run/local/revisions/cannot-judge.ts'
import { strategiesIn, tryOut } from '../../bench/run/local/revisions/old-code.ts'
import { within } from '../support/eventually.ts'
import { childrenWith } from '../support/processes.ts'
import { aTinyPlan } from '../support/races.ts'
import { aCheckoutWith } from '../support/checkouts.ts'

const ROOT = join(import.meta.dirname, '../..')

const NEVER = new AbortController().signal

const codeOf = (checkout: string) => ({ revision: 'abc1234', checkout, strategies: ['sequential', 'pipelined'] })

const tried = (child: string, patienceMs = 60_000) =>
  tryOut(aTinyPlan(), codeOf(aCheckoutWith(child)), { signal: NEVER, patienceMs })

const opens = (answer: string) =>
  `process.on('message', ({ is, job }) => { if (is === 'open') process.send({ is: 'opened' }); else { ${answer} } }); process.on('disconnect', () => process.exit())`

/** Why the code cannot be driven, as a problem within the problem. */
const undrivable = (problem: object) => ({ code: 'old-code-undrivable', parameters: { problem } })

test('code that can be driven is, and leaves nothing running', async () => {
  await tryOut(aTinyPlan(), codeOf(ROOT), { signal: NEVER })
  expect(childrenWith('child.ts')).toEqual([])
})

test('code that ends, answers something else or answers nothing cannot be driven', async () => {
  await expect(tried('process.exit(3)')).rejects.toThrow(CannotJudge)
  // Of a process that ends before its first run there is no trial.
  const unstarted = undrivable({
    code: 'no-result',
    parameters: {
      process: expect.stringMatching(/^(sequential|pipelined)@abc1234$/),
      failure: { code: expect.stringMatching(/^(exited|unreachable)$/) },
    },
  })
  await expect(tried('process.exit(3)')).rejects.toMatchObject(unstarted)
  await expect(tried(opens('process.exit(3)'))).rejects.toMatchObject(
    undrivable({
      code: 'old-run-failed',
      parameters: {
        variant: expect.stringMatching(/@abc1234$/),
        fault: expect.objectContaining({ code: 'no-result' }),
      },
    }),
  )
  await expect(tried(opens(`process.send({ is: 'ran', ms: 5 })`))).rejects.toMatchObject(
    undrivable({ code: expect.stringMatching(/^old-answer-(invalid|lacks)$/) }),
  )
  const hanging = tried('process.on("message", () => {}); process.on("disconnect", () => process.exit())', 2000)
  await expect(within(30_000, 'the end', hanging)).rejects.toMatchObject(
    undrivable({ code: 'old-code-too-slow', parameters: { seconds: 2 } }),
  )
  expect(childrenWith('child.ts')).toEqual([])
})

// Breakage: old code tried on the whole job, which may take minutes, as it was when the key of its items had been renamed in the schema alone.
test('the job that old code is tried on has two items, however many there are', async () => {
  await expect(tried(opens('process.exit(job.feeds.length)'))).rejects.toMatchObject(
    undrivable({
      code: 'old-run-failed',
      parameters: { fault: expect.objectContaining({ failure: { code: 'exited', exitCode: 2 } }) },
    }),
  )
})

test('an abort ends the trying, and is no error', async () => {
  const child = 'process.on("message", () => {}); process.on("disconnect", () => process.exit())'
  const controller = new AbortController()
  const trying = tryOut(aTinyPlan(), codeOf(aCheckoutWith(child)), { signal: controller.signal })
  controller.abort()
  await expect(within(30_000, 'the end', trying)).resolves.toBeUndefined()
})

// Breakage: old code that is imported without a limit.
test('a registry that never ends to load is given up', async () => {
  const checkout = aCheckoutWith('', 'for (;;);\nexport const strategies = {}')
  const answer = within(30_000, 'the answer', strategiesIn(checkout, 1000))
  await expect(answer).rejects.toMatchObject(undrivable({ code: 'old-strategies-unloadable', parameters: {} }))
})
