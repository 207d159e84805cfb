import type { Result } from '../../bench/judge/comparison/judgement.ts'
import type { Check } from '../../bench/report/document.ts'
import { ENGLISH } from '../../bench/report/messages/en.ts'
import { checksOf } from '../../bench/report/sentences/checks.ts'
import { type Simulation, trialsOf } from './trials.ts'

/** Two candidates like the reference, on a machine where nothing is in the way. */
export const EVEN: Simulation = {
  candidates: { pipelined: 1, 'look-ahead': 1 },
  blockSd: 0.002,
  iterationSd: 0.004,
  seed: 3,
}
export const calm = trialsOf(EVEN)

/** A check that is as it should be, and is shown only where everything is. */
export const asIs = (name: string, text: string): Check => ({ tone: 'good', name, text, detail: 'full' })
/** Something that was found, and is shown at first. */
export const found = (name: string, text: string): Check => ({ tone: 'plain', name, text, detail: 'summary' })
export const failed = (name: string, text: string): Check => ({ tone: 'bad', name, text, detail: 'summary' })
/** The checks of that name. */
export const checksIn = (result: Result, name: string) =>
  checksOf(result, ENGLISH).filter((check) => check.name === name)

/** A change of the time, such as `+5.0% (+4.0% to +6.0%)`. */
export const change = (...changes: [string, string, string]) => {
  const [estimate, low, high] = changes.map((one) => `${one}%`)
  return ENGLISH.units.withInterval({ estimate: estimate!, low: low!, high: high! })
}
