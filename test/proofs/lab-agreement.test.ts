import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ENGLISH } from '../../bench/report/messages/en.ts'
import { readTrials, writeTrials } from '../../bench/trial/trial.ts'
import { utakata } from '../support/command-line.ts'
import { aFolder } from '../support/folders.ts'
import { ab, aKeptLab } from '../support/labs.ts'

const { agreement } = ENGLISH
const TWO = ['--strategies', 'sequential,pipelined']

// Breakage: results of different places cannot be held against each other, or the exit code says something else than the text.
test('compare says whether two places name the same winner, by which ratio, and where that is unknown', async () => {
  await using lab = await aKeptLab(TWO)
  const folder = aFolder()
  const [inLab, onMachine] = [join(folder, 'lab'), join(folder, 'bench')]
  const driven = await ab(lab, ['--warm-invocations', '1', '--seed', '7'])
  expect(driven.code).toBe(0)
  const orders = Map.groupBy(readTrials(join(driven.out, 'trials.jsonl')).trials, ({ block }) => block)
    .values()
    .map((block) => block.map(({ variant }) => variant))
    .toArray()
  expect(orders).toHaveLength(12)
  // Interleaved: each variant's container in each block, and not always in the same place.
  for (const order of orders) expect(new Set(order).size).toBe(4)
  expect(new Set(orders.map(String)).size).toBeGreaterThan(1)

  const set = ['plan.warmUps=4', 'plan.iterations=3'].flatMap((one) => ['--set', one])
  for (const command of [
    ['lab', ...TWO, '--warm-invocations', '1', '--output', inLab],
    ['bench', 'lab', '--quick', ...TWO, ...set, '--output', onMachine],
  ])
    // Where an A/A check fails on a busy machine, the winner is beyond what it withholds.
    expect([0, 5]).toContain((await utakata(command)).code)
  for (const [a, b] of [
    [inLab, driven.out],
    [onMachine, inLab],
  ] as const) {
    const { code, stdout } = await utakata(['compare', a, b])
    expect(code, stdout).toBe(0)
    expect(stdout).toContain(agreement.sameWinner('pipelined'))
    const { variants } = JSON.parse((await utakata(['compare', a, b, '--json'])).stdout) as {
      variants: { variant: string; quotient: { ratio: number; low: number; high: number } }[]
    }
    const { variant, quotient } = variants[0]!
    expect(variant).toBe('pipelined')
    expect(stdout).toContain(`${quotient.ratio.toFixed(3)} (${quotient.low.toFixed(3)} to ${quotient.high.toFixed(3)})`)
    console.log(
      `compare: ${stdout.split('\n').slice(0, 2).join('; ')}: ${quotient.ratio.toFixed(3)}, the winner agrees`,
    )
  }

  // The same, simulated: too few containers for a verdict, and what was fast is slow.
  const { trials } = readTrials(join(inLab, 'traces.jsonl'))
  const few = aFolder()
  writeTrials(
    join(few, 'trials.jsonl'),
    trials.filter(({ block }) => block <= 2),
  )
  const unknown = await utakata(['compare', inLab, few])
  expect(unknown.stdout).toContain(agreement.undecidedWinner('pipelined', agreement.noWinner))
  expect(unknown.code).toBe(5)
  const reversed = aFolder()
  writeTrials(
    join(reversed, 'trials.jsonl'),
    trials.map((one) => (one.variant === 'pipelined' ? { ...one, makespanMs: one.makespanMs * 20 } : one)),
  )
  const contradicted = await utakata(['compare', inLab, reversed])
  expect(contradicted.stdout).toContain(agreement.otherWinner('pipelined', 'sequential'))
  expect(contradicted.code).toBe(3)
  expect((await utakata(['compare', inLab, join(folder, 'nowhere')])).code).toBe(1)
})
