import { expect, test } from 'vitest'
import { createProgressLine } from '../../../bench/cli/progress-line.ts'
import { widthOf } from '../../../bench/report/table.ts'

function drawing({ isTTY = false, columns = 80, env = {}, isQuiet = false } = {}) {
  const written: string[] = []
  const line = createProgressLine({ isTTY, columns, write: (text: string) => written.push(text) }, { env, isQuiet })
  return { written, line }
}

// Breakage: a line for each of hundreds of processes in the log of a CI.
test('where nothing can be rewritten there are a dozen lines at most, and the first step always is one', () => {
  for (const steps of [1, 6, 12, 13, 24, 50, 1000]) {
    const { written, line } = drawing()
    for (let step = 1; step <= steps; step++) line.begin(step, steps, `step ${step}`)
    line.draw(1, 'between')
    line.clear()
    expect(written.length, String(steps)).toBeLessThanOrEqual(12)
    expect(written.length, String(steps)).toBeGreaterThanOrEqual(Math.min(steps, 6))
    expect(written[0]).toBe('step 1\n')
  }
})

test('a terminal has one line, with a bar, never wider than the terminal, in which names cannot move the cursor', () => {
  for (const columns of [20, 40, 80]) {
    const { written, line } = drawing({ isTTY: true, columns })
    line.begin(1, 4, 'step', `夜の便 ${'x'.repeat(100)}`)
    line.draw(0.5, 'half\u001B[2J')
    line.clear()
    for (const text of written) {
      expect(text.startsWith('\r\u001B[2K')).toBe(true)
      const shown = text.slice('\r\u001B[2K'.length)
      for (const control of ['\u001B', '\n']) expect(shown).not.toContain(control)
      expect(widthOf(shown)).toBeLessThanOrEqual(Math.max(20, columns - 1))
    }
    expect(written[1]!.split('█')).toHaveLength(columns < 60 ? 1 : 13)
    expect(written.at(-1)).toBe('\r\u001B[2K')
  }
})

test('quiet writes nothing', () => {
  const { written, line } = drawing({ isTTY: true, isQuiet: true })
  line.begin(1, 2, 'step')
  line.draw(0.5, 'half')
  line.clear()
  expect(written).toEqual([])
})
