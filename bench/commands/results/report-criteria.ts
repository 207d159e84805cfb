import { join } from 'node:path'
import { z } from 'zod'
import { calledIn, quoted } from '../../cli/called.ts'
import { readTextFile } from '../../io/read-file.ts'
import { UserError } from '../../io/user-error.ts'
import { constraintsSchema } from '../../judge/comparison/judgement.ts'
import { objectiveOf, type SelectionCriteria, SPEED } from '../../judge/selection-criteria.ts'

/** Without a selection where nothing is recommended yet, or several sizes are judged by themselves. */
const reportSchema = z.object({
  kind: z.enum(['comparison', 'sizes']),
  pick: z.object({ objective: z.string().transform(objectiveOf), constraints: constraintsSchema }).optional(),
})

const MOST_BYTES = 64_000_000

/** The criteria by which the report in a folder recommends. Throws a UserError where there is none that can be read. */
export function criteriaOfReport(folder: string, cwd: string): SelectionCriteria {
  try {
    const text = readTextFile(join(folder, 'report.json'), { mostBytes: MOST_BYTES })
    return reportSchema.parse(JSON.parse(text)).pick ?? SPEED
  } catch {
    throw new UserError('report-missing', { folder, command: `${calledIn(cwd)} report ${quoted(folder)}` })
  }
}
