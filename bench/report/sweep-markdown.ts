import { ENGLISH } from './messages/english.ts'
import type { Language } from './messages/language.ts'
import { formatAxes } from '../scenario/cell-labels.ts'
import type { SweepResult } from '../judge/sweep/judgement.ts'
import { asMarkdown, asMarkdownItem, drawMarkdownSection } from './markdown.ts'
import { sweepAdvice } from './sweep-advice.ts'
import { sweepSections } from './sweep-sections.ts'
import { measuredSentence, sweepNotes } from './sweep-sentences.ts'

/** The report of a sweep as Markdown, with every interval and every crossover. */
export function drawSweepMarkdown(result: SweepResult, language: Language = ENGLISH): string {
  const notes = sweepNotes(result, language).map((note) => `${asMarkdownItem(note)}\n`)
  return `# ${asMarkdown(language.say`${result.name}: a sweep over ${formatAxes(result.axes)}`)}

**${asMarkdown(sweepAdvice(result, language))}**

${asMarkdown(measuredSentence(result, language))}
${sweepSections(result, true, language).map(drawMarkdownSection).join('')}
${notes.join('')}`
}
