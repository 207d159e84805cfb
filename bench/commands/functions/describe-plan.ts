import type { AbPlan } from '../../run/aws/ab-plan.ts'
import type { Estimate } from '../../run/aws/estimate.ts'
import { PRICES } from '../../model/cost.ts'
import { formatDuration } from '../../report/format.ts'
import { MIN_ENVIRONMENTS } from '../../plan/schedule.ts'
import { layOut } from '../../report/table.ts'

/** What a comparison would do and take, as lines; `invocationMs`: what its estimate took one invocation to take. */
export function describePlan(plan: AbPlan, estimate: Estimate, invocationMs: number): string[] {
  const { invocations, mostInvocations, elapsedMs, mostUsd, architecture } = estimate
  const { variants, environments, warm, concurrency, allowedErrors, run } = plan
  const rows = variants.map(({ name, function: called, memoryMb, isResized, slowedBy }) => [
    name,
    called,
    `${memoryMb} MB${isResized ? ', set for the while' : ''}${slowedBy === undefined ? '' : ', told to be slower'}`,
  ])
  const at = concurrency > 1 ? `, ${concurrency} at a time` : ''
  return [
    `Run ${run}: ${variants.length} arms, ${environments} times new containers of each, in an order drawn anew each time.`,
    ...layOut(rows).map((row) => `  ${row}`),
    `Each container: a cold and ${warm} warm ${warm === 1 ? 'invocation' : 'invocations'}${at}; given up after more than ${allowedErrors} that fail, and an arm with one is called unreliable all the same.`,
    `New containers come by an environment variable (UTAKATA_TOUCHED), which is put back at the end.`,
    `At most ${mostInvocations} invocations (${invocations} where no container has to be made up for), about ${formatDuration(elapsedMs)}, at most USD ${mostUsd.toFixed(4)} where none takes longer than the ${invocationMs} ms of --expect (${architecture} prices of ${PRICES.region} reported ${PRICES.asOf}; traces included).`,
    ...(environments < MIN_ENVIRONMENTS
      ? [`Fewer than ${MIN_ENVIRONMENTS} containers: there will be figures, and no verdict.`]
      : []),
  ]
}
