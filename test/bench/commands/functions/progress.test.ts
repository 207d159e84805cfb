import { expect, test } from 'vitest'
import { createAbProgress } from '../../../../bench/commands/functions/run-comparison.ts'
import { anAbPlan } from '../../../support/comparisons.ts'

/** What is drawn on a stream, with a clock of its own. */
function drawing(isTTY: boolean, columns = 200) {
  const drawn: string[] = []
  let ms = 0
  const progress = createAbProgress(
    anAbPlan({ environments: 12 }),
    { isTTY, columns, write: (text: string) => drawn.push(text) },
    { nowMs: () => ms, env: {} },
  )
  return { drawn, at: (when: number) => void (ms = when), ...progress }
}

test('each container is a line, with what is left by those before it', () => {
  const { drawn, at, beginning } = drawing(false)
  beginning(1, 0)
  at(60_000)
  beginning(2, 1)
  expect(drawn).toEqual(['container 1 of 12 per variant\n', 'container 2 of 12 per variant, about 11 min 0 s left\n'])
})

// Breakage: "container 13 of 12 per variant, about 0 s left".
test('a container in the place of one that is not whole is not the thirteenth of twelve', () => {
  const { drawn, at, beginning } = drawing(false)
  at(120_000)
  beginning(13, 11)
  expect(drawn).toEqual(['container 12 of 12 per variant, 1 being replaced, about 10 s left\n'])
})

test('on a terminal it is one line, no longer than that, and gone at the end', () => {
  const { drawn, beginning, clear } = drawing(true, 20)
  beginning(1, 0)
  clear()
  expect(drawn).toEqual(['\r\u001B[2Kcontainer 1 of 12 pe', '\r\u001B[2K'])
})
