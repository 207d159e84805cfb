import { expect, test } from 'vitest'
import { axesFrom, predictCommand } from '../../../bench/commands/predict.ts'
import { UserError } from '../../../bench/io/user-error.ts'
import { strategies } from '../../../strategies/index.ts'
import { anIo } from '../../support/in-process.ts'
import { ownScenarioFile } from '../../support/own-jobs.ts'

test('items are the axis unless another option has several values', () => {
  const axes = (options: object) => axesFrom(options).map(({ name, values }) => `${name} ${values.length}`)
  expect(axes({})).toEqual(['items 13'])
  expect(axes({ delay: '20ms' })).toEqual(['items 13', 'delay 1'])
  expect(axes({ delay: '3ms..30ms' })).toEqual(['delay 3'])
  expect(axes({ items: '50', size: '3KB' })).toEqual(['items 1', 'size 1'])
  expect(() => axesFrom({ items: 'many' })).toThrow(UserError)
})

// Breakage of a row: times are printed that were held against nothing, or that leave out what the job makes of a failure.
test.each([
  ['faults', ['world.fetchFaults={ status-500: 0.1 }'], {}],
  ['faults', ['world.notifyFaults={ reset: 0.1 }'], {}],
  ['rate', ['world.notifyRate={ perSecond: 5, burst: 1 }'], {}],
  ['rate', [], { notifyRate: '1/s,5/s' }],
  ['size', [], { size: '3KB,30KB' }],
  ['network', ['client.allowNet=true'], {}],
])('of a job of a user nothing is predicted with %s (%j)', async (why, set, options) => {
  const io = anIo()
  await expect(predictCommand(ownScenarioFile(), { calibrate: true, set, ...options }, io)).rejects.toThrow(
    expect.objectContaining({ code: 'own-job-unpredictable', parameters: { why } }),
  )
  expect(io.printed).toEqual({ stdout: '', stderr: '' })
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
