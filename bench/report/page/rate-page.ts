import { loadRecommendationText } from '../load-recommendation.ts'
import { ENGLISH } from '../messages/english.ts'
import type { Language } from '../messages/language.ts'
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
  readonly language?: Language
  /** What stands in report.json: the result itself unless told. */
  readonly value?: object
}

/** The table of strategies. */
export function drawRateStrategies(result: RateResult, language: Language): Html | string {
  return drawTable(rateStrategySection(result, language), {
    label: language.say`Strategies`,
    name: 'strategies schedule',
    colours: coloursOf(result.variants),
  })
}

/** The page of jobs on a schedule. */
export function drawRatePage({ result, language = ENGLISH, value = result }: RatePage): string {
  const { say } = language
  const { scenario, variants, environment, beganAt } = result
  const pictures = ratePicturesOf({ result, language })
  return drawDocument(
    {
      title: titleOf(result, language),
      verdicts: [loadRecommendationText(result, language)],
      subject: measuredIn(result, language),
      badges: aaCheckBadges([result], language),
      body: [
        drawRateStrategies(result, language),
        ...pictures.map((picture) => drawFigure(picture, language)),
        drawHow(
          {
            method: say`Each strategy runs in fresh processes, one arm after the other in an order drawn anew in each fork; jobs are due at fixed times, whether or not the one before has ended, and count from when they were due. The fork is what counts as one observation.`,
            notes: rateNotes(result, language),
          },
          environmentTable(
            { environment, scenario, beganAt, target: 'local', hasFeeds: true, limits: variants },
            language,
          ),
          language,
        ),
      ],
      value,
    },
    language,
  )
}

function titleOf({ scenario, everyMs }: RateResult, language: Language): string {
  return `${scenario.name}: ${formatSchedule(everyMs, language)}`
}

/** How much was measured. */
function measuredIn(result: RateResult, language: Language): string {
  const { items, deliveries, elapsedMs } = result
  const { say, count } = language
  return [
    say`${count(items, 'feed')}, ${count(deliveries.accepted, 'notification')} a job`,
    formatJobs(result, language),
    formatDuration(elapsedMs, language),
  ].join('; ')
}

/** What is drawn on that page, to stand alone. */
export function ratePictures(page: RatePage): Sourced[] {
  const { result, language = ENGLISH } = page
  return sourced(ratePicturesOf(page), [
    titleOf(result, language),
    measuredIn(result, language),
    formatPlace({ ...result, target: 'local' }, language),
    language.instant(result.beganAt),
  ])
}

/** What is drawn on that page. */
export function ratePicturesOf({ result, language = ENGLISH }: RatePage): Picture[] {
  const { variants, scenario } = result
  const look = { colours: coloursOf(variants), language }
  return [
    forest({ variants, scenario, unit: 'fork', ofLatency: true }, look),
    controls({ ...result, unit: 'fork', ofLatency: true }, look),
    latency(result, look),
    backlog(result, look),
  ].filter((picture) => picture !== undefined)
}
