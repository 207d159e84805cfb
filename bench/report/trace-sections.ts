import type { TracedInvocation } from '../run/aws/traces/segments.ts'
import { slowedName } from '../plan/schedule.ts'
import { type Summary, summaryOf } from '../statistics/summary.ts'
import { formatNumber, formatSummary } from './format.ts'
import type { Section } from './section.ts'

/** What traces tell of any functions, compared or not: how long invocations took, and what below them has which name. */
export function traceSections(invocations: readonly TracedInvocation[]): Section[] {
  const groups = [...Map.groupBy(invocations, nameOf)].sort(([a], [b]) => (a < b ? -1 : 1))
  return [
    {
      title: 'Invocations by X-Ray, medians (95 %)',
      head: ['', 'warm', 'warm ms', 'cold', 'cold ms', 'init ms', 'failed'],
      rows: groups.map(([name, all]) => {
        const [cold, warm] = [all.filter(({ isCold }) => isCold), all.filter(({ isCold }) => !isCold)]
        return [
          name,
          String(warm.length),
          told(warm.map(({ totalMs }) => totalMs)),
          String(cold.length),
          told(cold.map(({ totalMs }) => totalMs)),
          told(cold.flatMap(({ initMs }) => initMs ?? [])),
          String(all.filter(({ hasFault }) => hasFault).length),
        ]
      }),
      isNumeric: true,
      notes: ['warm and cold: in the service Lambda, from the request to the answer.'],
    },
    ...groups.flatMap(([name, all]) =>
      stepsSection(
        name,
        all.filter(({ isCold }) => !isCold),
      ),
    ),
  ]
}

/** Runs that were told to be slower are no part of the others' medians. */
function nameOf({ strategy, functionName, slowedBy }: TracedInvocation): string {
  return (strategy ?? functionName) + (slowedBy === undefined ? '' : ` ${slowedName(slowedBy)}`)
}

function stepsSection(name: string, warm: readonly TracedInvocation[]): Section[] {
  const names = new Set(warm.flatMap(({ steps }) => Object.keys(steps)))
  if (names.size === 0) return []
  const rows = Array.from(names, (step) => {
    const all = warm.flatMap(({ steps }) => steps[step] ?? [])
    const middle = (of: (one: (typeof all)[number]) => number) => formatNumber(summaryOf(all.map(of))!.median)
    return [
      step,
      String(all.length),
      middle(({ count }) => count),
      middle(({ p50Ms }) => p50Ms),
      middle(({ maxMs }) => maxMs),
      middle(({ busyMs }) => busyMs),
      String(all.reduce((sum, { failed }) => sum + failed, 0)),
    ]
  })
  return [
    {
      title: `Subsegments of warm invocations of ${name}, medians over invocations`,
      head: ['', 'invocations', 'in each', 'median ms', 'longest ms', 'sum ms', 'failed'],
      rows,
      isNumeric: true,
      notes: ['sum: of all in an invocation, which may overlap; failed: of all together.'],
    },
  ]
}

function told(values: readonly number[]): string {
  const summary: Summary | undefined = summaryOf(values)
  return summary ? formatSummary(summary) : '–'
}
