import type { Plan } from '../../plan/plan.ts'
import { estimateBlockMs } from '../../run/local/estimate.ts'
import { counted } from '../../report/messages/formats.ts'
import { formatDuration } from '../../report/format.ts'
import { headingOf, type Scenario } from '../../scenario/scenario.ts'
import { formatAxes } from '../../scenario/cell-labels.ts'
import type { RecordedCell, SweepRecord } from '../../trial/sweep-record.ts'
import { rangeText, sweepTexts } from '../../report/messages/commands.ts'

interface Announced {
  readonly record: SweepRecord
  /** Of any cell. */
  readonly plan: Plan
  /** The cells that are to be run. */
  readonly left: readonly RecordedCell[]
  /** Those of them that were measured before, and ended early. */
  readonly begun: readonly RecordedCell[]
  readonly planOf: (scenario: Scenario) => Plan
  readonly folder: string
}

/** What a sweep is about to run, and about how long it takes. */
export async function announceSweep({ record, plan, left, begun, planOf, folder }: Announced): Promise<string[]> {
  const { variants, looks, scenario } = plan
  const [least, most] = [looks[0]!.blocks, looks.at(-1)!.blocks]
  let blocksMs = 0
  for (const cell of left) blocksMs += await estimateBlockMs(planOf(cell.scenario))
  const time = rangeText(least, most, (blocks) => formatDuration(blocksMs * blocks))
  const finished = record.cells.length - left.length
  return [
    headingOf(scenario),
    sweepTexts.heading(
      formatAxes(record.axes),
      record.cells.length,
      variants.map(({ name }) => name),
      rangeText(least, most),
      counted(scenario.plan.iterations, 'iteration'),
    ),
    ...(finished > 0 ? [sweepTexts.finished(finished, record.cells.length, folder)] : []),
    ...(begun.length > 0 ? [sweepTexts.begun(begun.length)] : []),
    left.length === 0 ? sweepTexts.nothingLeft : sweepTexts.about(time),
  ]
}
