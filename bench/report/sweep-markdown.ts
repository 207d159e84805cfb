import { formatAxes } from '../sweep/labels.ts'
import type { SweepResult } from '../sweep/result.ts'
import { drawMarkdownSection } from './markdown.ts'
import { sweepAdvice } from './sweep-advice.ts'
import { sweepSections } from './sweep-sections.ts'
import { measuredSentence, sweepRemarks } from './sweep-sentences.ts'

/** The report of a sweep as Markdown, with every interval and every crossover. */
export function drawSweepMarkdown(result: SweepResult): string {
  const remarks = sweepRemarks(result).map((remark) => `- ${remark}\n`)
  return `# ${result.name}: a sweep over ${formatAxes(result.axes)}

**${sweepAdvice(result)}**

${measuredSentence(result)}
${sweepSections(result, true).map(drawMarkdownSection).join('')}
${remarks.join('')}`
}
