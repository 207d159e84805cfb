import { expect, test } from 'vitest'
import { UserError } from '../../../../bench/io/user-error.ts'
import { scenarioOf } from '../../../../bench/run/aws/ab-plan.ts'
import type { DeployedFunction } from '../../../../bench/run/aws/deployed.ts'
import { abVariantsOf, checkTracing } from '../../../../bench/run/aws/variants.ts'
import { anAbPlan, aVariant } from '../../../support/comparisons.ts'

function deployed(strategy: string, memoryMb = 1769, name = `${strategy}-${memoryMb}`): DeployedFunction {
  return { strategy, memoryMb, name, arn: `arn:aws:lambda:eu-central-1:123456789012:function:${name}` }
}

const THREE = [deployed('pipelined'), deployed('sequential'), deployed('promise-all')]

test('the reference comes first, its copies last: the same function, once as it is and once slowed', () => {
  const variants = abVariantsOf({ functions: THREE, isOurs: true, reference: 'sequential' })
  expect(variants.map(({ name, role, function: called }) => [name, role, called])).toEqual([
    ['sequential', 'reference', 'sequential-1769'],
    ['pipelined', 'candidate', 'pipelined-1769'],
    ['promise-all', 'candidate', 'promise-all-1769'],
    ['A/A', 'aa-check', 'sequential-1769'],
    ['+10%', 'sensitivity-check', 'sequential-1769'],
  ])
  expect(variants.map(({ slowedBy }) => slowedBy)).toEqual([undefined, undefined, undefined, undefined, 0.1])
  expect(variants.some(({ isResized }) => isResized)).toBe(false)
})

test('only the requested strategies run, in that order, and the reference even if not requested', () => {
  const variants = abVariantsOf({
    functions: THREE,
    isOurs: true,
    strategies: ['promise-all'],
    reference: 'sequential',
  })
  expect(variants.map(({ name }) => name)).toEqual(['sequential', 'promise-all', 'A/A', '+10%'])
})

// Breakage: two variants of one name, of which no iteration is ever whole.
test('a strategy that is requested twice is one variant', () => {
  const variants = abVariantsOf({
    functions: THREE,
    isOurs: true,
    strategies: ['pipelined', 'sequential', 'pipelined'],
    reference: 'sequential',
  })
  expect(variants.map(({ name }) => name)).toEqual(['sequential', 'pipelined', 'A/A', '+10%'])
})

test('each size is a variant of its own, on the function that was deployed with it', () => {
  const functions = [
    deployed('sequential', 512),
    deployed('sequential', 1769),
    deployed('pipelined', 512),
    deployed('pipelined', 1769),
  ]
  const variants = abVariantsOf({ functions, isOurs: true, reference: 'sequential' })
  expect(variants.map(({ name, function: called, isResized }) => [name, called, isResized])).toEqual([
    ['sequential@512', 'sequential-512', false],
    ['pipelined@512', 'pipelined-512', false],
    ['A/A@512', 'sequential-512', false],
    ['+10%@512', 'sequential-512', false],
    ['sequential@1769', 'sequential-1769', false],
    ['pipelined@1769', 'pipelined-1769', false],
    ['A/A@1769', 'sequential-1769', false],
    ['+10%@1769', 'sequential-1769', false],
  ])
  const ofEach = ['reference', 'candidate', 'aa-check', 'sensitivity-check']
  expect(variants.map(({ role }) => role)).toEqual([...ofEach, ...ofEach])
  // Compared among themselves: what memory does is not what a strategy does.
  expect(variants.map(({ label, group }) => `${label} ${group}`)).toEqual(
    [512, 1769].flatMap((size) => ['sequential', 'pipelined', 'A/A', '+10%'].map((label) => `${label} ${size}`)),
  )
  const plan = anAbPlan({ variants })
  const [small, large] = [variants[1]!, variants[5]!].map((variant) => scenarioOf(plan, variant))
  expect(small).toMatchObject({
    reference: 'sequential',
    variants: ['sequential', 'pipelined', 'A/A', '+10%'],
    memoryMb: 512,
  })
  expect(large).toMatchObject({ reference: 'sequential', memoryMb: 1769 })
  expect(small!.digest).not.toBe(large!.digest)
})

