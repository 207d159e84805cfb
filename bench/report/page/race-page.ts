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
  const bodies = isOne
    ? bodyOf(first, { timelines, language, suffix: '' })
    : [
        ...memoryCurves(results, language).map((picture) => drawFigure(picture, language)),
        ...results.map(
          (one) =>
            html`<h2>${titleOf(one, language)}</h2>
              <p class="advice">${one.advice}</p>
              ${bodyOf(one, { timelines: [], language, suffix: `-${one.scenario.memoryMb}` })}`,
        ),
      ]
  return drawDocument(
    {
      title: isOne ? titleOf(first, language) : first.scenario.name,
      verdict: isOne ? first.advice : sentences(results.map((one) => say`${one.scenario.memoryMb!} MB: ${one.advice}`)),
      subject: measured.filter(Boolean).join('; '),
      badges: badgesOf(results, language),
      body: bodies,
      value,
    },
    language,
  )
}

interface Body {
  readonly timelines: readonly Timeline[]
  readonly language: Language
  /** What keeps the addresses of pictures apart where there are several results. */
  readonly suffix: string
}

function bodyOf(result: Result, { timelines, language, suffix }: Body): (Html | string)[] {
  const colours = coloursOf(result.arms)
  const look = { colours, language }
  return [
    drawStrategies(result, look),
    ...picturesOf(result, timelines, look).map((picture) =>
      drawFigure({ ...picture, id: picture.id + suffix }, language),
    ),
    ...tablesOf(result, language).map((section) => drawPageSection(section, colours)),
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
