import { recommendationText } from '../recommendation.ts'
import { html, raw } from 'hono/html'
import { ENGLISH } from '../messages/en.ts'
import type { Messages } from '../messages/messages.ts'
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
  readonly messages?: Messages
  /** What stands in report.json: the results themselves unless told. */
  readonly value?: object
}

/** The page of a race, in the lab and on AWS too. */
export function drawRacePage(page: RacePage): string {
  const { results, timelines = [], messages = ENGLISH, value = jsonOf(results) } = page
  const [first] = results as [Result, ...Result[]]
  const isOne = results.length === 1
  return drawDocument(
    {
      title: titleOfAll(results, messages),
      verdicts: isOne
        ? [recommendationText(first, messages)]
        : results.map((one) =>
            messages.recommendation.forMemorySize(one.scenario.memoryMb!, recommendationText(one, messages)),
          ),
      ...(isOne && { glance: glanceAt(first, messages) }),
      subject: measuredIn(first, messages),
      badges: badgesOf(results, messages),
      body: isOne
        ? bodyOf(first, timelines, messages)
        : [
            ...memoryCurves(results, messages).map((picture) => drawFigure(picture, messages)),
            ...results.map(
              (one) =>
                html`<h2 class="size">${titleOf(one, messages)}</h2>
                  <p class="advice">${withFlags(recommendationText(one, messages))}</p>
                  ${lowered(bodyOf(one, [], messages))}`,
            ),
          ],
      value,
    },
    messages,
  )
}

/** Of several sizes of memory what they have in common. */
function titleOfAll([first, ...others]: readonly Result[], messages: Messages): string {
  return others.length === 0 ? titleOf(first!, messages) : first!.scenario.name
}

/** How much was measured. */
function measuredIn(result: Result, messages: Messages): string {
  const measured = [
    formatSubject(result, messages),
    formatIterations(result, messages),
    formatDuration(result.elapsedMs, messages),
  ]
  return measured.filter(Boolean).join('; ')
}

/** What is drawn on that page, to stand alone. */
export function racePictures({ results, timelines = [], messages = ENGLISH }: RacePage): Sourced[] {
  const [first] = results as [Result, ...Result[]]
  const placed = (one: Result, title: string) => [
    title,
    measuredIn(one, messages),
    formatPlace(one, messages),
    ...(one.target === 'lab' ? [emulatedTitle(messages)] : []),
    messages.instant(one.beganAt),
  ]
  return [
    ...sourced(memoryCurves(results, messages), placed(first, titleOfAll(results, messages))),
    ...results.flatMap((one) =>
      sourced(
        picturesOf(one, results.length === 1 ? timelines : [], lookOf(one, messages)),
        placed(one, titleOf(one, messages)),
      ),
    ),
  ]
}

function lookOf({ variants }: Result, messages: Messages): Look {
  return { colours: coloursOf(variants), messages }
}

function bodyOf(result: Result, timelines: readonly Timeline[], messages: Messages): (Html | string)[] {
  const look = lookOf(result, messages)
  return [
    drawStrategies(result, look),
    ...picturesOf(result, timelines, look).map((picture) => drawFigure(picture, messages)),
    ...tablesOf(result, messages).map((section) => drawPageSection(section, look.colours)),
    howMeasured(result, messages),
  ]
}

/** Below a heading of its own. Names are escaped, so that nothing else looks like one. */
function lowered(body: readonly (Html | string)[]): Html {
  return raw((html`${body}` as string).replaceAll(/<(\/?)h2\b/g, '<$1h3'))
}

function badgesOf(results: readonly Result[], messages: Messages): Badge[] {
  const [first] = results as [Result, ...Result[]]
  return [
    ...(first.target === 'lab' ? [{ tone: 'bad' as const, text: emulatedTitle(messages) }] : []),
    ...aaCheckBadges(results, messages),
    ...(first.scenario.quick ? [{ tone: 'plain' as const, text: messages.page.quickBadge }] : []),
  ]
}

/** Why what is recommended is the better one, and what it costs, in a sentence each and as far as that is known. */
function glanceAt(result: Result, messages: Messages): string[] {
  const { scenario, timeBreakdowns, tracing } = result
  const recommended = recommendedIn(result)
  if (recommended === undefined) return []
  const comparison =
    tracing?.phases.find(({ variant }) => variant === recommended)?.comparison ??
    timeBreakdowns.find(({ variant }) => variant === recommended)?.gap
  return [
    ...(comparison ? causesIn([{ variant: recommended, comparison }], result, messages) : []),
    ...costOf(recommended, scenario.reference, result, messages),
  ]
}

/** Only on AWS somebody was billed. */
function costOf(recommended: string, reference: string, result: Result, messages: Messages): string[] {
  const [own, its] = [usdPerMillionOf(recommended, result), usdPerMillionOf(reference, result)]
  if (own === undefined || its === undefined) return []
  const told = [own.toFixed(2), its.toFixed(2)] as const
  return result.target === 'aws'
    ? [messages.recommendation.costPerMillionAws(told[0], told[1])]
    : [messages.recommendation.costPerMillionComputed(told[0], told[1])]
}
