import { join } from 'node:path'
import { z } from 'zod'
import { calledIn, quoted } from '../../cli/called.ts'
import { readTextFile } from '../../io/read-file.ts'
import { UserError } from '../../io/user-error.ts'
import { constraintsSchema } from '../../judge/comparison/judgement.ts'
import { objectiveOf, type SelectionCriteria, SPEED } from '../../judge/selection-criteria.ts'
import { type CriteriaOptions, hasCriteria, parseCriteria } from './criteria.ts'

const selection = { objective: z.string().transform(objectiveOf), constraints: constraintsSchema }

/** Without a selection where nothing is recommended yet. */
const one = z.object({ pick: z.object(selection).optional() })

/** Of a comparison; of one for each size of memory, which are all selected from alike; or of a sweep. */
const reportSchema = z.union([
  one.extend({ kind: z.literal('comparison') }),
  z.object({ kind: z.literal('sizes'), sizes: z.array(one) }).transform(({ sizes }) => sizes[0] ?? {}),
  z
    .object({ kind: z.literal('sweep'), ...selection })
    .transform(({ objective, constraints }) => ({ pick: { objective, constraints } })),
])

const MOST_BYTES = 64_000_000

/** The selection that options make; where none is given, that of the report in the folder, or speed where there is none. Throws a UserError for bad options. */
export function criteriaFor(folder: string, options: CriteriaOptions): SelectionCriteria {
  return hasCriteria(options) ? parseCriteria(options) : (criteriaIn(folder) ?? SPEED)
}

/** As `criteriaFor`; throws a UserError also where nothing is given and there is no report. */
export function criteriaToApply(folder: string, options: CriteriaOptions, cwd: string): SelectionCriteria {
  const criteria = hasCriteria(options) ? parseCriteria(options) : criteriaIn(folder)
  if (criteria) return criteria
  throw new UserError('report-missing', { folder, command: `${calledIn(cwd)} report ${quoted(folder)}` })
}

function criteriaIn(folder: string): SelectionCriteria | undefined {
  try {
    const text = readTextFile(join(folder, 'report.json'), { mostBytes: MOST_BYTES })
    return reportSchema.parse(JSON.parse(text)).pick ?? SPEED
  } catch {
    return undefined
  }
}
