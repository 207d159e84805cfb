import type { LoadResult } from '../../judge/load/judgement.ts'
import { candidatesOf } from '../../plan/schedule.ts'
import type { Check } from '../document.ts'
import { formatPercent } from '../format.ts'
import { asPercent, formatNumber } from '../messages/formats.ts'
import { variantInSentence } from '../messages/controls.ts'
import type { Messages } from '../messages/messages.ts'
import { discardText } from '../messages/trial-reasons.ts'
import { copyChecks, discardedCheck, failureChecks, netCheck, sinkCheck, withRemediesForSlowServer } from './checks.ts'
import { outputCheck } from './output-check.ts'
import { programsCheck } from './programs-check.ts'

/** What the verdicts on jobs on a schedule rest on: what is seen at first, then the rest. */
export function loadChecks(result: LoadResult, messages: Messages): Check[] {
  const { variants, throttled, discardedBlocks, deliveries } = result
  const { accepted, duplicates } = deliveries
  const { check, countsPosts } = result.scenario
  const made = countsPosts ? messages.checks.outputSameCountsOfJobs : messages.checks.outputSamePostsOfJobs
  const same =
    check === 'own'
      ? made(messages.count(accepted, 'post'))
      : messages.checks.outputSameOfJobs(messages.count(accepted, 'notification'), duplicates)
  return [
    outputCheck(result, { tone: 'good', text: same }, messages),
    ...netCheck(result, messages),
    ...copyChecks(result, messages, messages.recommendation.loadMoreBlocks),
    ...failureChecks(variants, messages),
    ...scheduleChecks(result, messages),
    mockServerCheck(result, messages),
    ...sinkCheck(throttled, messages),
    ...discardedBlocks.map(({ block, reason }) =>
      discardedCheck(messages.checks.discardedBlock(block, discardText(reason, messages)), messages),
    ),
    ...programsCheck(
      variants.map((one) => ({ ...one, timeMs: one.serviceMs })),
      messages,
    ),
    analysisCheck(result, messages),
  ]
}

function mockServerCheck({ variants }: LoadResult, messages: Messages): Check {
  const late = variants.reduce((a, b) => ((b.mockServerLag ?? 1) > (a.mockServerLag ?? 1) ? b : a))
  const isLate = variants.some(({ verdict }) => verdict?.code === 'mock-server-saturated')
  const text = messages.checks.mockServerLateForJobs(
    formatPercent((late.mockServerLag ?? 1) - 1),
    variantInSentence(late.variant, messages),
  )
  return {
    tone: isLate ? 'bad' : 'good',
    name: messages.checks.mockServerName,
    text: isLate ? withRemediesForSlowServer(text, messages) : text,
    detail: 'full',
  }
}

function analysisCheck({ look, blocks, scenario }: LoadResult, messages: Messages): Check {
  const check = (text: string): Check => ({
    tone: look ? 'good' : 'plain',
    name: messages.checks.analysisName,
    text,
    detail: 'full',
  })
  if (look) {
    const comparisons = messages.count(Math.max(1, candidatesOf(scenario).length), 'comparison')
    const units = messages.count(look.blocks, 'process')
    return check(messages.checks.judgedAtLast({ units, alpha: look.alpha, comparisons }))
  }
  const planned = scenario.looks?.at(-1)?.blocks
  const units = messages.count(blocks, 'process')
  return check(
    planned === undefined ? messages.checks.stoppedEarly(units) : messages.checks.stoppedEarlyOfPlanned(units, planned),
  )
}

/**
 * Where the schedule was delayed by so much that it was another one than was configured: jobs came less often by more than the margin,
 * within which no difference counts, or one did not come at all, by which a pace is judged. The times of jobs are without it either way.
 */
function scheduleChecks({ variants, everyMs, scenario: { margin } }: LoadResult, messages: Messages): Check[] {
  const { checks } = messages
  const check = (text: string): Check => ({ tone: 'bad', name: checks.scheduleName, text, detail: 'summary' })
  const shares = variants.map(({ variant, stoodStillMs }) => ({ variant, share: stoodStillMs.mean / everyMs }))
  const large = shares.filter(({ share }) => share > margin)
  const most = formatPercent(Math.max(...large.map(({ share }) => share)))
  const names = messages.beside(large.map(({ variant }) => variantInSentence(variant, messages)))
  const longest = variants.reduce((a, b) => (b.stoodStillMs.longest > a.stoodStillMs.longest ? b : a))
  const stopMs = longest.stoodStillMs.longest
  const missed = Math.floor(stopMs / everyMs)
  return [
    ...(large.length === 0
      ? []
      : [check(checks.scheduleDelayed({ variants: names, share: most, margin: asPercent(margin) }))]),
    ...(missed > 0
      ? [
          check(
            checks.scheduleMissedJobs({
              variant: variantInSentence(longest.variant, messages),
              milliseconds: formatNumber(stopMs),
              missedJobs: messages.count(missed, 'more job'),
            }),
          ),
        ]
      : []),
  ]
}
