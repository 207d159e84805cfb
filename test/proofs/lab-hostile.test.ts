import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Lab } from '../../bench/run/lab/lab.ts'
import { isComparison } from '../../bench/judge/verdict.ts'
import type { Result } from '../../bench/judge/comparison/judgement.ts'
import { readTrials } from '../../bench/trial/trial.ts'
import { utakata } from '../support/command-line.ts'
import { aFolder } from '../support/folders.ts'
import { ab, aLab, aSmallWorld, placeOf } from '../support/labs.ts'
import { isEverySampleTried } from '../support/samples.ts'
import type { Served } from '../../bench/run/contract/running.ts'

/** Sequential and pipelined, each with 12 new containers by default, once cold and once warm; X-Ray is polled for `patience`. */
async function compared(lab: Lab, world: Served, patience: string, containers = 12) {
  const place = placeOf(lab, world)
  const args = ['--containers', `${containers}`, '--warm-invocations', '1', '--patience', patience]
  const { result, ...ended } = await ab(place, args)
  if (!result?.tracing) throw new Error(`expected a report with traces, got: ${ended.stdout}${ended.stderr}`)
  return { ...ended, ...place, result, crossCheck: result.tracing.crossCheck }
}

const candidateIn = ({ variants }: Result) => variants.find(({ role }) => role === 'candidate')!

/** Speed is judged; how clearly depends on what else the machine does. */
function expectVerdict(result: Result, code: number | null): void {
  const { verdict } = candidateIn(result)
  expect(verdict && isComparison(verdict), verdict?.code).toBe(true)
  expect(code).toBe(verdict!.code === 'inconclusive' ? 5 : 0)
}

// Each is a whole comparison in a lab: `npm run proofs` tries one, `npm run bench:proofs` all.

// Breakage: a refused call, a late trace or a further page is taken for the end of what there is.
test.runIf(isEverySampleTried)(
  'an X-Ray that throttles every third call, is 3 s late and gives 7 traces a page hands out everything',
  async () => {
    await using world = await aSmallWorld()
    await using lab = await aLab(['sequential', 'pipelined'], { throttleEvery: 3, indexDelayMs: 3000, pageSize: 7 })
    const { code, result, crossCheck, run, environment, out } = await compared(lab, world, '60s')
    expect(crossCheck).toMatchObject({ invocations: 96, matched: 96, unmatched: [] })
    expectVerdict(result, code)

    const again = join(aFolder(), 'by-search')
    const search = `xray --run ${run} --patience 60s --output ${again}`.split(' ')
    const { code: searched, stderr } = await utakata(search, { env: environment })
    expect([0, 5]).toContain(searched)
    const { trials } = readTrials(join(again, 'trials.jsonl'))
    expect(new Set(trials.map(({ invocation }) => invocation!.traceId)).size).toBe(96)
    // Only the run itself knows which invocations of the reference's function were configured to be slower.
    const sensitivityCheckIn = (all: typeof trials) =>
      all.flatMap(({ role, invocation }) => (role === 'sensitivity-check' ? invocation!.traceId! : [])).toSorted()
    expect(sensitivityCheckIn(trials)).toHaveLength(24)
    expect(sensitivityCheckIn(trials)).toEqual(sensitivityCheckIn(readTrials(join(out, 'trials.jsonl')).trials))
    console.log(
      `hostile: ${crossCheck.matched} of 96 matched, ${candidateIn(result).verdict!.code}; by search: ${stderr.trim()}`,
    )
  },
)

/** Of 192: the run of one invocation and the timeline of another. */
const LOST = new Set([37, 144])

// Breakage: a trace that lacks a part is taken for whole, or one in fifty that does costs the verdict.
test('where one datagram in a hundred is lost there is a verdict, and what is missing is named', async () => {
  await using world = await aSmallWorld()
  await using lab = await aLab(['sequential', 'pipelined'], { isLost: (datagram) => LOST.has(datagram) })
  const { code, result, crossCheck, out } = await compared(lab, world, '2s')
  expect(lab.collector.figures()).toMatchObject({ datagrams: 192, dropped: 2 })
  expect(crossCheck).toMatchObject({ invocations: 96, matched: 94, isTooLittle: false })
  const missing = ['no-timeline', 'no-run']
  expect(crossCheck.unmatched).toHaveLength(2)
  expect(crossCheck.unmatched).toEqual(
    expect.arrayContaining(
      missing.map((code) => ({
        reason: { code: 'untraced', untraced: { code: 'incomplete', lacks: [{ code }] } },
        invocations: 1,
      })),
    ),
  )
  expectVerdict(result, code)
  const report = readFileSync(join(out, 'report.md'), 'utf8')
  for (const text of ['its timeline has not come', 'the run itself (utakata:…) has not come'])
    expect(report).toContain(text)
  console.log(`1% lost: ${crossCheck.matched} of 96 matched, ${candidateIn(result).verdict!.code}`)
})

// Breakage: the traces that came are taken to speak for those that did not.
test.runIf(isEverySampleTried)('where one datagram in five is lost there is no verdict', async () => {
  await using world = await aSmallWorld()
  await using lab = await aLab(['sequential', 'pipelined'], { isLost: (datagram) => datagram % 5 === 0 })
  const { code, result, crossCheck, stdout } = await compared(lab, world, '2s', 6)
  expect(crossCheck.isTooLittle).toBe(true)
  expect(crossCheck.matched + crossCheck.unmatched.reduce((sum, { invocations }) => sum + invocations, 0)).toBe(48)
  expect(candidateIn(result).verdict).toEqual({ code: 'insufficient-traces' })
  expect(code).toBe(5)
  const text = stdout.replaceAll(/\s+/g, ' ')
  expect(text).toMatch(/Fewer than 95% .*nothing is said of speed/)
  console.log(`20% lost: ${crossCheck.matched} of 48 matched; ${/Cross-check: .*? \(.*?\)/.exec(text)?.[0]}`)
})
