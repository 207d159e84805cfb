import { expect } from 'vitest'
import { abTrial, type EndedInvocation } from '../../bench/run/aws/ab-trial.ts'
import type { Invoked } from '../../bench/run/aws/invoke.ts'
import { type Trial, trialSchema } from '../../bench/trial/trial.ts'
import { type AnswerOptions, anAbPlan, anAnswer, aVariant, anInvoked } from './comparisons.ts'
import { A_TRIAL } from './trials.ts'

/** A function that is not ours. */
export const FOREIGN = { strategy: 'orders' }

/** The trial of a warm invocation of sequential, by default; each is one that a record can hold. */
export async function trialOf(
  invoked: Partial<Invoked> = {},
  {
    strategy = 'sequential',
    iteration = 1,
    ...changes
  }: Partial<EndedInvocation> & { strategy?: string; iteration?: number } = {},
): Promise<Trial> {
  const trial = await abTrial({
    plan: anAbPlan(),
    target: 'aws',
    turn: { variant: aVariant(strategy), block: 3, iteration, position: 2, attempt: 0 },
    invoked: anInvoked(invoked),
    environment: A_TRIAL.environment,
    ...changes,
  })
  const line = JSON.parse(JSON.stringify(trial)) as unknown
  // Nothing is lost on the way to the disk and back.
  expect(trialSchema.parse(line)).toEqual(line)
  return trial
}

/** The trial of an invocation of a function of ours that answers so. */
export const answering = (options: AnswerOptions, changes: Parameters<typeof trialOf>[1] = {}) =>
  trialOf({ answer: anAnswer(options) }, changes)
