import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Result } from '../../bench/judge/result.ts'
import { readTrials } from '../../bench/trial/trial.ts'
import { utakata } from '../support/command-line.ts'
import { aFolder } from '../support/folders.ts'

test('the demo runs as the README says: one ledger, a report that can be made again, and no wrong output', async () => {
  const out = `${aFolder()}/demo`
  const beganMs = performance.now()
  const { code, stdout, stderr } = await utakata(['bench', 'demo', '--quick', '--json', '--out', out])
  const elapsedS = (performance.now() - beganMs) / 1000
  const report = JSON.parse(stdout) as Result
  // 5 on a machine that is too noisy to judge; 2, wrong output, nowhere.
  expect([0, 5]).toContain(code)
  expect(report.exitCode).toBe(code)
  expect(report).toMatchObject({ forks: 6, roundsCounted: 36, look: { forks: 6, last: true }, voidRounds: [] })
  expect(report.ledger).toMatchObject({ same: true, duplicates: 0 })

  const { trials, warnings } = readTrials(`${out}/trials.jsonl`)
  expect(warnings).toEqual([])
  const measured = trials.filter(({ phase }) => phase === 'measured')
  expect(measured).toHaveLength(36 * report.scenario.arms.length)
  expect(new Set(measured.map(({ ledger }) => ledger.digest)).size).toBe(1)
  expect(measured.flatMap(({ faults }) => faults)).toEqual([])
  // Every process once, before its warm-ups.
  expect(trials.filter(({ phase }) => phase === 'cold')).toHaveLength(6 * report.scenario.arms.length)
  for (const { split, makespanMs } of measured) {
    const { waitingMs, cpuMs, queueingMs, startUpMs } = split!
    expect(waitingMs + cpuMs + queueingMs + startUpMs).toBeCloseTo(makespanMs, 6)
  }

  const again = await utakata(['report', out, '--json'])
  expect(again.code).toBe(code)
  expect(again.stdout).toBe(stdout)
  expect(readFileSync(`${out}/report.json`, 'utf8')).toBe(stdout)

  for (const { arm, overStructural, makespanMs, verdict } of report.arms)
    console.log(
      `${arm}: ${makespanMs.median.toFixed(1)} ms, makespan over structural ${overStructural!.median.toFixed(3)}, ${verdict?.word ?? 'reference'}`,
    )
  const { ceiling = Number.NaN } = report.mock
  const heldOverDrawn = Math.max(...report.arms.map((arm) => arm.heldOverDrawn ?? Number.NaN))
  console.log(
    `held over drawn at most ${heldOverDrawn.toFixed(3)}, ceiling ${ceiling.toFixed(2)}, elapsed ${elapsedS.toFixed(1)} s`,
  )
  console.log(`A/A ${report.guard.sentence}; planted arm ${report.planted.sentence}`)
  console.log(`foretold: ${/about .*/.exec(stderr)?.[0]}`)
})
