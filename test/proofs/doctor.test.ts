import { expect, test } from 'vitest'
import { start } from '../support/command-line.ts'
import { within } from '../support/eventually.ts'

test('Ctrl-C during the measurement prints what was found without the margin, and exits with 130', async () => {
  const measuring = start(['doctor'])
  await measuring.says('process 1 of 6')
  measuring.interrupt()
  const { code, stdout, stderr } = await within(30_000, 'the end', measuring.end)
  expect(code).toBe(130)
  expect(stderr).toContain('Stopping: the margin is left out. Again to stop at once.')
  expect(stdout).toMatch(/^\w+ +cores +\d/m)
  expect(stdout).toMatch(/\n\nThe margin was not measured\.\n$/)
})
