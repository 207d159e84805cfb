import { z } from 'zod'
import type { RatioEstimate } from '../statistics/block-ratio.ts'
import type { Interval } from '../statistics/interval.ts'
import { blocksMissing, withBlocks } from '../statistics/with-blocks.ts'

/** Says something of speed by itself, or why nothing may be said. */
const PLAIN = [
  'faster',
  'slower',
  'equivalent',
  'faster-size-unclear',
  'slower-size-unclear',
  'mock-server-saturated',
  'insufficient-traces',
  'network-allowed',
] as const

/** What a run that cannot be compared makes of its variant. */
const UNSOUND = ['output-mismatch', 'unreliable'] as const

export const verdictCodeSchema = z.enum([...PLAIN, 'inconclusive', ...UNSOUND])

export const verdictSchema = z
  .discriminatedUnion('code', [
    z.strictObject({ code: z.enum(PLAIN) }),
    z.strictObject({
      code: z.literal('inconclusive'),
      moreBlocks: z
        .number()
        .optional()
        .describe('About how many more blocks would decide, where that can be estimated.'),
      moreMs: z.number().optional().describe('About how long these would take.'),
    }),
    z.strictObject({
      code: z.literal('output-mismatch'),
      runs: z.number().describe('How many runs sent something else than the reference, or something twice.'),
      of: z.number(),
      duplicates: z.number().describe('How many notifications these runs sent that they had already sent.'),
      example: z
        .strictObject({ sent: z.number(), expected: z.number() })
        .optional()
        .describe(
          'How many notifications the first run with other posts sent, and the reference in its place: where these are the same, what they say differs, or which items they are for. Absent from load tests.',
        ),
      fails: z
        .strictObject({
          item: z.number(),
          step: z.string(),
          kind: z.string(),
          message: z.string().optional(),
          isReference: z.literal(true).optional().describe('It fails with the reference, and not with the variant.'),
        })
        .optional()
        .describe(
          'The first failure of an item that does not fail so with the reference, or with it alone; of a job of your own.',
        ),
    }),
    z.strictObject({
      code: z.literal('unreliable'),
      cause: z.discriminatedUnion('code', [
        z.strictObject({ code: z.literal('runs-failed'), failed: z.number(), of: z.number() }),
        z.strictObject({ code: z.literal('reference'), verdict: z.enum(UNSOUND) }),
      ]),
    }),
  ])
  .meta({ id: 'Verdict', description: 'What may be said of a variant against the reference.' })

/** What may be said of a variant against the reference, or what keeps anything from being said. */
export type Verdict = Readonly<z.infer<typeof verdictSchema>>
export type VerdictCode = Verdict['code']
export type OutputMismatch = Extract<Verdict, { code: 'output-mismatch' }>

/**
 * The verdict on a ratio of times (candidate over reference) from its interval and a margin: beyond the margin as a whole,
 * within it as a whole, or neither. `...-size-unclear` (1 excluded, the margin crossed) is only for the last look.
 */
export function judgeRatio(estimate: RatioEstimate, margin: number, lastLook: boolean): Verdict {
  const { low, high } = estimate
  const upper = 1 + margin
  const lower = 1 / upper
  if (high < lower) return { code: 'faster' }
  if (low > upper) return { code: 'slower' }
  if (isAlike(estimate, margin)) return { code: 'equivalent' }
  if (lastLook && high < 1) return { code: 'faster-size-unclear' }
  if (lastLook && low > 1) return { code: 'slower-size-unclear' }
  const isOpen = (one: Interval) => !(one.high < lower || one.low > upper || isAlike(one, margin))
  const moreBlocks = blocksMissing(estimate.blocks, (blocks) => isOpen(withBlocks(estimate, blocks)))
  return { code: 'inconclusive', ...(moreBlocks !== undefined && { moreBlocks }) }
}

/** Whether an interval lies within the margin as a whole. */
export function isAlike({ low, high }: Interval, margin: number): boolean {
  return low >= 1 / (1 + margin) && high <= 1 + margin
}

/** Whether an interval shows at all that it is of something slower. */
export function isSeenSlower({ low }: Interval): boolean {
  return low > 1
}

/** What is left to say where the A/A check failed: the machine is not fit for this margin, so nearness proves nothing. */
export function withheld(verdict: Verdict): Verdict {
  return restsOnNearness(verdict) ? { code: 'inconclusive' } : verdict
}

/** The same of a code alone. */
export function withheldCode(code: VerdictCode): VerdictCode {
  return restsOnNearness({ code }) ? 'inconclusive' : code
}

function restsOnNearness({ code }: { readonly code: VerdictCode }): boolean {
  return isComparison({ code }) && code !== 'faster' && code !== 'slower'
}

/** Whether a verdict speaks of speed at all. */
export function isComparison({ code }: { readonly code: VerdictCode }): boolean {
  return (
    code !== 'output-mismatch' &&
    code !== 'unreliable' &&
    code !== 'mock-server-saturated' &&
    code !== 'insufficient-traces' &&
    code !== 'network-allowed'
  )
}

/** Whether something keeps its speed from being spoken of, which pictures draw hollow; not where there is no verdict yet. */
export function isUnspoken(verdict: Verdict | undefined): boolean {
  return verdict !== undefined && !isComparison(verdict)
}

/** Whether it settles something: a run goes on to its next look while the verdict on a variant does not. */
export function isDecided({ code }: Verdict): boolean {
  return code === 'faster' || code === 'slower' || code === 'equivalent' || !isComparison({ code })
}
