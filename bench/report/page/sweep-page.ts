import { ENGLISH } from '../messages/english.ts'
import type { Language } from '../messages/language.ts'
import { formatAxes } from '../../scenario/cell-labels.ts'
import type { SweepResult } from '../../judge/sweep/judgement.ts'
import { sweepAdvice } from '../sweep-advice.ts'
import { cellsSection, overtakingSection } from '../sweep-sections.ts'
import type { Section } from '../section.ts'
import { environmentText, measuredSentence, sweepNotes } from '../sweep-sentences.ts'
import type { Badge } from './badges.ts'
import { drawDocument } from './document.ts'
import { drawFigure } from './figure.ts'
import { drawHow, methodOf } from './how-measured.ts'
import { coloursOf } from './drawing/palette.ts'
import { type Picture, sourced, type Sourced } from './drawing/picture.ts'
import { decisionMap } from './pictures/decision-map.ts'
import { sweepLines } from './pictures/sweep-lines.ts'
import { drawPageSection } from './section.ts'

export interface SweepPage {
  readonly result: SweepResult
  /** What the sentences of the result are in: English unless told. */
  readonly language?: Language
  /** What stands in report.json: the result itself unless told. */
  readonly value?: object
}

/** The page of a sweep: what to ship where, and where that changes. */
export function drawSweepPage({ result, language = ENGLISH, value = result }: SweepPage): string {
  const { say, sentences } = language
  const pictures = sweepPicturesOf({ result, language })
  return drawDocument(
    {
      title: titleOf(result, language),
      verdicts: [sweepAdvice(result, language)],
      subject: measuredSentence(result, language),
      badges: badgesOf(result, language),
      body: [
        ...pictures.map((picture) => drawFigure(picture, language)),
        ...(pictures.length === 0 ? [drawPageSection(cellsSection(result, true, language))] : []),
        ...(result.axes.length > 1 ? overtakingSection(result, { isFull: true }, language) : []).map((section) =>
          drawPageSection(section),
        ),
        drawHow(
          {
            method: sentences([
              say`Each cell is a race of its own, and cells are raced in a shuffled order.`,
              methodOf('local', language),
            ]),
            notes: sweepNotes(result, language),
          },
          whereMeasured(result, language),
          language,
        ),
      ],
      value,
    },
    language,
  )
}

function whereMeasured({ environments, beganAt }: SweepResult, language: Language): Section {
  const { say, instant } = language
  return {
    title: '',
    head: [],
    rows: [
      [say`place`, say`this machine`],
      ...(beganAt === undefined ? [] : [[say`measured`, instant(beganAt)]]),
      ...environments.map((environment) => [say`machine`, environmentText(environment, language)]),
    ],
    isNumeric: false,
    notes: [],
  }
}

function titleOf({ name, axes }: SweepResult, { say }: Language): string {
  return say`${name}: a sweep over ${formatAxes(axes)}`
}

/** What is drawn on that page, to stand alone. */
export function sweepPictures(page: SweepPage): Sourced[] {
  const { result, language = ENGLISH } = page
  const { beganAt } = result
  return sourced(sweepPicturesOf(page), [
    titleOf(result, language),
    measuredSentence(result, language),
    ...(beganAt === undefined ? [] : [language.instant(beganAt)]),
  ])
}

/** What is drawn on that page. */
export function sweepPicturesOf({ result, language = ENGLISH }: SweepPage): Picture[] {
  const colours = coloursOf(result.variants.map((variant) => ({ variant })))
  const look = { colours, language }
  return [sweepLines(result, look), decisionMap(result, look)].filter((one) => one !== undefined)
}

function badgesOf({ cells, quick }: SweepResult, { say }: Language): Badge[] {
  const measured = cells.flatMap(({ measured: how }) => how ?? [])
  const passed = measured.filter(
    ({ aaCheckPassed, sensitivityCheckFound }) => aaCheckPassed && sensitivityCheckFound,
  ).length
  return [
    ...(measured.every(({ sameDeliveries }) => sameDeliveries)
      ? []
      : [{ tone: 'bad' as const, text: say`wrong output` }]),
    {
      tone: passed === measured.length ? 'good' : 'bad',
      text: say`A/A passed and planted 10 % found in ${passed} of ${measured.length} cells`,
    },
    ...(quick ? [{ tone: 'plain' as const, text: say`quick: one look` }] : []),
  ]
}
