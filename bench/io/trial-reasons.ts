import { z } from 'zod'
import type { Immutable } from './immutable.ts'
import { count, figure, name, sentence, totalMs } from './record-fields.ts'

/** Why a run failed, was discarded or has no trace, as codes: reports have the words. A `message` is of somebody else, as it was given. */

const stderr = sentence.optional().describe('The end of what a program wrote to standard error.')

/** How a process came to give no answer. */
const processFailure = z.discriminatedUnion('code', [
  z.object({ code: z.literal('exited'), exitCode: figure(0, 2 ** 32).optional(), signal: name.optional(), stderr }),
  z.object({ code: z.literal('killed').describe('For no answer in time.'), withinMs: totalMs, stderr }),
  z.object({ code: z.enum(['unreachable', 'threw']), message: sentence }),
  z.object({ code: z.literal('waits-for-no-step').describe('Of a strategy on the virtual clock.') }),
  z.object({
    code: z.literal('no-answer').describe('Of a program: a line that is no answer.'),
    run: count,
    got: sentence,
    stderr,
  }),
  z.object({ code: z.literal('unrequested-output').describe('Of a program.'), got: sentence, stderr }),
  z.object({
    code: z.literal('wrong-figures').describe('Of a program: an answer with figures that cannot be.'),
    issue: sentence,
    stderr,
  }),
  z.object({ code: z.literal('flooded').describe('Of a program: a line without an end.'), mostBytes: count, stderr }),
  z.object({ code: z.literal('closed-output').describe('Of a program that goes on running.'), stderr }),
  z.object({ code: z.literal('many-processes').describe('Of a program.'), most: count, stderr }),
  z.object({
    code: z.literal('left-processes').describe('Of a program: some that left its tree.'),
    processes: count,
    stderr,
  }),
])

export const faultSchema = z
  .discriminatedUnion('code', [
    z.object({ code: z.literal('no-result'), variant: name, failure: processFailure }),
    z.object({
      code: z.literal('not-run').describe('It had hung before.'),
      variant: name,
      kills: count,
      withinMs: totalMs,
    }),
    z.object({ code: z.literal('timed-out'), withinMs: totalMs }),
    z.object({ code: z.literal('ideal-unknown'), strategy: name, failure: processFailure }),
    z.object({ code: z.literal('missing-outcomes'), outcomes: count, items: count }),
    z.object({ code: z.literal('answered-early').describe('Before all that it sent was taken.'), posts: count }),
    z.object({
      code: z.literal('unexpected-failures'),
      kind: name.describe('Step and kind.'),
      failures: count,
      planned: count.optional().describe('By the world; absent where nobody has planned any.'),
      example: sentence.optional(),
    }),
    z.object({
      code: z.literal('invocation-failed'),
      message: sentence.optional().describe('Of Lambda or the function; absent where there was none.'),
    }),
    z.object({ code: z.literal('refused').describe('By a function of ours.'), message: sentence }),
    z.object({ code: z.enum(['unknown-answer', 'cut-off', 'trace-has-fault']) }),
    z.object({ code: z.literal('other-strategy'), answered: name, expected: name }),
  ])
  .meta({ id: 'Fault', description: 'Why a run does not count as a right one.' })

export const discardSchema = z
  .discriminatedUnion('code', [
    z.object({ code: z.literal('mock-server-failed'), failure: processFailure }),
    z.object({ code: z.literal('mock-server-stalled'), lagMs: totalMs }),
    z.object({ code: z.literal('requests-unrecorded'), requests: count, unrecorded: count }),
  ])
  .meta({ id: 'Discard', description: 'What of the harness itself failed.' })

const traceLack = z.discriminatedUnion('code', [
  z.object({ code: z.enum(['over-limit', 'no-segment', 'no-run', 'no-timeline', 'no-function']) }),
  z.object({ code: z.literal('unreadable-segments'), segments: count }),
  z.object({ code: z.literal('lone-segment'), name, origin: name }),
  z.object({ code: z.literal('open-segment'), name: name.optional(), origin: name.optional() }),
  z.object({ code: z.literal('no-timeline-parts'), parts: z.array(count), of: count }),
  z.object({ code: z.literal('other-functions'), expected: name, found: z.array(name) }),
  z.object({ code: z.enum(['open-function', 'no-service-time', 'impossible-span']), function: name }),
])

export const untracedSchema = z
  .discriminatedUnion('code', [
    z.object({ code: z.literal('incomplete'), lacks: z.array(traceLack) }),
    z.object({
      code: z.literal('never-came').describe('Of an invocation that was driven.'),
    }),
    z.object({ code: z.literal('not-delivered').describe('Of a trace that was named or found.') }),
    z.object({ code: z.literal('not-found').describe('Of what a comparison must have done.') }),
    z.object({ code: z.enum(['not-requested', 'interrupted']) }),
    z.object({ code: z.literal('xray-failed'), message: sentence }),
    z.object({ code: z.literal('not-in-file'), file: name }),
  ])
  .meta({ id: 'Untraced', description: 'Why there is no whole trace of an invocation.' })

export type ProcessFailure = Immutable<z.infer<typeof processFailure>>
export type Fault = Immutable<z.infer<typeof faultSchema>>
export type Discard = Immutable<z.infer<typeof discardSchema>>
export type TraceLack = Immutable<z.infer<typeof traceLack>>
export type Untraced = Immutable<z.infer<typeof untracedSchema>>
