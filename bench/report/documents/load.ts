import type { LoadResult } from '../../judge/load/judgement.ts'
import type { ReportDocument } from '../document.ts'
import { formatDuration, formatPlace } from '../format.ts'
import { loadRecommendation } from '../sentences/load-recommendation.ts'
import type { Messages } from '../messages/messages.ts'
import { environmentTable } from '../tables/environment.ts'
import { aaCheckBadges } from '../sentences/badges.ts'
import { backlog } from '../charts/backlog.ts'
import { controls } from '../charts/controls.ts'
import { forest } from '../charts/forest.ts'
import { latency } from '../charts/latency.ts'
import { loadChecks, loadNotes } from '../sentences/load-notes.ts'
import { loadTable, loadVariantsTable } from '../tables/load.ts'
import { formatJobs, formatSchedule } from '../sentences/load-words.ts'
import { block } from '../block.ts'

/** The report on jobs that started on a schedule. */
export function loadDocument(result: LoadResult, messages: Messages): ReportDocument {
  const { scenario, variants, environment, beganAt, everyMs, items, deliveries, elapsedMs } = result
  const { load, page } = messages
  const compared = { ...result, unit: 'process' as const, ofLatency: true }
  return {
    kind: 'load',
    title: `${scenario.name}: ${formatSchedule(everyMs, messages)}`,
    recommendation: loadRecommendation(result, messages),
    measured: [
      load.itemsAndDeliveries(messages.count(items, 'feed'), messages.count(deliveries.accepted, 'notification')),
      formatJobs(result, messages),
      formatDuration(elapsedMs, messages),
      formatPlace({ ...result, target: 'local' }, messages),
      messages.instant(beganAt),
    ],
    badges: aaCheckBadges([result], messages),
    blocks: [
      block('variants', page.variantsTableLabel, loadVariantsTable(result, messages)),
      ...[
        forest(compared, messages),
        controls(compared, messages),
        latency(result, messages),
        backlog(result, messages),
      ].filter((chart) => chart !== undefined),
      block('load', load.loadTitle, loadTable(result, messages)),
      block('checks', page.methodTitle, { is: 'checks', checks: loadChecks(result, messages) }),
      block('notes', '', { is: 'notes', notes: loadNotes(result, messages) }),
      block('method', '', { is: 'notes', notes: [page.methodLoad] }, 'full'),
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
