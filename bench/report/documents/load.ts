import type { LoadResult } from '../../judge/load/judgement.ts'
import type { ReportDocument } from '../document.ts'
import { formatDuration, placeOf } from '../format.ts'
import { loadRecommendation } from '../sentences/load-recommendation.ts'
import type { Messages } from '../messages/messages.ts'
import { environmentTable } from '../tables/environment.ts'
import { backlog } from '../charts/backlog.ts'
import { controls } from '../charts/controls.ts'
import { forest } from '../charts/forest.ts'
import { latency } from '../charts/latency.ts'
import { loadChecks } from '../sentences/load-checks.ts'
import { byLatency, loadRankingTable, loadTable, loadVariantsTable } from '../tables/load.ts'
import { formatJobs, formatSchedule } from '../sentences/load-words.ts'
import { block } from '../block.ts'

/** The report on jobs that started on a schedule. */
export function loadDocument(given: LoadResult, messages: Messages): ReportDocument {
  const result = { ...given, variants: byLatency(given.variants) }
  const { scenario, variants, environment, beganAt, everyMs, items, deliveries, elapsedMs } = result
  const { load, page } = messages
  const compared = { ...result, unit: 'process' as const, ofLatency: true }
  return {
    kind: 'load',
    title: scenario.name,
    subject: messages.beside([
      formatSchedule(everyMs, messages),
      load.itemsAndDeliveries(messages.count(items, 'item'), messages.count(deliveries.accepted, 'notification')),
    ]),
    recommendation: loadRecommendation(result, messages),
    measured: [
      formatJobs(result, messages),
      formatDuration(elapsedMs, messages),
      ...placeOf({ target: 'local', environment }, messages),
    ],
    measuredAt: messages.instant(beganAt),
    checks: loadChecks(result, messages),
    blocks: [
      block('ranking', '', loadRankingTable(result, messages)),
      ...[
        forest(compared, messages),
        controls(compared, messages),
        latency(result, messages),
        backlog(result, messages),
      ].filter((chart) => chart !== undefined),
      block('variants', page.variantsTableLabel, loadVariantsTable(result, messages), 'full'),
      block('load', load.loadTitle, loadTable(result, messages), 'full'),
      block('method', page.methodTitle, { is: 'notes', notes: [page.methodLoad, load.oneJobAtATime] }, 'full'),
      block(
        'environment',
        page.environmentTableLabel,
        environmentTable(
          { environment, scenario, beganAt, target: 'local', hasFeeds: true, limits: variants },
          messages,
        ),
        'full',
      ),
    ],
    next: [],
  }
}
