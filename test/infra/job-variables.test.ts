import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readJobVariables } from '../../infra/job-variables.ts'
import { Refusal } from '../../infra/refusal.ts'
import { readSettings } from '../../infra/settings.ts'
import { aFolder } from '../support/folders.ts'

const JOB = 'examples/orders/job.ts'
const SECRET = 'a-secret-value'

function variablesOf(text: string) {
  return readJobVariables(join(aFolder({ 'job.env': text }), 'job.env'), JOB)
}

function refusalOf(work: () => unknown) {
  try {
    work()
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    expect(error.message).not.toContain(SECRET)
    return error.refused
  }
  throw new Error('expected a refusal')
}

test('variables are read as Node reads a file of them', () => {
  expect(variablesOf(`# of the shop\nSHOP_TOKEN="${SECRET}"\n\nexport SHOP_URL=https://shop.example.com\n`)).toEqual({
    SHOP_TOKEN: SECRET,
    SHOP_URL: 'https://shop.example.com',
  })
  expect(readJobVariables(undefined, undefined)).toEqual({})
})

// Breakage: a deployment fails after minutes, or a function is given another strategy than its name says.
test.each([
  ['no variable', '# nothing yet\n', 'at least one line NAME=VALUE'],
  ['one that utakata sets', `STRATEGY=${SECRET}`, 'names that utakata does not set itself'],
  ['credentials of AWS', `AWS_SECRET_ACCESS_KEY=${SECRET}`, 'names that do not begin with AWS_ or LAMBDA_'],
  ['a name that Lambda does not take', `_HIDDEN=${SECRET}`, expect.stringContaining('start with a letter')],
  ['more than Lambda takes', `BIG=${SECRET}${'x'.repeat(3500)}`, 'at most 3500 bytes of names and values'],
])('a file with %s is refused, without a value', (_, text, expected) => {
  expect(refusalOf(() => variablesOf(text))).toMatchObject({ key: 'variables', expected })
})

test('variables belong to a job, and to a file that is there', () => {
  expect(refusalOf(() => readSettings({ variables: 'job.env' }))).toMatchObject({ got: 'a file' })
  expect(refusalOf(() => readSettings({ job: JOB, variables: 'no-such.env' }))).toMatchObject({
    got: expect.stringMatching(/^"no-such\.env", which cannot be read \(ENOENT\)$/),
  })
})
