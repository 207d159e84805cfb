import { styleText } from 'node:util'
import { ENGLISH } from './messages/en.ts'
import { formatAxes } from '../scenario/cell-labels.ts'
import type { SweepResult } from '../judge/sweep/judgement.ts'
import { drawSection } from './draw-section.ts'
import { sweepAdvice } from './sweep-advice.ts'
import { sweepSections } from './sweep-sections.ts'
import { measuredSentence, sweepNotes } from './sweep-sentences.ts'
import { wrap } from './table.ts'
import type { TerminalOptions } from './terminal.ts'

/** The report of a sweep for a terminal: what is best where, where that changes, and what it rests on. */
export function drawSweepTerminal(
  result: SweepResult,
  { width: given, colour, messages = ENGLISH }: TerminalOptions,
): string {
  const width = Math.max(60, given)
  const paint = (text: string, how: 'bold' | 'dim') => (colour ? styleText(how, text, { validateStream: false }) : text)
  return [
    ...wrap(messages.sweep.title(result.name, formatAxes(result.axes)), width).map((line) => paint(line, 'bold')),
    ...wrap(measuredSentence(result, messages), width),
    '',
    ...sweepSections(result, false, messages).flatMap((section) => [...drawSection(section, width, paint), '']),
    ...sweepNotes(result, messages).flatMap((note) => wrap(note, width)),
    '',
    ...wrap(sweepAdvice(result, messages), width).map((line) => paint(line, 'bold')),
  ].join('\n')
}
