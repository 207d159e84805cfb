import { aaCheckText, sensitivityCheckText } from '../../bench/report/messages/controls.ts'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Result } from '../../bench/judge/comparison/judgement.ts'
import { readTrials } from '../../bench/trial/trial.ts'
import { utakata } from '../support/command-line.ts'
import { aFolder } from '../support/folders.ts'

test('the demo runs as the README says: one delivery record, a report that can be made again, and no wrong output', async () => {
  const out = `${aFolder()}/demo`
  const beganMs = performance.now()
  const { code, stdout, stderr } = await utakata(['bench', 'demo', '--quick', '--json', '--output', out])
  const elapsedS = (performance.now() - beganMs) / 1000
  const report = JSON.parse(stdout) as Result
  // 5 on a machine that is too noisy to judge; 2, wrong output, nowhere.
  expect([0, 5]).toContain(code)
  expect(report.exitCode).toBe(code)
  expect(report).toMatchObject({
    blocks: 6,
    iterationsCounted: 36,
    look: { blocks: 6, last: true },
    discardedIterations: [],
  })
  expect(report.deliveries).toMatchObject({ same: true, duplicates: 0 })

  const { trials, warnings } = readTrials(`${out}/trials.jsonl`)
  expect(warnings).toEqual([])
  const measured = trials.filter(({ phase }) => phase === 'measured')
  expect(measured).toHaveLength(36 * report.scenario.variants.length)
  expect(new Set(measured.map(({ deliveries }) => deliveries.digest)).size).toBe(1)
  expect(measured.flatMap(({ faults }) => faults)).toEqual([])
  // Every process once, before its warm-ups.
  expect(trials.filter(({ phase }) => phase === 'cold')).toHaveLength(6 * report.scenario.variants.length)
  for (const { timeBreakdown: split, makespanMs } of measured) {
    const { waitingMs, cpuMs, queueingMs, startUpMs } = split!
    expect(waitingMs + cpuMs + queueingMs + startUpMs).toBeCloseTo(makespanMs, 6)
  }

  const again = await utakata(['report', out, '--json'])
  expect(again.code).toBe(code)
  expect(again.stdout).toBe(stdout)
  expect(readFileSync(`${out}/report.json`, 'utf8')).toBe(stdout)

  for (const { variant, overIdeal, makespanMs, verdict } of report.variants)
    console.log(
      `${variant}: ${makespanMs.median.toFixed(1)} ms, makespan over ideal ${overIdeal!.median.toFixed(3)}, ${verdict?.code ?? 'reference'}`,
    )
  const { ceiling = Number.NaN } = report.mock
  const mockServerLag = Math.max(...report.variants.map((variant) => variant.mockServerLag ?? Number.NaN))
  console.log(
    `held over drawn at most ${mockServerLag.toFixed(3)}, ceiling ${ceiling.toFixed(2)}, elapsed ${elapsedS.toFixed(1)} s`,
  )
  console.log(`${aaCheckText(report)}; ${sensitivityCheckText(report)}`)
  console.log(`foretold: ${/about .*/.exec(stderr)?.[0]}`)
})
