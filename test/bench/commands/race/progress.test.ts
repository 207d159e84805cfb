import { expect, test } from 'vitest'
import { createProgress } from '../../../../bench/commands/race/progress.ts'
import { loggerOf } from '../../../../bench/cli/logger.ts'
import { planOf } from '../../../../bench/plan/plan.ts'
import { readScenario } from '../../../../bench/scenario/file.ts'
import { changed, trialsOf, aFault } from '../../../support/trials.ts'
import { anIo } from '../../../support/in-process.ts'

const PLAN = planOf(readScenario('demo', ['variants=[sequential, pipelined]']), { quick: true })
const TRIALS = trialsOf({ blocks: 2 })

/** What a benchmark writes to a screen, all of it. */
function written(screen: { isTTY: boolean; columns?: number }, options: Parameters<typeof createProgress>[2]) {
  let text = ''
  const write = (more: string) => {
    text += more
    return true
  }
  const progress = createProgress(PLAN, { columns: 100, ...screen, write }, options)
  progress.warming(1)
  for (const trial of TRIALS) progress.ended(trial)
  progress.clear()
  return text
}

const logger = loggerOf({}, anIo().stderr)

test('on a terminal there is one line, rewritten after each iteration, with what is left, and gone at the end', () => {
  const drawn = written({ isTTY: true }, { logger, env: {} }).split('\r\u001B[2K')
  // Before the first process and after each of two times six iterations of four variants.
  expect(drawn).toHaveLength(1 + 1 + 12 + 1)
  expect(drawn.join('')).not.toContain('\n')
  expect(drawn[1]).toMatch(/^░{24} process 1 of 6: warming up$/)
  expect(drawn.at(-2)).toMatch(/^█{8}░{16} process 2 of 6: iteration 6 of 6, .* left at most$/)
  expect(drawn.at(-1)).toBe('')
})

test('elsewhere, in CI and on a terminal that cannot rewrite, there is a line a process', () => {
  const plain = 'process 1 of 6\n'
  expect(written({ isTTY: false }, { logger, env: {} })).toBe(plain)
  expect(written({ isTTY: true }, { logger, env: { CI: 'true' } })).toBe(plain)
  expect(written({ isTTY: true }, { logger, env: { TERM: 'dumb' } })).toBe(plain)
})

test('quiet is quiet, and --log-runs prints every run', () => {
  expect(written({ isTTY: true }, { logger: loggerOf({ quiet: true }, anIo().stderr), env: {} })).toBe('')
  const lines = written({ isTTY: true }, { logger: loggerOf({ logRuns: true }, anIo().stderr), env: {} })
    .trim()
    .split('\n')
  expect(lines).toHaveLength(TRIALS.length + 1)
  expect(lines.at(-1)).toMatch(/^process 2, measured 6, \+10%: \d\d\.\d ms$/)
})

test('of a benchmark that has failed, --log-runs prints how', () => {
  const [failed] = changed(
    TRIALS.slice(-1),
    () => true,
    () => ({ faults: [aFault('fell over')] }),
  )
  let text = ''
  const screen = { isTTY: false, columns: 80, write: (more: string) => Boolean((text += more)) }
  createProgress(PLAN, screen, { logger: loggerOf({ logRuns: true }, anIo().stderr), env: {} }).ended(failed!)
  expect(text).toContain(': fell over')
})
