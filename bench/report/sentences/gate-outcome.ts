import { formatCondition } from '../../judge/gate/condition.ts'
import { type Against, type JudgedChange, type JudgedGate, uncomparedWith } from '../../judge/gate/gate.ts'
import { outcomeOf, passesInconclusive } from '../../judge/gate/outcome.ts'
import type { Recommendation } from '../document.ts'
import type { Messages } from '../messages/messages.ts'
import { formatChange, formatLimit } from './gate-format.ts'
import { reasonText } from './gate-reason.ts'

/** What the benchmark was held against, in a word or two. */
export function againstText(against: Against, messages: Messages): string {
  return against.is === 'revision'
    ? (against.job ?? against.revision)
    : messages.gate.storedBaseline(against.stored.name)
}

/** What a gate has come to, all sentences one after another. */
export function closingText(judged: JudgedGate, messages: Messages): string {
  const { headline, details } = outcomeText(judged, messages)
  return messages.sentences([headline, ...details])
}

/** What a gate has come to in one sentence, and others where something was left out. */
export function outcomeText(judged: JudgedGate, messages: Messages): Recommendation {
  const { cutShort } = judged
  const cut = {
    interrupted: messages.gate.interrupted,
    'broken-off': messages.gate.brokenOff,
  }
  return {
    headline: headlineOf(judged, messages),
    details: [
      ...(passesInconclusive(judged) ? [messages.gate.passesInconclusive] : []),
      ...coverageOf(judged, messages),
      ...endedByText(judged, messages),
      ...(cutShort === undefined ? [] : [cut[cutShort]]),
    ],
  }
}

/** Why an undecided gate did not go on. */
function endedByText({ endedBy, blocks = 0 }: JudgedGate, messages: Messages): string[] {
  if (endedBy === undefined) return []
  const count = messages.count(blocks, 'process')
  return [endedBy === 'quick' ? messages.gate.endedByQuick(count) : messages.gate.endedByBudget(count)]
}

function headlineOf(judged: JudgedGate, messages: Messages): string {
  const { changes } = judged
  const outcome = outcomeOf(judged)
  const against = againstText(judged.against, messages)
  const worst = changes.filter((one) =>
    outcome === 'output-mismatch' ? one.kind === 'output-mismatch' : one.outcome === outcome,
  )
  switch (outcome) {
    case 'pass':
      return messages.gate.passes(withinLimitsText(changes, against, messages))
    case 'regression':
      return messages.gate.fails(
        against,
        worst.map((one) => regressionText(one, messages)).join(messages.gate.betweenRegressions),
      )
    case 'output-mismatch':
      return worst.length === 0
        ? messages.gate.failsByOutput
        : messages.gate.failsByChangedOutput(messages.beside(strategiesOf(worst)), against)
    case 'cannot-judge':
      if (changes.length === 0) return messages.gate.cannotJudgeAnything(against)
      return worst.length === 0
        ? messages.gate.cannotJudgeUnfinished(withinLimitsText(changes, against, messages))
        : messages.gate.cannotJudge(doubtsText(worst, messages))
  }
}

function withinLimitsText({ length }: readonly JudgedChange[], against: string, messages: Messages): string {
  return length === 1 ? messages.gate.withinLimitsOne(against) : messages.gate.withinLimitsMany(length, against)
}

/** What is compared and what is not, where it could be taken for all. */
function coverageOf(judged: JudgedGate, messages: Messages): string[] {
  const { changes, against } = judged
  const isPass = outcomeOf(judged) === 'pass'
  const uncompared = uncomparedWith(against).map(({ strategy, reason }) =>
    messages.units.withDetail(strategy, reasonText(reason, messages)),
  )
  if (uncompared.length === 0 || !(isPass || changes.length === 0)) return []
  const notCompared = messages.gate.notCompared(messages.beside(uncompared))
  return isPass ? [comparedText(changes, messages), notCompared] : [notCompared]
}

function comparedText(changes: readonly JudgedChange[], messages: Messages): string {
  const strategies = strategiesOf(changes)
  const names = messages.beside(strategies)
  return strategies.length === 1
    ? messages.gate.comparedOne(names)
    : messages.gate.comparedMany(strategies.length, names)
}

function strategiesOf(changes: readonly JudgedChange[]): string[] {
  return [...new Set(changes.map(({ strategy }) => strategy))]
}

function regressionText({ strategy, condition: { metric, limit }, change }: JudgedChange, messages: Messages): string {
  return messages.gate.regression({
    metric,
    strategy,
    change: formatChange(change!, messages),
    limit: formatLimit(limit),
  })
}

/** Those that cannot be judged for the same reason together. */
function doubtsText(changes: readonly JudgedChange[], messages: Messages): string {
  const groups = Map.groupBy(changes, ({ reason, moreBlocks }) => `${reasonText(reason!, messages)} ${moreBlocks}`)
  const doubts = Array.from(groups.values(), (own) => {
    const { moreBlocks } = own[0]!
    const reason = reasonText(own[0]!.reason!, messages)
    const conditions = messages.beside(
      own.map(({ strategy, condition }) => messages.gate.condition(formatCondition({ ...condition, strategy }))),
    )
    return moreBlocks === undefined
      ? messages.gate.doubt(conditions, reason)
      : messages.gate.doubtMoreBlocks({ conditions, reason, blocks: messages.count(moreBlocks, 'more process') })
  })
  return messages.clauses(doubts)
}
