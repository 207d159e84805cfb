import { join } from 'node:path'
import { z } from 'zod'
import { calledIn, quoted } from '../../cli/called.ts'
import { readTextFile } from '../../io/read-file.ts'
import { UserError } from '../../io/user-error.ts'
import { constraintsSchema } from '../../judge/comparison/judgement.ts'
import { objectiveOf, type SelectionCriteria, SPEED } from '../../judge/selection-criteria.ts'
import { type CriteriaOptions, isGiven, parseCriteria } from './criteria.ts'

const selection = { objective: z.string().transform(objectiveOf), constraints: constraintsSchema }

/** Of a comparison, without a selection where nothing is recommended yet or several sizes are judged by themselves; or of a sweep. */
const reportSchema = z.union([
  z.object({ kind: z.enum(['comparison', 'sizes']), pick: z.object(selection).optional() }),
  z.object({ kind: z.literal('sweep'), ...selection }).transform((pick) => ({ pick })),
])

const MOST_BYTES = 64_000_000

/** The selection that options make; where none is given, that of the report in the folder, or speed where there is none. Throws a UserError for bad options. */
export function criteriaFor(folder: string, options: CriteriaOptions): SelectionCriteria {
  return isGiven(options) ? parseCriteria(options) : (criteriaIn(folder) ?? SPEED)
}

/** As `criteriaFor`; throws a UserError also where nothing is given and there is no report. */
export function criteriaToApply(folder: string, options: CriteriaOptions, cwd: string): SelectionCriteria {
  const criteria = isGiven(options) ? parseCriteria(options) : criteriaIn(folder)
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
