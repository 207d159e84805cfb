import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readDeployed } from '../../../../bench/run/aws/deployed.ts'
import { UserError } from '../../../../bench/io/user-error.ts'
import { aFolder } from '../../../support/folders.ts'
import { errorText } from '../../../../bench/report/messages/problems.ts'

const ARN = 'arn:aws:lambda:eu-central-1:123456789012:function:utakata-pipelined-512'
const PIPELINED = { strategy: 'pipelined', memoryMb: 512, name: 'utakata-pipelined-512', arn: ARN }
const OUTPUTS = { FunctionPipelined512: JSON.stringify(PIPELINED) }

const outputs = (content: unknown) =>
  join(
    aFolder({ 'cdk-outputs.json': typeof content === 'string' ? content : JSON.stringify(content) }),
    'cdk-outputs.json',
  )

/** What is said of outputs that are refused, `FILE` in place of the file. */
function mistakeIn(file: string, stack?: string): string {
  try {
    readDeployed(file, { stack })
  } catch (error) {
    if (error instanceof UserError) return errorText(error).replaceAll(file, 'FILE')
    throw error
  }
  return 'nothing was refused'
}

test('the functions of a stack of any name are read in their order, and its other outputs are kept by name', () => {
  const sequential = { ...PIPELINED, strategy: 'sequential', name: 'one' }
  const file = outputs({
    'my-stack': {
      MockOrigin: 'http://10.0.0.1',
      ...OUTPUTS,
      BundleDigest: 'abc',
      FunctionSequential512: JSON.stringify(sequential),
    },
    other: { Bucket: 'b' },
  })
  expect(readDeployed(file)).toEqual({
    stack: 'my-stack',
    functions: [PIPELINED, sequential],
    bundleDigest: 'abc',
    outputs: new Map([['MockOrigin', 'http://10.0.0.1']]),
  })
})

test('a stack without a digest among its outputs has none', () => {
  expect(readDeployed(outputs({ utakata: OUTPUTS }))).not.toHaveProperty('bundleDigest')
})

test('of two stacks with functions one must be named, and the message names both and the option', () => {
  const file = outputs({ one: OUTPUTS, two: OUTPUTS })
  expect(mistakeIn(file)).toBe('FILE: expected one stack with functions, got one, two: name one of them with --stack')
  expect(readDeployed(file, { stack: 'two' }).stack).toBe('two')
  expect(mistakeIn(file, 'three')).toBe('FILE: expected --stack to be one of one, two, got "three"')
})

test('a file that is not there says to deploy', () => {
  const file = join(aFolder(), 'none.json')
  expect(mistakeIn(file)).toBe(
    'expected the outputs of a deployment in FILE, which is not there: run `npx utakata cdk deploy`',
  )
  expect(mistakeIn(aFolder())).toContain('which is a folder, not a regular file')
})

test('outputs without functions are named', () => {
  expect(mistakeIn(outputs({ net: { Vpc: 'v' } }))).toBe(
    'FILE: expected outputs that begin with Function, got net.Vpc: run `npx utakata cdk deploy`',
  )
  expect(mistakeIn(outputs({}))).toContain('got none')
})

test.each([
  ['no JSON', '{"a', 'FILE: expected JSON, got "{"a"'],
  ['no outputs', { one: 'x' }, 'FILE: one: expected stacks with outputs, each a text:'],
  ['an output that is no text', { one: { A: 1 } }, 'FILE: one.A: expected stacks with outputs, each a text:'],
  ['a function that is no JSON', { one: { FunctionA1: 'arn' } }, 'FILE: one.FunctionA1: expected JSON, got "arn"'],
  [
    'a function without its ARN',
    { one: { FunctionA1: JSON.stringify({ ...PIPELINED, arn: undefined }) } },
    'FILE: one.FunctionA1: expected a function with strategy, memoryMb, name and arn: arn: ',
  ],
  [
    'memory that is none',
    { one: { FunctionA1: JSON.stringify({ ...PIPELINED, memoryMb: -1 }) } },
    'FILE: one.FunctionA1: expected a function with strategy, memoryMb, name and arn: memoryMb: ',
  ],
])('%s is refused with file and key', (_, content, message) => {
  expect(mistakeIn(outputs(content))).toContain(message)
})
