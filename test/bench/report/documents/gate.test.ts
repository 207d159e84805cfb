import { expect, test } from 'vitest'
import type { Gate, JudgedGate } from '../../../../bench/judge/gate/gate.ts'
import { judgeGate } from '../../../../bench/judge/gate/judge-gate.ts'
import { gateDocument } from '../../../../bench/report/documents/gate.ts'
import { ENGLISH } from '../../../../bench/report/messages/en.ts'
import { JAPANESE } from '../../../../bench/report/messages/ja.ts'
import { drawTerminal } from '../../../../bench/report/render/terminal.ts'
import { aGate, gatedTrials, OLD, other, TIME } from '../../../support/gates.ts'
import { expectWording } from '../../../support/golden.ts'
import { changed, isRun } from '../../../support/trials.ts'

const BOTH = aGate(TIME, { metric: 'rss', limit: 0.2 })
const NOISY = { aaCheck: 1.12 }
const NEW_STRATEGY: Gate = {
  ...aGate(),
  against: {
    is: 'revision',
    revision: OLD,
    unknown: [{ strategy: 'look-ahead', reason: { code: 'not-in-revision', revision: OLD } }],
  },
}

const GATES: Readonly<Record<string, JudgedGate>> = {
  'all within their limits': judgeGate(gatedTrials(), BOTH),
  'one slower, one new': judgeGate(gatedTrials({ growth: { pipelined: 1.3 } }), NEW_STRATEGY),
  'both slower': judgeGate(gatedTrials({ growth: { sequential: 1.2, pipelined: 1.3 } }), BOTH),
  'another output': judgeGate(changed(gatedTrials(), isRun('pipelined', 2, 3), other), aGate()),
  'two copies apart': { ...judgeGate(gatedTrials(NOISY), BOTH), endedBy: 'quick' },
  'near its limit': {
    ...judgeGate(gatedTrials({ growth: { pipelined: 1.08 }, blockSd: 0.011 }), aGate()),
    endedBy: 'budget',
  },
  'two copies apart, which passes': { ...judgeGate(gatedTrials(NOISY), aGate()), onInconclusive: 'pass' },
  interrupted: { ...judgeGate(gatedTrials(), aGate()), cutShort: 'interrupted' },
}

const drawn = (judged: JudgedGate, messages = ENGLISH) =>
  drawTerminal(gateDocument({ ...judged, scenario: 'demo' }, messages), { width: 80, colour: false, messages })

test('each outcome of a gate takes at most 26 lines of 80 columns, which leaves four for where the report lies', () => {
  for (const [name, judged] of Object.entries(GATES)) {
    const lines = drawn(judged).split('\n')
    expect([name, lines.length <= 26]).toEqual([name, true])
    expect(lines.filter((line) => line.length > 80)).toEqual([])
  }
})

test('of many changes those are shown at first that fail, then those nearest to their limit', () => {
  const ratios = {
    'look-ahead': 0.8,
    'promise-all': 0.25,
    pipelined: 0.25,
    'worker-threads': 0.3,
    'check-threads': 0.9,
  }
  const judged = judgeGate(gatedTrials({ ratios, growth: { 'worker-threads': 1.3 } }), BOTH)
  expect(judged.changes).toHaveLength(12)
  const { blocks } = gateDocument({ ...judged, scenario: 'demo' }, ENGLISH)
  const namesIn = (id: string) => {
    const { body } = blocks.find((one) => one.id === id)!
    return body.is === 'table' ? body.rows.map(({ cells }) => cells[0]) : []
  }
  expect([namesIn('changes').length, namesIn('changes')[0], namesIn('all-changes').length]).toEqual([
    8,
    'worker-threads',
    12,
  ])
  expect(drawn(judged).split('\n').length).toBeLessThanOrEqual(30)
})

test('the wording of gates has not changed', () => {
  const texts = Object.entries(GATES).map(
    ([name, judged]) => `## ${name}\n\n${drawn(judged)}\n\n${drawn(judged, JAPANESE as typeof ENGLISH)}\n`,
  )
  expectWording('gates.txt', texts.join('\n'))
})
