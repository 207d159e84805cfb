import { join } from 'node:path'
import { expect, test } from 'vitest'
import { uncomparedIn, withOldVariants } from '../../../../../bench/run/local/revisions/old-variants.ts'
import { checkDrivable, strategiesIn } from '../../../../../bench/run/local/revisions/old-code.ts'
import { variantsOf, candidatesOf, oldName } from '../../../../../bench/plan/schedule.ts'
import { strategies } from '../../../../../strategies/index.ts'
import { aFolder } from '../../../../support/folders.ts'
import { A_SCENARIO } from '../../../../support/gates.ts'
import { aTinyPlan } from '../../../../support/races.ts'
import { aCheckoutWith } from '../../../../support/checkouts.ts'

const ROOT = join(import.meta.dirname, '../../../../..')

const codeOf = (checkout: string) => ({ revision: 'abc1234', checkout, strategies: ['sequential', 'pipelined'] })

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
    '+10% sensitivity-check here',
    'mine candidate here',
  ])
  // Breakage: of a file of one's own it is said that the old code does not have it, though nobody has looked.
  expect(uncomparedIn(raced, code)).toEqual([
    { strategy: 'look-ahead', reason: { code: 'not-in-revision', revision: 'abc1234' } },
    { strategy: 'mine', reason: { code: 'own-strategy' } },
  ])
})

// Breakage: the earlier job is done by today's strategies without the user's own, or by those of a checkout.
test('each strategy, and one of the user, gets a variant with an earlier job beside it', () => {
  const mine = { strategy: 'mine', order: strategies.sequential, module: 'file:///mine.ts' }
  const plan = { ...aTinyPlan(), variants: variantsOf({ ...A_SCENARIO, variants: ['sequential'] }, [mine]) }
  const job = { file: '/main/job.ts', digest: '0123456789ab' }
  const code = { revision: '0123456', job, strategies: [] }
  const old = withOldVariants(plan, code).variants.filter(({ role }) => role === 'baseline')
  expect(old.map(({ name, module, job: done }) => [name, module, done])).toEqual([
    ['sequential@0123456', undefined, job],
    ['mine@0123456', 'file:///mine.ts', job],
  ])
  expect(uncomparedIn(plan, code)).toEqual([])
})

// Breakage: verdicts of a report that are the less certain the more there is to compare with.
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

test('code that has nothing to be started is reported before anything is spent on it', () => {
  expect(() => checkDrivable(aFolder())).toThrow(
    expect.objectContaining({
      code: 'old-code-undrivable',
      parameters: { problem: { code: 'old-code-lacks-file', parameters: { file: 'bench/run/local/child.ts' } } },
    }),
  )
  expect(() => checkDrivable(aCheckoutWith(''))).not.toThrow()
})

test('the strategies of a checkout are those of its registry', async () => {
  expect(await strategiesIn(ROOT)).toEqual(Object.keys(strategies))
  expect(await strategiesIn(aCheckoutWith(''))).toEqual(['sequential', 'pipelined'])
  for (const registry of ['import "./none.ts"', 'export const others = {}'])
    await expect(strategiesIn(aCheckoutWith('', registry))).rejects.toThrow(
      expect.objectContaining({
        code: 'old-code-undrivable',
        parameters: { problem: { code: 'old-strategies-unloadable', parameters: {} } },
      }),
    )
})
