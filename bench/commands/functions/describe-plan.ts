import type { AbPlan } from '../../run/aws/ab-plan.ts'
import type { Estimate } from '../../run/aws/estimate.ts'
import type { PreflightNote } from '../../run/aws/preflight.ts'
import { PRICES } from '../../model/cost.ts'
import { formatDuration } from '../../report/format.ts'
import { comparisonTexts } from '../../report/messages/commands.ts'
import { MIN_ENVIRONMENTS } from '../../plan/schedule.ts'
import { layOut } from '../../report/table.ts'

interface PlanDetails {
  readonly estimate: Estimate
  readonly notes: readonly PreflightNote[]
  /** What the estimate took one invocation to take. */
  readonly invocationMs: number
}

/** What a comparison would do and take, as lines. */
export function describePlan(plan: AbPlan, { estimate, notes, invocationMs }: PlanDetails): string[] {
  const { invocations, mostInvocations, elapsedMs, mostUsd, architectures, unpriced } = estimate
  const { variants, environments, warm, concurrency, allowedErrors, run } = plan
  const rows = variants.map(({ name, function: called, memoryMb, isResized, slowedBy }) => [
    name,
    called,
    comparisonTexts.size(memoryMb, isResized, slowedBy !== undefined),
  ])
  return [
    comparisonTexts.run(run, variants.length, environments),
    ...layOut(rows).map((row) => `  ${row}`),
    comparisonTexts.container(warm, concurrency, allowedErrors),
    ...notes.map(comparisonTexts.preflight),
    comparisonTexts.most({
      invocations: mostInvocations,
      withoutLosses: invocations,
      time: formatDuration(elapsedMs),
      usd: mostUsd,
      expectedMs: invocationMs,
      architectures,
      region: PRICES.region,
      pricesAsOf: PRICES.asOf,
    }),
    ...(unpriced.length > 0 ? [comparisonTexts.unpriced(unpriced)] : []),
    ...(environments < MIN_ENVIRONMENTS ? [comparisonTexts.noVerdict(MIN_ENVIRONMENTS)] : []),
  ]
}
