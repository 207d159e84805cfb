import { expect, test } from 'vitest'
import { axesFrom, predictCommand } from '../../../bench/commands/predict.ts'
import { UserError } from '../../../bench/io/user-error.ts'
import { strategies } from '../../../strategies/index.ts'
import { anIo } from '../../support/in-process.ts'

test('feeds are the axis unless another option has several values', () => {
  const axes = (options: object) => axesFrom(options).map(({ name, values }) => `${name} ${values.length}`)
  expect(axes({})).toEqual(['feeds 13'])
  expect(axes({ delay: '20ms' })).toEqual(['feeds 13', 'delay 1'])
  expect(axes({ delay: '3ms..30ms' })).toEqual(['delay 3'])
  expect(axes({ feeds: '50', size: '3KB' })).toEqual(['feeds 1', 'size 1'])
  expect(() => axesFrom({ feeds: 'many' })).toThrow(UserError)
})

// Breakage: 15 s of calibration, and then the mistake.
test('what cannot be placed is refused before anything is measured', async () => {
  const io = anIo()
  const calibrate = true
  await expect(predictCommand('demo', { calibrate, size: '1B' }, io)).rejects.toThrow(
    expect.objectContaining({ code: 'size-too-small', parameters: { leastBytes: 952, bytes: 1 } }),
  )
  await expect(predictCommand('demo', { calibrate, strategies: 'all' }, io)).rejects.toThrow(
    expect.objectContaining({
      code: 'not-a-strategy',
      parameters: {
        option: '--strategies',
        known: Object.keys(strategies),
        given: 'all',
      },
    }),
  )
  await expect(predictCommand('demo', { calibrate, strategyFile: ['none.ts'] }, io)).rejects.toThrow(
    expect.objectContaining({ code: 'strategy-file-missing', parameters: { file: 'none.ts' } }),
  )
  expect(io.printed).toEqual({ stdout: '', stderr: '' })
})
