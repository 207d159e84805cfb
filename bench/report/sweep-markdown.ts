import { ENGLISH } from './messages/en.ts'
import type { Messages } from './messages/messages.ts'
import { formatAxes } from '../scenario/cell-labels.ts'
import type { SweepResult } from '../judge/sweep/judgement.ts'
import { asMarkdown, asMarkdownItem, drawMarkdownSection } from './markdown.ts'
import { sweepAdvice } from './sweep-advice.ts'
import { sweepSections } from './sweep-sections.ts'
import { measuredSentence, sweepNotes } from './sweep-sentences.ts'

/** The report of a sweep as Markdown, with every interval and every crossover. */
export function drawSweepMarkdown(result: SweepResult, messages: Messages = ENGLISH): string {
  const notes = sweepNotes(result, messages).map((note) => `${asMarkdownItem(note)}\n`)
  return `# ${asMarkdown(messages.sweep.title(result.name, formatAxes(result.axes)))}

**${asMarkdown(sweepAdvice(result, messages))}**

${asMarkdown(measuredSentence(result, messages))}
${sweepSections(result, true, messages).map(drawMarkdownSection).join('')}
${notes.join('')}`
}
