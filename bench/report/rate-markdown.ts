import { loadRecommendationText } from './load-recommendation.ts'
import { ENGLISH } from './messages/english.ts'
import type { Language } from './messages/language.ts'
import type { RateResult } from '../judge/load/judgement.ts'
import { formatDuration } from './format.ts'
import { asMarkdown, asMarkdownItem, drawMarkdownSection, drawMarkdownTable } from './markdown.ts'
import { rateNotes } from './rate-notes.ts'
import { rateSections } from './rate-sections.ts'
import { rateStrategySection } from './rate-strategies.ts'
import { formatJobs, formatSchedule } from './rate-words.ts'

/** The report on a rate as Markdown. */
export function drawRateMarkdown(result: RateResult, language: Language = ENGLISH): string {
  const { say, count } = language
  const { scenario, environment, items, deliveries, everyMs, elapsedMs } = result
  const { cores, cpu, node, revision } = environment
  return `# ${asMarkdown(scenario.name)}: ${formatSchedule(everyMs, language)}

**${asMarkdown(loadRecommendationText(result, language))}**

${say`${count(items, 'feed')}, ${count(deliveries.accepted, 'notification')} a job`}; ${formatJobs(result, language)}, ${formatDuration(elapsedMs, language)};
${asMarkdown(say`local, ${cores} cores of ${cpu}, Node ${node}, revision ${revision}; check: ${scenario.check}.`)}
${drawMarkdownTable(rateStrategySection(result, language))}
${rateNotes(result, language).map(asMarkdownItem).join('\n')}
${rateSections(result, language).map(drawMarkdownSection).join('')}`
}
