import { ENGLISH } from '../language/english.ts'
import type { Language } from '../language/language.ts'
import type { RateResult } from '../rate/rate-result.ts'
import { formatDuration } from './format.ts'
import { drawMarkdownSection, drawMarkdownTable } from './markdown.ts'
import { rateRemarks } from './rate-remarks.ts'
import { rateSections } from './rate-sections.ts'
import { rateStrategySection } from './rate-strategies.ts'
import { formatJobs, formatSchedule } from './rate-words.ts'

/** The report on a rate as Markdown. */
export function drawRateMarkdown(result: RateResult, language: Language = ENGLISH): string {
  const { say, count } = language
  const { scenario, environment, feeds, ledger, everyMs, elapsedMs } = result
  const { cores, cpu, node, revision } = environment
  return `# ${scenario.name}: ${formatSchedule(everyMs, language)}

**${result.advice}**

${say`${count(feeds, 'feed')}, ${count(ledger.accepted, 'notification')} a job`}; ${formatJobs(result, language)}, ${formatDuration(elapsedMs, language)};
${say`local, ${cores} cores of ${cpu}, Node ${node}, revision ${revision}; check: ${scenario.check}.`}
${drawMarkdownTable(rateStrategySection(result, language))}
${rateRemarks(result, language)
  .map((remark) => `- ${remark}`)
  .join('\n')}
${rateSections(result, language).map(drawMarkdownSection).join('')}`
}
