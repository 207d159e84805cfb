import type { AbPlan, Estimate } from '../aws/ab-plan.ts'
import { PRICES } from '../cost.ts'
import { formatDuration } from '../report/format.ts'
import { LEAST_ENVIRONMENTS } from '../schedule.ts'
import { layOut } from '../report/table.ts'

/** What a comparison would do and take, as lines. */
export function describePlan(plan: AbPlan, { invocations, elapsedMs, usd }: Estimate): string[] {
  const { arms, environments, warm, concurrency, allowedErrors, run } = plan
  const rows = arms.map(({ name, function: called, memoryMb, isResized }) => [
    name,
    called,
    `${memoryMb} MB${isResized ? ', set for the while' : ''}`,
  ])
  const at = concurrency > 1 ? `, ${concurrency} at a time` : ''
  return [
    `Run ${run}: ${arms.length} arms, ${environments} times new containers of each, in an order drawn anew each time.`,
    ...layOut(rows).map((row) => `  ${row}`),
    `Each container: a cold and ${warm} warm ${warm === 1 ? 'invocation' : 'invocations'}${at}; given up after ${allowedErrors} that fail.`,
    `New containers come by an environment variable (UTAKATA_TOUCHED), which is put back at the end.`,
    `${invocations} invocations, about ${formatDuration(elapsedMs)}, about USD ${usd.toFixed(4)} (prices of ${PRICES.region} reported ${PRICES.asOf}; traces included).`,
    ...(environments < LEAST_ENVIRONMENTS
      ? [`Fewer than ${LEAST_ENVIRONMENTS} containers: there will be figures, and no verdict.`]
      : []),
  ]
}
