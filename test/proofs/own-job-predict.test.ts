import { expect, test } from 'vitest'
import { start } from '../support/command-line.ts'
import { aFolder } from '../support/folders.ts'
import { jobText, ownScenarioFile } from '../support/own-jobs.ts'

// Breakage: what a check waits for is taken for CPU time, of which there is one at a time, and printed as the time of promise-all.
test('a strategy is left out where the model does not describe the job', async () => {
  const check = `async (bytes) => {
    await new Promise((resolve) => setTimeout(resolve, 20))
    return JSON.parse(new TextDecoder().decode(bytes)).lines.filter((line) => line.late)
  }`
  const given = [
    'predict',
    ownScenarioFile(jobText({ check })),
    '--items',
    '30',
    '--strategies',
    'sequential,promise-all',
  ]
  const { code, stdout, stderr } = await start(given, { cwd: aFolder() }).end
  expect(code, stderr).toBe(0)
  expect(stderr).toMatch(
    /promise-all is left out: when the model was checked, its prediction was \d+\.\d+ times the measured time/,
  )
  expect(stdout).toMatch(/sequential/)
  expect(stdout).not.toMatch(/promise-all/)
})
