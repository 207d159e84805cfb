import { expect, test } from 'vitest'
import { createProgress, drawRace, type RaceSoFar } from '../../../../bench/commands/race/progress.ts'
import { loggerOf } from '../../../../bench/cli/logger.ts'
import { planOf } from '../../../../bench/plan/plan.ts'
import { widthOf } from '../../../../bench/report/table.ts'
import { readScenario } from '../../../../bench/scenario/file.ts'
import { changed, trialsOf, aFault } from '../../../support/trials.ts'
import { anIo } from '../../../support/in-process.ts'

const PLAN = planOf(readScenario('demo', ['variants=[sequential, pipelined]']), { quick: true })
const TRIALS = trialsOf({ blocks: 2 })

/** What a benchmark writes to a screen, all of it. */
function written(
  screen: { isTTY: boolean; columns?: number; rows?: number },
  options: Parameters<typeof createProgress>[2],
) {
  let text = ''
  const write = (more: string) => {
    text += more
    return true
  }
  const progress = createProgress(PLAN, { columns: 100, rows: 30, ...screen, write }, options)
  progress.warming(1)
  for (const trial of TRIALS) progress.ended(trial)
  progress.clear()
  return text
}

/** What is seen after these have been written, escapes followed. */
function seenOn(text: string): string[] {
  const lines: string[] = ['']
  let row = 0
  const type = (plain: string) => {
    for (const letter of plain) {
      if (letter === '\n') lines[++row] ??= ''
      else if (letter !== '\r') lines[row] += letter
    }
  }
  const [first, ...escaped] = text.split('\u001B[')
  type(first!)
  for (const part of escaped) {
    const [whole, count, what] = /^(\d*)([A-Z])/.exec(part)!
    if (what === 'A') row -= Number(count)
    else lines.splice(row, Infinity, '')
    type(part.slice(whole.length))
  }
  return lines
}

const logger = loggerOf({}, anIo().stderr)

test('on a terminal each strategy has a line that grows by a bar with every iteration', () => {
  const text = written({ isTTY: true }, { logger, env: {} })
  // Before it is wiped out.
  const lines = seenOn(text.slice(0, text.lastIndexOf('\r\u001B[0J')))
  expect(lines[0]).toMatch(/^process 2 of 6: iteration 6 of 6, .* left at most$/)
  expect(lines.slice(1).map((line) => line.split(' ')[0])).toEqual(['sequential', 'pipelined', 'A/A', '+10%'])
  for (const line of lines.slice(1)) expect(line).toMatch(/\d ms {2}[▁▂▃▄▅▆▇█]{12}$/)
  // Afterwards there is nothing left of it.
  expect(seenOn(text)).toEqual([''])
})

test('elsewhere, in CI and on a terminal that cannot draw anew or has no room, there is a line a block', () => {
  const plain = 'process 1 of 6\n'
  expect(written({ isTTY: false }, { logger, env: {} })).toBe(plain)
  expect(written({ isTTY: true }, { logger, env: { CI: 'true' } })).toBe(plain)
  expect(written({ isTTY: true }, { logger, env: { TERM: 'dumb' } })).toBe(plain)
  expect(written({ isTTY: true, columns: 39 }, { logger, env: {} })).toBe(plain)
  expect(written({ isTTY: true, rows: 6 }, { logger, env: {} })).toBe(plain)
})

test('quiet is quiet, and every run is printed where runs are logged', () => {
  expect(written({ isTTY: true }, { logger: loggerOf({ quiet: true }, anIo().stderr), env: {} })).toBe('')
  const lines = written({ isTTY: true }, { logger: loggerOf({ logRuns: true }, anIo().stderr), env: {} })
    .trim()
    .split('\n')
  expect(lines).toHaveLength(TRIALS.length + 1)
  expect(lines.at(-1)).toMatch(/^process 2, measured 6, \+10%: \d\d\.\d ms$/)
})

const RACE: RaceSoFar = {
  variants: ['sequential', '夜の便'],
  block: 1,
  blocks: 6,
  iteration: 3,
  iterations: 6,
  makespansMs: new Map([
    ['sequential', [60, 70, 65]],
    ['夜の便', [10, undefined, 12]],
  ]),
}

// Breakage: a run that failed counted with the time after which it was given up, beside which all others look alike.
test('bars are as high as runs are long, and a run that failed has a cross', () => {
  const [head, one, other] = drawRace(RACE, 80)
  expect(head).toBe('process 1 of 6: iteration 3 of 6')
  expect(one).toBe('sequential      65.0 ms  ▇██')
  expect(other).toBe('夜の便          11.0 ms  ▁×▂')
})

test('no line is wider than the terminal, however many iterations there were', () => {
  const long = new Map([
    ['sequential', Array.from({ length: 500 }, (_, index) => 60 + (index % 7))],
    ['夜の便', []],
  ])
  for (const width of [40, 60, 80, 120])
    for (const line of drawRace({ ...RACE, makespansMs: long, leftMs: 1e7 }, width))
      expect(widthOf(line)).toBeLessThanOrEqual(width)
})

test('of a run that has failed it is printed how, where runs are logged', () => {
  const [failed] = changed(
    TRIALS.slice(-1),
    () => true,
    () => ({ faults: [aFault('fell over')] }),
  )
  let text = ''
  const screen = { isTTY: false, columns: 80, rows: 24, write: (more: string) => Boolean((text += more)) }
  createProgress(PLAN, screen, { logger: loggerOf({ logRuns: true }, anIo().stderr), env: {} }).ended(failed!)
  expect(text).toContain(': fell over')
})