// Breakage: a variant whose own size is the deployed one runs with what another variant has set.
test('a function that is to have another size for a while is given its own one too, for all its variants', () => {
  const variants = abVariantsOf({
    functions: THREE,
    isOurs: true,
    memoryMb: [1769, 3008],
    strategies: ['pipelined'],
    reference: 'sequential',
  })
  expect(variants.map(({ name, memoryMb, isResized }) => [name, memoryMb, isResized])).toEqual([
    ['sequential@1769', 1769, true],
    ['pipelined@1769', 1769, true],
    ['A/A@1769', 1769, true],
    ['+10%@1769', 1769, true],
    ['sequential@3008', 3008, true],
    ['pipelined@3008', 3008, true],
    ['A/A@3008', 3008, true],
    ['+10%@3008', 3008, true],
  ])
  const [, both] = [deployed('sequential', 512), deployed('sequential', 1769)]
  const other = abVariantsOf({
    functions: [both, deployed('pipelined', 512)],
    isOurs: true,
    memoryMb: [512],
    reference: 'pipelined',
  })
  expect(other.map(({ name, isResized }) => [name, isResized])).toEqual([
    ['pipelined', false],
    ['sequential', true],
    ['A/A', false],
    ['+10%', false],
  ])
})

test('without requested sizes no function gets another one, though functions differ', () => {
  const variants = abVariantsOf({
    functions: [deployed('mine', 512), deployed('yours', 1024)],
    isOurs: false,
    reference: 'mine',
  })
  expect(variants.map(({ name, memoryMb, isResized }) => [name, memoryMb, isResized])).toEqual([
    ['mine@512', 512, false],
    ['yours@1024', 1024, false],
    ['A/A', 512, false],
  ])
  expect(variants.every(({ group }) => group === undefined)).toBe(true)
})

// Breakage: the sizes of one function are each compared with their own copies alone, which says nothing of memory.
test('of one function its sizes are variants of one comparison, with the size that it has as the reference', () => {
  const variants = abVariantsOf({
    functions: [deployed('mine', 512)],
    isOurs: false,
    memoryMb: [1024, 128],
    reference: 'mine',
  })
  expect(
    variants.map(({ name, label, role, memoryMb, isResized }) => [name, label, role, memoryMb, isResized]),
  ).toEqual([
    ['mine@512', 'mine@512', 'reference', 512, true],
    ['mine@128', 'mine@128', 'candidate', 128, true],
    ['mine@1024', 'mine@1024', 'candidate', 1024, true],
    ['A/A', 'A/A', 'aa-check', 512, true],
  ])
  expect(variants.every(({ group }) => group === undefined)).toBe(true)
})

// Breakage: an event key that other people's functions know nothing of, and a sensitivity check that is as fast as its reference.
test('of functions that are not ours there is no variant that is slowed', () => {
  const options = { functions: THREE, reference: 'sequential' }
  expect(abVariantsOf({ ...options, isOurs: false })).toEqual(abVariantsOf({ ...options, isOurs: true }).slice(0, -1))
})

test('a strategy without a function is refused by its name', () => {
  expect(() => abVariantsOf({ functions: THREE, isOurs: true, reference: 'look-ahead' })).toThrow(
    new UserError('no-function-of', { strategy: 'look-ahead' }),
  )
  expect(() =>
    abVariantsOf({ functions: THREE, isOurs: true, strategies: ['constructor'], reference: 'sequential' }),
  ).toThrow(UserError)
})

// Breakage: of two deployments of one strategy the second is silently left out.
test('two functions that would be the same variant are refused, and one that is named twice is not', () => {
  const functions = [deployed('sequential', 512, 'old'), deployed('sequential', 512, 'new')]
  expect(() => abVariantsOf({ functions, isOurs: true, reference: 'sequential' })).toThrow(
    new UserError('functions-alike', { strategy: 'sequential', memoryMb: 512, names: ['old', 'new'] }),
  )
  expect(abVariantsOf({ functions: [THREE[0]!, THREE[0]!], isOurs: true, reference: 'pipelined' })).toHaveLength(3)
})

const VARIANTS = [aVariant('sequential', 'reference'), aVariant('pipelined'), aVariant('A/A', 'aa-check')]

test('functions that are traced, and those that nobody compares, are no matter', () => {
  const functions = [
    { name: 'function-sequential', isTraced: true },
    { name: 'function-pipelined', isTraced: true },
    { name: 'function-else', isTraced: false },
  ]
  expect(() => checkTracing(functions, VARIANTS)).not.toThrow()
})

// Breakage: a comparison was paid for, and says in the end that no trace ever came.
test('functions that are not traced are refused by their names, with what turns it on', () => {
  const functions = [
    { name: 'function-sequential', isTraced: false },
    { name: 'function-pipelined', isTraced: false },
  ]
  expect(() => checkTracing(functions, VARIANTS)).toThrow(
    new UserError('untraced-functions', { functions: ['function-sequential', 'function-pipelined'] }),
  )
})
