import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { uncomparedIn, withOldVariants } from '../../../../../bench/run/local/revisions/old-variants.ts'
import { checkDrivable, strategiesIn, tryOut } from '../../../../../bench/run/local/revisions/old-code.ts'
import { variantsOf, candidatesOf, oldName } from '../../../../../bench/plan/schedule.ts'
import { strategies } from '../../../../../strategies/index.ts'
import { within } from '../../../../../bench/run/contract/eventually.ts'
import { aFolder } from '../../../../support/folders.ts'
import { A_SCENARIO } from '../../../../support/gates.ts'
import { childrenWith } from '../../../../support/processes.ts'
import { aTinyPlan } from '../../../../support/races.ts'

const cannotJudge = (problem: object) => expect.objectContaining({ problem: expect.objectContaining(problem) })

const ROOT = join(import.meta.dirname, '../../../../..')
const NEVER = new AbortController().signal

/** A checkout of nothing but a child that answers like this, and a registry. */
function aCheckoutWith(
  child: string,
  registry = 'export const strategies = { sequential() {}, pipelined() {} }',
): string {
  const folder = aFolder({ 'package.json': '{ "type": "module" }' })
  mkdirSync(join(folder, 'bench/run/local'), { recursive: true })
  mkdirSync(join(folder, 'strategies'))
  writeFileSync(join(folder, 'bench/run/local/child.ts'), child)
  writeFileSync(join(folder, 'strategies/index.ts'), registry)
  return folder
}

const codeOf = (checkout: string) => ({ revision: 'abc1234', checkout, strategies: ['sequential', 'pipelined'] })
const tried = (child: string, patienceMs = 60_000) =>
  tryOut(aTinyPlan(), codeOf(aCheckoutWith(child)), { signal: NEVER, patienceMs })
const opens = (answer: string) =>
  `process.on('message', ({ is }) => { if (is === 'open') process.send({ is: 'opened' }); else { ${answer} } }); process.on('disconnect', () => process.exit())`

test('each strategy that the old code has gets a variant of the old code beside it', () => {
  const plan = {
    ...aTinyPlan(),
    variants: variantsOf({ ...A_SCENARIO, variants: ['sequential', 'look-ahead', 'pipelined'] }),
  }
  const own = { strategy: 'mine', order: strategies.sequential, module: 'file:///mine.ts' }
  const mine = { name: 'mine', ...own, role: 'candidate' as const }
  const raced = { ...plan, variants: [...plan.variants, mine] }
  const code = { ...codeOf('/old'), strategies: ['sequential', 'pipelined', 'mine'] }
  const { variants } = withOldVariants(raced, code)
  expect(variants.map(({ name, role, checkout = 'here' }) => `${name} ${role} ${checkout}`)).toEqual([
    'sequential reference here',
    'sequential@abc1234 baseline /old',
    'look-ahead candidate here',
    'pipelined candidate here',
    'pipelined@abc1234 baseline /old',
    'A/A aa-check here',
    '+10 % sensitivity-check here',
    'mine candidate here',
  ])
  // Breakage: of a file of one's own it is said that the old code does not have it, though nobody has looked.
  expect(uncomparedIn(raced, code)).toEqual([
    { strategy: 'look-ahead', reason: { code: 'not-in-revision', revision: 'abc1234' } },
    { strategy: 'mine', reason: { code: 'own-strategy' } },
  ])
})

// Breakage: words of a report that are the less sure the more there is to compare with.
test('old variants are not compared with the reference, and do not share its level', () => {
  const variants = [
    'sequential',
    oldName('sequential', 'abc1234'),
    'pipelined',
    oldName('pipelined', 'abc1234'),
    'me@work',
    'A/A',
  ]
  expect(candidatesOf({ variants, reference: 'sequential' })).toEqual(['pipelined', 'me@work'])
})

test('code that has nothing to be started is told before anything is spent on it', () => {
  expect(() => checkDrivable(aFolder())).toThrow(cannotJudge({ code: 'lacks-file', file: 'bench/run/local/child.ts' }))
  expect(() => checkDrivable(aCheckoutWith(''))).not.toThrow()
})

test('the strategies of a checkout are those of its registry', async () => {
  expect(await strategiesIn(ROOT)).toEqual(Object.keys(strategies))
  expect(await strategiesIn(aCheckoutWith(''))).toEqual(['sequential', 'pipelined'])
  for (const registry of ['import "./none.ts"', 'export const others = {}'])
    await expect(strategiesIn(aCheckoutWith('', registry))).rejects.toThrow(
      cannotJudge({ code: 'strategies-unloadable' }),
    )
})

test('code that can be driven is, and leaves nothing running', async () => {
  await tryOut(aTinyPlan(), codeOf(ROOT), { signal: NEVER })
  expect(childrenWith('child.ts')).toEqual([])
})

test('code that ends, answers something else or answers nothing cannot be driven', async () => {
  // Of a process that ends before its first run no trial tells.
  const message = expect.stringMatching(/^(sequential|pipelined)@abc1234 (ended by itself|could not be reached)/)
  await expect(tried('process.exit(3)')).rejects.toThrow(cannotJudge({ code: 'threw', message }))
  await expect(tried(opens('process.exit(3)'))).rejects.toThrow(
    cannotJudge({ code: 'run-failed', variant: expect.stringMatching(/@abc1234$/), fault: expect.anything() }),
  )
  await expect(tried(opens(`process.send({ is: 'ran', ms: 5 })`))).rejects.toThrow(
    cannotJudge({ code: expect.stringMatching(/^(other-record|lacks-field)$/) }),
  )
  const hanging = tried('process.on("message", () => {}); process.on("disconnect", () => process.exit())', 2000)
  await expect(within(30_000, 'the end', hanging)).rejects.toThrow(cannotJudge({ code: 'too-slow', seconds: 2 }))
  expect(childrenWith('child.ts')).toEqual([])
})

test('an abort ends the trying, and is no error', async () => {
  const child = 'process.on("message", () => {}); process.on("disconnect", () => process.exit())'
  const controller = new AbortController()
  const trying = tryOut(aTinyPlan(), codeOf(aCheckoutWith(child)), { signal: controller.signal })
  controller.abort()
  await expect(within(30_000, 'the end', trying)).resolves.toBeUndefined()
})

// Breakage: old code that is imported without a limit.
test('a registry that never ends to load is given up', async () => {
  const checkout = aCheckoutWith('', 'for (;;);\nexport const strategies = {}')
  const asked = within(30_000, 'the answer', strategiesIn(checkout, 1000))
  await expect(asked).rejects.toThrow(cannotJudge({ code: 'strategies-unloadable' }))
})
