import { html } from 'hono/html'
import { ENGLISH } from '../../language/english.ts'
import type { Language } from '../../language/language.ts'
import type { Timeline } from '../../timelines.ts'
import { emulatedTitle } from '../emulation.ts'
import { formatDuration, formatRounds, formatSubject, titleOf } from '../format.ts'
import type { Result } from '../result.ts'
import { jsonOf } from '../results.ts'
import { type Badge, guardBadges } from './badges.ts'
import { drawDocument } from './document.ts'
import { drawFigure } from './figure.ts'
import { howMeasured } from './how-measured.ts'
import { coloursOf } from './palette.ts'
import type { Look, Picture } from './picture.ts'
import { picturesOf } from './pictures.ts'
import { memoryCurves } from './pictures/memory.ts'
import { drawPageSection } from './section.ts'
import { drawStrategies } from './strategies.ts'
import { tablesOf } from './tables.ts'
import type { Html } from './table.ts'

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
  const { say, sentences } = language
  const [first] = results as [Result, ...Result[]]
  const isOne = results.length === 1
  const measured = [
    formatSubject(first, language),
    formatRounds(first, language),
    formatDuration(first.elapsedMs, language),
  ]
  return drawDocument(
    {
      title: isOne ? titleOf(first, language) : first.scenario.name,
      verdict: isOne ? first.advice : sentences(results.map((one) => say`${one.scenario.memoryMb!} MB: ${one.advice}`)),
      subject: measured.filter(Boolean).join('; '),
      badges: badgesOf(results, language),
      body: isOne
        ? bodyOf(first, timelines, language)
        : [
            ...memoryCurves(results, language).map((picture) => drawFigure(picture, language)),
            ...results.map(
              (one) =>
                html`<h2>${titleOf(one, language)}</h2>
                  <p class="advice">${one.advice}</p>
                  ${bodyOf(one, [], language)}`,
            ),
          ],
      value,
    },
    language,
  )
}

/** What is drawn on that page. */
export function racePictures({ results, timelines = [], language = ENGLISH }: RacePage): Picture[] {
  return [
    ...memoryCurves(results, language),
    ...results.flatMap((one) => picturesOf(one, results.length === 1 ? timelines : [], lookOf(one, language))),
  ]
}

function lookOf({ arms }: Result, language: Language): Look {
  return { colours: coloursOf(arms), language }
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

function badgesOf(results: readonly Result[], language: Language): Badge[] {
  const [first] = results as [Result, ...Result[]]
  return [
    ...(first.place === 'lab' ? [{ tone: 'bad' as const, text: emulatedTitle(language) }] : []),
    ...guardBadges(results, language),
    ...(first.scenario.quick ? [{ tone: 'plain' as const, text: language.say`quick: one look` }] : []),
  ]
}
