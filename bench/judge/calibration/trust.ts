import type { Calibration } from './calibration.ts'
import type { Rate } from './rates.ts'

/** What speaks against the verdicts of a machine: so many comparisons came out wrong, which is more than chance explains. */
export type Objection =
  | (Rate & { readonly code: 'equal-copies-differ' | 'equal-copies-misjudged'; readonly atMost: number })
  | (Rate & { readonly code: 'slower-copies-called-faster'; readonly slowedBy: number; readonly atMost: number })

/** Whether verdicts of a machine can be believed: `doubtful-verdicts` where something false was said, and not only an interval too narrow. */
export type Trust =
  | {
      readonly code: 'doubtful-small-differences' | 'doubtful-verdicts'
      readonly objections: readonly [Objection, ...Objection[]]
    }
  | {
      readonly code: 'no-objection'
      readonly significant: Rate
      /** The smallest slowdown that was found in all of its copies, where there is one. */
      readonly foundAll?: { readonly slowedBy: number; readonly of: number }
      readonly largestSlowdown: number
    }

/** The share of equal copies that may differ significantly, or be misjudged. */
const NOMINAL = 0.05

export function trustIn({ shuffled: { equal, power } }: Calibration): Trust {
  const { significant, wrongVerdicts } = equal
  const objections: Objection[] = [
    ...beyond({ code: 'equal-copies-differ', ...significant, atMost: NOMINAL }),
    ...beyond({ code: 'equal-copies-misjudged', ...wrongVerdicts, atMost: NOMINAL }),
    ...power.flatMap(({ slowedBy, faster }) =>
      beyond({ code: 'slower-copies-called-faster', slowedBy, ...faster, atMost: NOMINAL / 2 }),
    ),
  ]
  const [first, ...others] = objections
  if (first) {
    const isOfVerdicts = objections.some(({ code }) => code !== 'equal-copies-differ')
    return {
      code: isOfVerdicts ? 'doubtful-verdicts' : 'doubtful-small-differences',
      objections: [first, ...others],
    }
  }
  const seen = power.find(({ found }) => found.count === found.of)
  return {
    code: 'no-objection',
    significant,
    ...(seen && { foundAll: { slowedBy: seen.slowedBy, of: seen.found.of } }),
    largestSlowdown: Math.max(...power.map(({ slowedBy }) => slowedBy)),
  }
}

/** An objection only where its interval lies wholly above what chance explains. */
function beyond(objection: Objection): Objection[] {
  return objection.interval.low > objection.atMost ? [objection] : []
}
