import type { Messages } from '../messages/messages.ts'
import { isSelectable } from '../../plan/schedule.ts'
import { textTable } from '../build-table.ts'
import type { Table } from '../document.ts'
import { formatLimits } from '../format.ts'
import type { Result, VariantResult } from '../../judge/comparison/judgement.ts'

/** How runs come to be compared. */
export function methodOf(result: Pick<Result, 'target' | 'lambda' | 'tracing'>, messages: Messages): string[] {
  return result.target === 'local'
    ? [messages.page.methodLocal, messages.page.methodMockServer]
    : [messages.page.methodContainers, ...sourcesOf(result, messages)]
}

/** Where the numbers of invocations come from; nothing where that was not recorded. */
function sourcesOf({ lambda, tracing }: Pick<Result, 'lambda' | 'tracing'>, messages: Messages): string[] {
  const { timedBy = [], warm = [] } = lambda ?? {}
  if (timedBy.length === 0) return []
  const said = {
    answer: messages.lambda.timeByAnswer,
    report: messages.lambda.timeByReport,
    caller: messages.lambda.timeByCaller,
    trace: messages.lambda.timeByTrace,
    span: messages.lambda.timeBySpan,
  }
  const times = messages.lambda.timesNote(messages.all(timedBy.map((one) => said[one])))
  const isByTraces = timedBy.every((one) => one === 'trace' || one === 'span')
  if (isByTraces) return [times, messages.lambda.computedNote]
  return [
    times,
    ...(warm.some(({ billedMs }) => billedMs) ? [messages.lambda.reportsNote] : []),
    ...(tracing ? [messages.lambda.tracesNote] : []),
  ]
}

/** Where something was measured. */
export interface Measured {
  readonly environment: Result['environment']
  readonly scenario: Result['scenario']
  readonly target: Result['target']
  readonly beganAt: string
  readonly hasFeeds: boolean
  readonly limits: readonly Pick<VariantResult, 'variant' | 'role' | 'limits' | 'program'>[]
}

/** Of functions that do not say, and of a job of a user's own. */
const NO_MODE: ReadonlySet<string> = new Set(['unknown', 'own'])

/** The machine, the scenario and what each strategy was allowed. */
export function environmentTable(measured: Measured, messages: Messages): Table {
  const { environment, target, scenario, beganAt, limits, hasFeeds } = measured
  const { cpu, cores, node, revision, load } = environment
  const limited = limits.filter((variant) => isSelectable(variant.role) && formatLimits(variant.limits) !== '')
  const places = {
    local: messages.page.targetLocal,
    lab: messages.page.targetLab,
    aws: messages.page.targetAws,
  }
  return textTable([
    [messages.page.targetLabel, places[target]],
    [messages.page.measuredAtLabel, messages.instant(beganAt)],
    [messages.page.processorRow, messages.page.processorCores(cores, cpu)],
    ['Node', messages.units.nodeVersion(node)],
    [messages.page.revisionLabel, revision],
    [messages.page.loadAverageLabel, load.toFixed(2)],
    [messages.page.scenarioLabel, messages.units.withDetail(scenario.name, scenario.digest)],
    ...(hasFeeds && !NO_MODE.has(scenario.check) ? [[messages.causes.checkPhase, scenario.check]] : []),
    ...limits.flatMap(({ variant, role, program }) =>
      program?.digest === undefined || !isSelectable(role)
        ? []
        : [[messages.page.programLabel, messages.units.withDetail(variant, program.digest)]],
    ),
    ...limited.map(({ variant, limits: own }) => [messages.page.limitsLabel(variant), formatLimits(own, messages)]),
  ])
}
