import { expect, test } from 'vitest'
import { run } from '../../../support/in-process.ts'

test('both ways to give a schedule at once are a mistake, before anything is written', async () => {
  const { code, stdout, stderr } = await run(['rate', 'demo', '--every', '100ms', '--rate', '10/s'])
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  expect(stderr).toBe('utakata: expected --every or --rate, got both (100ms and 10/s); leave one out\n')
})
