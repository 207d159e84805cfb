import { ENGLISH } from '../language/english.ts'
import type { Language } from '../language/language.ts'
import { emulatedTitle } from './emulation.ts'
import { formatDuration, formatRounds, formatSubject, titleOf } from './format.ts'
import { remarksOn } from './remarks.ts'
import type { Result } from './result.ts'
import { type Section, sectionsOf } from './sections.ts'
import { resourceSection, strategySection } from './strategy-section.ts'

/** The report as Markdown, for a pull request or a wiki. */
export function drawMarkdown(result: Result, language: Language = ENGLISH): string {
  const { say } = language
  const strategies = strategySection(result, language)
  const resources = resourceSection(result, language)
  const emulated = result.place === 'lab' ? `**${emulatedTitle(language)}${say`.`}**\n\n` : ''
  return `# ${titleOf(result, language)}

${emulated}**${result.advice}**

${measuredLines(result, language)}
${drawMarkdownTable(strategies)}${drawMarkdownTable(resources)}
${[...strategies.notes, ...resources.notes, ...remarksOn(result, language)].map((remark) => `- ${remark}`).join('\n')}
${sectionsOf(result, language).map(drawMarkdownSection).join('')}`
}

/** How much was measured, and on what. */
function measuredLines(result: Result, language: Language): string {
  const { say } = language
  const { scenario, environment, feeds, place } = result
  const { cores, cpu, node, revision } = environment
  // Of functions, these are the machine's that asked them.
  const where =
    place === 'aws'
      ? say`${place}, asked from ${cores} cores of ${cpu}, Node ${node}, revision ${revision}`
      : say`${place}, ${cores} cores of ${cpu}, Node ${node}, revision ${revision}`
  const check = feeds > 0 && scenario.check !== 'unknown' ? say`; check: ${scenario.check}` : ''
  const measured = [
    formatSubject(result, language),
    `${formatRounds(result, language)}, ${formatDuration(result.elapsedMs, language)}`,
  ]
  return `${measured.filter(Boolean).join('; ')};\n${where}${check}${say`.`}`
}

/** A table, with what stands under it. */
export function drawMarkdownSection(section: Section): string {
  const { title, notes } = section
  const told = notes.length === 0 ? '' : `\n${notes.map((note) => `- ${note}\n`).join('')}`
  return `\n## ${title}\n${drawMarkdownTable(section)}${told}`
}

/** A table, after an empty line; nothing where it has no rows. */
export function drawMarkdownTable({ head, rows, isNumeric }: Section): string {
  // Names of subsegments are anybody's.
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  const rule = line(head.map((_, index) => (index > 0 && isNumeric ? '---:' : '---')))
  return rows.length === 0 ? '' : `\n${[line(head), rule, ...rows.map(line)].join('\n')}\n`
}
