import type { RateResult } from '../../judge/load/judgement.ts'
import type { ReportDocument } from '../document.ts'
import { formatDuration, formatPlace } from '../format.ts'
import { loadRecommendation } from '../load-recommendation.ts'
import type { Messages } from '../messages/messages.ts'
import { environmentTable } from '../method.ts'
import { aaCheckBadges } from '../page/badges.ts'
import { backlog } from '../page/pictures/backlog.ts'
import { controls } from '../page/pictures/controls.ts'
import { forest } from '../page/pictures/forest.ts'
import { latency } from '../page/pictures/latency.ts'
import { loadChecks, rateNotes } from '../rate-notes.ts'
import { loadTable } from '../rate-sections.ts'
import { loadVariantsTable } from '../rate-strategies.ts'
import { formatJobs, formatSchedule } from '../rate-words.ts'
import { block } from './block.ts'

/** The report on jobs that started on a schedule. */
export function loadDocument(result: RateResult, messages: Messages): ReportDocument {
  const { scenario, variants, environment, beganAt, everyMs, items, deliveries, elapsedMs } = result
  const { load, page } = messages
  const compared = { ...result, unit: 'fork' as const, ofLatency: true }
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
      block('notes', '', { is: 'notes', notes: rateNotes(result, messages) }),
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
