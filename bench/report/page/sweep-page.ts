import { ENGLISH } from '../messages/en.ts'
import type { Messages } from '../messages/messages.ts'
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
  readonly messages?: Messages
  /** What stands in report.json: the result itself unless told. */
  readonly value?: object
}

/** The page of a sweep: what to ship where, and where that changes. */
export function drawSweepPage({ result, messages = ENGLISH, value = result }: SweepPage): string {
  const pictures = sweepPicturesOf({ result, messages })
  return drawDocument(
    {
      title: titleOf(result, messages),
      verdicts: [sweepAdvice(result, messages)],
      subject: measuredSentence(result, messages),
      badges: badgesOf(result, messages),
      body: [
        ...pictures.map((picture) => drawFigure(picture, messages)),
        ...(pictures.length === 0 ? [drawPageSection(cellsSection(result, true, messages))] : []),
        ...(result.axes.length > 1 ? overtakingSection(result, { isFull: true }, messages) : []).map((section) =>
          drawPageSection(section),
        ),
        drawHow(
          {
            method: messages.sentences([messages.page.methodSweep, methodOf('local', messages)]),
            notes: sweepNotes(result, messages),
          },
          whereMeasured(result, messages),
          messages,
        ),
      ],
      value,
    },
    messages,
  )
}

function whereMeasured({ environments, beganAt }: SweepResult, messages: Messages): Section {
  return {
    title: '',
    head: [],
    rows: [
      [messages.page.targetLabel, messages.page.targetLocal],
      ...(beganAt === undefined ? [] : [[messages.page.measuredAtLabel, messages.instant(beganAt)]]),
      ...environments.map((environment) => [messages.page.machineLabel, environmentText(environment, messages)]),
    ],
    isNumeric: false,
    notes: [],
  }
}

function titleOf({ name, axes }: SweepResult, messages: Messages): string {
  return messages.sweep.title(name, formatAxes(axes))
}

/** What is drawn on that page, to stand alone. */
export function sweepPictures(page: SweepPage): Sourced[] {
  const { result, messages = ENGLISH } = page
  const { beganAt } = result
  return sourced(sweepPicturesOf(page), [
    titleOf(result, messages),
    measuredSentence(result, messages),
    ...(beganAt === undefined ? [] : [messages.instant(beganAt)]),
  ])
}

/** What is drawn on that page. */
export function sweepPicturesOf({ result, messages = ENGLISH }: SweepPage): Picture[] {
  const colours = coloursOf(result.variants.map((variant) => ({ variant })))
  const look = { colours, messages }
  return [sweepLines(result, look), decisionMap(result, look)].filter((one) => one !== undefined)
}

function badgesOf({ cells, quick }: SweepResult, messages: Messages): Badge[] {
  const measured = cells.flatMap(({ measured: how }) => how ?? [])
  const passed = measured.filter(
    ({ aaCheckPassed, sensitivityCheckFound }) => aaCheckPassed && sensitivityCheckFound,
  ).length
  return [
    ...(measured.every(({ sameDeliveries }) => sameDeliveries)
      ? []
      : [{ tone: 'bad' as const, text: messages.verdicts.outputMismatch }]),
    {
      tone: passed === measured.length ? 'good' : 'bad',
      text: messages.page.sweepChecksBadge(passed, measured.length),
    },
    ...(quick ? [{ tone: 'plain' as const, text: messages.page.quickBadge }] : []),
  ]
}
