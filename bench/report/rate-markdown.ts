import { loadRecommendationText } from './load-recommendation.ts'
import { ENGLISH } from './messages/en.ts'
import type { Messages } from './messages/messages.ts'
import type { RateResult } from '../judge/load/judgement.ts'
import { formatDuration } from './format.ts'
import { asMarkdown, asMarkdownItem, drawMarkdownSection, drawMarkdownTable } from './markdown.ts'
import { rateNotes } from './rate-notes.ts'
import { rateSections } from './rate-sections.ts'
import { rateStrategySection } from './rate-strategies.ts'
import { formatJobs, formatSchedule } from './rate-words.ts'

/** The report on a rate as Markdown. */
export function drawRateMarkdown(result: RateResult, messages: Messages = ENGLISH): string {
  const { scenario, environment, items, deliveries, everyMs, elapsedMs } = result
  const { cores, cpu, node, revision } = environment
  return `# ${asMarkdown(scenario.name)}: ${formatSchedule(everyMs, messages)}

**${asMarkdown(loadRecommendationText(result, messages))}**

${messages.load.itemsAndDeliveries(messages.count(items, 'feed'), messages.count(deliveries.accepted, 'notification'))}; ${formatJobs(result, messages)}, ${formatDuration(elapsedMs, messages)};
${asMarkdown(messages.load.environment({ cores, cpu, node, revision, check: scenario.check }))}
${drawMarkdownTable(rateStrategySection(result, messages))}
${rateNotes(result, messages).map(asMarkdownItem).join('\n')}
${rateSections(result, messages).map(drawMarkdownSection).join('')}`
}
