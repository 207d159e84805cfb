import { recommendationText } from '../recommendation.ts'
import { html, raw } from 'hono/html'
import { ENGLISH } from '../messages/english.ts'
import type { Language } from '../messages/language.ts'
import type { Timeline } from '../../trial/timelines.ts'
import { emulatedTitle } from '../emulation.ts'
import { formatDuration, formatPlace, formatIterations, formatSubject, titleOf } from '../format.ts'
import type { Result } from '../../judge/comparison/judgement.ts'
import { jsonOf } from '../../judge/comparison/results.ts'
import { type Badge, aaCheckBadges } from './badges.ts'
import { drawDocument } from './document.ts'
import { drawFigure } from './figure.ts'
import { howMeasured } from './how-measured.ts'
import { withFlags } from './flags.ts'
import { coloursOf } from './drawing/palette.ts'
import { type Look, sourced, type Sourced } from './drawing/picture.ts'
import { picturesOf } from './pictures.ts'
import { memoryCurves } from './pictures/memory.ts'
import { drawPageSection } from './section.ts'
import { drawStrategies } from './strategies.ts'
import { tablesOf } from './tables.ts'
import type { Html } from './html.ts'
import { recommendedIn } from '../../judge/comparison/recommendation.ts'
import { causesIn } from '../causes.ts'
import { usdPerMillionOf } from '../usd.ts'

export interface RacePage {
  /** One, or one for each size of memory. */
  readonly results: readonly Result[]
  readonly timelines?: readonly Timeline[]
  /** What the sentences of the results are in: English unless told. */
  readonly language?: Language
  /** What stands in report.json: the results themselves unless told. */
  readonly value?: object
}

/** The page of a race, in the lab and on AWS too. */
export function drawRacePage(page: RacePage): string {
  const { results, timelines = [], language = ENGLISH, value = jsonOf(results) } = page
  const { say } = language
  const [first] = results as [Result, ...Result[]]
  const isOne = results.length === 1
  return drawDocument(
    {
      title: titleOfAll(results, language),
      verdicts: isOne
        ? [recommendationText(first, language)]
        : results.map((one) => say`${one.scenario.memoryMb!} MB: ${recommendationText(one, language)}`),
      ...(isOne && { glance: glanceAt(first, language) }),
      subject: measuredIn(first, language),
      badges: badgesOf(results, language),
      body: isOne
        ? bodyOf(first, timelines, language)
        : [
            ...memoryCurves(results, language).map((picture) => drawFigure(picture, language)),
            ...results.map(
              (one) =>
                html`<h2 class="size">${titleOf(one, language)}</h2>
                  <p class="advice">${withFlags(recommendationText(one, language))}</p>
                  ${lowered(bodyOf(one, [], language))}`,
            ),
          ],
      value,
    },
    language,
  )
}

/** Of several sizes of memory what they have in common. */
function titleOfAll([first, ...others]: readonly Result[], language: Language): string {
  return others.length === 0 ? titleOf(first!, language) : first!.scenario.name
}

/** How much was measured. */
function measuredIn(result: Result, language: Language): string {
  const measured = [
    formatSubject(result, language),
    formatIterations(result, language),
    formatDuration(result.elapsedMs, language),
  ]
  return measured.filter(Boolean).join('; ')
}

/** What is drawn on that page, to stand alone. */
export function racePictures({ results, timelines = [], language = ENGLISH }: RacePage): Sourced[] {
  const [first] = results as [Result, ...Result[]]
  const placed = (one: Result, title: string) => [
    title,
    measuredIn(one, language),
    formatPlace(one, language),
    ...(one.target === 'lab' ? [emulatedTitle(language)] : []),
    language.instant(one.beganAt),
  ]
  return [
    ...sourced(memoryCurves(results, language), placed(first, titleOfAll(results, language))),
    ...results.flatMap((one) =>
      sourced(
        picturesOf(one, results.length === 1 ? timelines : [], lookOf(one, language)),
        placed(one, titleOf(one, language)),
      ),
    ),
  ]
}

function lookOf({ variants }: Result, language: Language): Look {
  return { colours: coloursOf(variants), language }
}

function bodyOf(result: Result, timelines: readonly Timeline[], language: Language): (Html | string)[] {
  const look = lookOf(result, language)
  return [
    drawStrategies(result, look),
    ...picturesOf(result, timelines, look).map((picture) => drawFigure(picture, language)),
    ...tablesOf(result, language).map((section) => drawPageSection(section, look.colours)),
    howMeasured(result, language),
  ]
}

/** Below a heading of its own. Names are escaped, so that nothing else looks like one. */
function lowered(body: readonly (Html | string)[]): Html {
  return raw((html`${body}` as string).replaceAll(/<(\/?)h2\b/g, '<$1h3'))
}

function badgesOf(results: readonly Result[], language: Language): Badge[] {
  const [first] = results as [Result, ...Result[]]
  return [
    ...(first.target === 'lab' ? [{ tone: 'bad' as const, text: emulatedTitle(language) }] : []),
    ...aaCheckBadges(results, language),
    ...(first.scenario.quick ? [{ tone: 'plain' as const, text: language.say`quick: one look` }] : []),
  ]
}

/** Why what is recommended is the better one, and what it costs, in a sentence each and as far as that is known. */
function glanceAt(result: Result, language: Language): string[] {
  const { scenario, timeBreakdowns, tracing } = result
  const recommended = recommendedIn(result)
  if (recommended === undefined) return []
  const comparison =
    tracing?.phases.find(({ variant }) => variant === recommended)?.comparison ??
    timeBreakdowns.find(({ variant }) => variant === recommended)?.gap
  return [
    ...(comparison ? causesIn([{ variant: recommended, comparison }], result, language) : []),
    ...costOf(recommended, scenario.reference, result, language),
  ]
}

/** Only on AWS somebody was billed. */
function costOf(recommended: string, reference: string, result: Result, { say }: Language): string[] {
  const [own, its] = [usdPerMillionOf(recommended, result), usdPerMillionOf(reference, result)]
  if (own === undefined || its === undefined) return []
  const told = [own.toFixed(2), its.toFixed(2)] as const
  return result.target === 'aws'
    ? [say`A million warm invocations cost USD ${told[0]} instead of ${told[1]}.`]
    : [say`On Lambda a million runs would cost USD ${told[0]} instead of ${told[1]} (computed).`]
}
