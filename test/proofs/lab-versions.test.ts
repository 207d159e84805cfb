import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import type { Lab } from '../../bench/run/lab/lab.ts'
import { drawUnits } from '../../mock-server/delay.ts'
import { readTrials } from '../../bench/trial/trial.ts'
import { start, utakata } from '../support/command-line.ts'
import { aFolder } from '../support/folders.ts'
import { ab, aLab, aSmallWorld, placeOf } from '../support/labs.ts'
import { samples } from '../support/samples.ts'

const NAMES = ['utakata-sequential-1769', 'utakata-pipelined-1769']

/** What of the lab's functions a comparison changes, and has to put back. */
function stateOf({ lambda }: Lab) {
  return NAMES.map((name) => {
    const all = lambda.find(name)!.describeAll()
    const { memoryMb, variables } = all[0]!.settings
    return { name, memoryMb, touched: variables.UTAKATA_TOUCHED, versions: all.slice(1).map(({ version }) => version) }
  })
}

const AS_DEPLOYED = NAMES.map((name) => ({ name, memoryMb: 1769, touched: undefined, versions: [] }))

const SMALL = ['--memory', '512,1769', '--containers', '2', '--warm-invocations', '1']

// Breakage: an invocation goes to $LATEST, a version outlives its containers, or $LATEST is left changed.
test('each group of new containers is a version of its own, of which none is left', async () => {
  await using world = await aSmallWorld()
  await using lab = await aLab(['sequential', 'pipelined'])
  const { code, out, stderr } = await ab(placeOf(lab, world), SMALL)
  // So few containers give figures, and no verdict.
  expect(code, stderr).toBe(5)
  expect(stateOf(lab)).toEqual(AS_DEPLOYED)
  const { trials } = readTrials(`${out}/trials.jsonl`)
  expect(trials).toHaveLength(2 * 8 * 2)
  expect(trials.filter(({ phase }) => phase === 'cold')).toHaveLength(16)
  const containers = new Map(trials.map(({ invocation }) => [invocation!.container, invocation!.memoryMb]))
  expect([...containers.values()].toSorted((a, b) => a - b)).toEqual([
    ...Array.from({ length: 8 }, () => 512),
    ...Array.from({ length: 8 }, () => 1769),
  ])
})

// Breakage: a container of before is taken for a new one, or the function is changed again because of it.
test('a function that serves its old version for a while is waited for, and changed once for each group', async () => {
  await using world = await aSmallWorld()
  await using lab = await aLab(
    ['sequential', 'pipelined'],
    {},
    { updateFaults: { servesOldMs: 1500, describesOldMs: 300 } },
  )
  const revisions = new Set<string>()
  const watching = setInterval(() => revisions.add(lab.lambda.settingsOf(NAMES[1]!)!.revision), 5)
  const { out, stderr } = await ab(placeOf(lab, world), ['--latest', '--containers', '2', '--warm-invocations', '1'])
  clearInterval(watching)
  expect(stderr).toContain('an old container answered; trying again in 1 s')
  const { trials } = readTrials(`${out}/trials.jsonl`)
  const pipelined = trials.filter(({ variant }) => variant === 'pipelined')
  const cold = pipelined.filter(({ phase }) => phase === 'cold').map(({ invocation }) => invocation!.container)
  expect(new Set(cold).size).toBe(2)
  // As deployed, two changes, and put back.
  expect(revisions.size).toBe(4)
  expect(stateOf(lab)).toEqual(AS_DEPLOYED)
})

// Breakage: Transaction Search is asked for once everything was paid for, or the traces are looked for where they are not.
test('with Transaction Search the traces of a comparison come from CloudWatch Logs', async () => {
  await using world = await aSmallWorld()
  await using lab = await aLab(['sequential', 'pipelined'], { destination: 'CloudWatchLogs' })
  const { result, stderr } = await ab(placeOf(lab, world), ['--containers', '2', '--warm-invocations', '1'])
  const said = stderr.split('\n')
  const at = (text: string) => said.findIndex((line) => line.includes(text))
  expect(at('Transaction Search')).toBeGreaterThan(-1)
  expect(at('Transaction Search')).toBeLessThan(at('container 1 of 2'))
  expect(result!.tracing!.crossCheck).toMatchObject({ invocations: 16, matched: 16 })
})

/** Moments at which a comparison is killed. */
const KILLS = samples(50)

// Breakage: a version is published, or a function changed, that the journal does not name, or that --restore does not find.
test(
  `a comparison that is killed at any moment leaves what --restore puts back (${KILLS} moments)`,
  { timeout: 1_800_000 },
  async () => {
    await using world = await aSmallWorld()
    await using lab = await aLab(['sequential', 'pipelined'])
    const { environment: env, outputs, mock } = placeOf(lab, world)
    const args = ['ab', '--outputs', outputs, '--mock', mock, '--no-traces', ...SMALL]
    const beganMs = performance.now()
    await ab(placeOf(lab, world), ['--no-traces', ...SMALL])
    const wholeMs = performance.now() - beganMs
    const seed = Number(process.env.UTAKATA_SEED ?? 1)
    let changed = 0
    let withVersion = 0
    for (let kill = 1; kill <= KILLS; kill++) {
      const cwd = aFolder()
      const afterMs = drawUnits(seed, 'kill', kill)[0] * wholeMs
      const killed = start([...args, '--output', 'out'], { env, cwd })
      await Promise.race([sleep(afterMs), killed.end])
      try {
        process.kill(-killed.pid, 'SIGKILL')
      } catch {
        // It had ended.
      }
      await killed.end
      const left = stateOf(lab)
      if (JSON.stringify(left) !== JSON.stringify(AS_DEPLOYED)) changed++
      if (left.some(({ versions }) => versions.length > 0)) withVersion++
      const restored = await utakata(['ab', '--restore'], { env, cwd })
      expect(restored.code, `after ${afterMs.toFixed(0)} ms: ${restored.stderr}`).toBe(0)
      expect(stateOf(lab), `after ${afterMs.toFixed(0)} ms: ${restored.stdout}`).toEqual(AS_DEPLOYED)
    }
    expect(changed).toBeGreaterThan(0)
    console.log(
      `${KILLS} kills within ${(wholeMs / 1000).toFixed(1)} s: ${changed} left functions changed, ${withVersion} a version; all were put back`,
    )
  },
)
