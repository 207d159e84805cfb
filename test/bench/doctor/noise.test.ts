import { expect, test } from 'vitest'
import { fitnessFrom, noisePlan } from '../../../bench/commands/doctor.ts'
import { AA_CHECK, LOOKS, SENSITIVITY_CHECK } from '../../../bench/plan/schedule.ts'
import type { Trial } from '../../../bench/trial/trial.ts'
import { changed, isMeasured, isRun, type Simulation, trialsOf, aFault } from '../../support/trials.ts'

/** The trials of such a race: two copies and nothing else. */
function noise(simulation: Simulation = {}): Trial[] {
  const trials = trialsOf({ candidates: {}, quick: false, ...simulation })
  return trials
    .filter(({ variant }) => variant !== SENSITIVITY_CHECK)
    .map((trial) => ({ ...trial, scenario: { ...trial.scenario, variants: ['sequential', AA_CHECK] } }))
}

test('two copies of the reference are raced up to the first look, and nothing else', () => {
  const { variants, looks, quick, scenario } = noisePlan()
  expect(variants.map(({ name, strategy }) => [name, strategy])).toEqual([
    ['sequential', 'sequential'],
    [AA_CHECK, 'sequential'],
  ])
  expect(looks).toEqual(LOOKS.slice(0, 1))
  // Trials that call themselves quick would be judged at another level.
  expect(quick).toBe(false)
  expect(scenario.name).toBe('demo')
})

test('the interval is the A/A check’s own, at the level of the first look of a default run', () => {
  expect(fitnessFrom(noise())).toMatchObject({ seen: { blocks: 6, iterations: 36, alpha: 0.01 } })
})

test('a noisier machine is fit for less', () => {
  const marginAt = (blockSd: number) => {
    const fitness = fitnessFrom(noise({ blockSd }))
    return 'code' in fitness ? fitness.code : fitness.forecasts[0]!.margin
  }
  expect(marginAt(0.001)).toBeLessThan(marginAt(0.02) as number)
  expect(marginAt(0.3)).toBeUndefined()
})

test('what cannot be judged says why', () => {
  expect(fitnessFrom([])).toEqual({ code: 'no-iteration' })
  expect(fitnessFrom(noise().filter((trial) => !isMeasured(trial)))).toEqual({ code: 'no-iteration' })
  expect(fitnessFrom(noise({ blocks: 3 }))).toEqual({ code: 'too-few-blocks', needed: 6 })
  const fault = aFault('it ended by itself')
  const failed = changed(noise(), isRun(AA_CHECK, 2, 3), () => ({ faults: [fault] }))
  expect(fitnessFrom(failed)).toEqual({ code: 'run-failed', fault })
  const late = changed(noise(), isMeasured, ({ plannedIdealMs = 0 }) => ({ idealMs: plannedIdealMs * 1.3 }))
  expect(fitnessFrom(late)).toEqual({ code: 'mock-server-late' })
})
