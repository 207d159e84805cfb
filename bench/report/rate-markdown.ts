import type { RateResult } from '../rate/rate-result.ts'
import { counted } from './counted.ts'
import { formatDuration, formatRatio, formatVerdict } from './format.ts'
import { drawMarkdownSection } from './markdown.ts'
import { rateRemarks } from './rate-remarks.ts'
import { rateSections } from './rate-sections.ts'
import { formatJobs, formatPace, formatSchedule } from './rate-words.ts'

/** The report on a rate as Markdown. */
export function drawRateMarkdown(result: RateResult): string {
  const { scenario, arms, environment, feeds, ledger, everyMs } = result
  const { cores, cpu, node, revision } = environment
  return `# ${scenario.name}: ${formatSchedule(everyMs)}

**${result.advice}**

${counted(feeds, 'feed')}, ${counted(ledger.accepted, 'notification')} a job; ${formatJobs(result)}, ${formatDuration(result.elapsedMs)};
local, ${cores} cores of ${cpu}, Node ${node}, revision ${revision}; check: ${scenario.check}.

| strategy | latency over ${scenario.reference} (95 %) | word | pace |
| --- | ---: | --- | --- |
${arms
  .map((arm) => `| ${arm.arm} | ${formatRatio(arm)} | ${formatVerdict(arm, scenario.margin)} | ${formatPace(arm)} |`)
  .join('\n')}

${rateRemarks(result)
  .map((remark) => `- ${remark}`)
  .join('\n')}
${rateSections(result).map(drawMarkdownSection).join('')}`
}
