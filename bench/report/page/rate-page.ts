import { loadRecommendationText } from '../load-recommendation.ts'
import { ENGLISH } from '../messages/en.ts'
import type { Messages } from '../messages/messages.ts'
import type { RateResult } from '../../judge/load/judgement.ts'
import { formatDuration, formatPlace } from '../format.ts'
import { rateNotes } from '../rate-notes.ts'
import { rateStrategySection } from '../rate-strategies.ts'
import { formatJobs, formatSchedule } from '../rate-words.ts'
import { aaCheckBadges } from './badges.ts'
import { drawDocument } from './document.ts'
import { drawFigure } from './figure.ts'
import { drawHow, environmentTable } from './how-measured.ts'
import { coloursOf } from './drawing/palette.ts'
import { type Picture, sourced, type Sourced } from './drawing/picture.ts'
import { backlog } from './pictures/backlog.ts'
import { forest } from './pictures/forest.ts'
import { controls } from './pictures/controls.ts'
import { latency } from './pictures/latency.ts'
import { drawTable } from './table.ts'
import type { Html } from './html.ts'

export interface RatePage {
  readonly result: RateResult
  /** What the sentences of the result are in: English unless told. */
  readonly messages?: Messages
  /** What stands in report.json: the result itself unless told. */
  readonly value?: object
}

/** The table of strategies. */
export function drawRateStrategies(result: RateResult, messages: Messages): Html | string {
  return drawTable(rateStrategySection(result, messages), {
    label: messages.page.variantsTableLabel,
    name: 'strategies schedule',
    colours: coloursOf(result.variants),
  })
}

/** The page of jobs on a schedule. */
export function drawRatePage({ result, messages = ENGLISH, value = result }: RatePage): string {
  const { scenario, variants, environment, beganAt } = result
  const pictures = ratePicturesOf({ result, messages })
  return drawDocument(
    {
      title: titleOf(result, messages),
      verdicts: [loadRecommendationText(result, messages)],
      subject: measuredIn(result, messages),
      badges: aaCheckBadges([result], messages),
      body: [
        drawRateStrategies(result, messages),
        ...pictures.map((picture) => drawFigure(picture, messages)),
        drawHow(
          {
            method: messages.page.methodLoad,
            notes: rateNotes(result, messages),
          },
          environmentTable(
            { environment, scenario, beganAt, target: 'local', hasFeeds: true, limits: variants },
            messages,
          ),
          messages,
        ),
      ],
      value,
    },
    messages,
  )
}

function titleOf({ scenario, everyMs }: RateResult, messages: Messages): string {
  return `${scenario.name}: ${formatSchedule(everyMs, messages)}`
}

/** How much was measured. */
function measuredIn(result: RateResult, messages: Messages): string {
  const { items, deliveries, elapsedMs } = result
  return [
    messages.load.itemsAndDeliveries(
      messages.count(items, 'feed'),
      messages.count(deliveries.accepted, 'notification'),
    ),
    formatJobs(result, messages),
    formatDuration(elapsedMs, messages),
  ].join('; ')
}

/** What is drawn on that page, to stand alone. */
export function ratePictures(page: RatePage): Sourced[] {
  const { result, messages = ENGLISH } = page
  return sourced(ratePicturesOf(page), [
    titleOf(result, messages),
    measuredIn(result, messages),
    formatPlace({ ...result, target: 'local' }, messages),
    messages.instant(result.beganAt),
  ])
}

/** What is drawn on that page. */
export function ratePicturesOf({ result, messages = ENGLISH }: RatePage): Picture[] {
  const { variants, scenario } = result
  const look = { colours: coloursOf(variants), messages }
  return [
    forest({ variants, scenario, unit: 'fork', ofLatency: true }, look),
    controls({ ...result, unit: 'fork', ofLatency: true }, look),
    latency(result, look),
    backlog(result, look),
  ].filter((picture) => picture !== undefined)
}
