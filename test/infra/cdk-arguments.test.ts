import { expect, test } from 'vitest'
import { checkArguments } from '../../infra/cdk-arguments.ts'

// Breakage: a setting is passed over: a deploy then silently goes through with the defaults.
test.each([
  [
    [],
    { npm_config_call: 'schedule=on' },
    /^-c schedule: expected two dashes in front of it, as in: npm run deploy -- -c/,
  ],
  [['--memory', '512'], {}, /^--memory: expected a setting as -c memory=VALUE, got an option$/],
  [['--memory=512'], {}, /^--memory: expected/],
  [['-c', 'schedule'], {}, /^-c: expected KEY=VALUE, got "schedule"$/],
  [['-c'], {}, /^-c: expected KEY=VALUE, got ""$/],
  [['-c', 'memory=512', '-c', 'memory=1024'], {}, /^-c memory: expected it once, got it twice$/],
  [['-c', 'memroy=512'], {}, /^memroy: expected one of the keys memory, .*, got another$/],
  [['--context', 'memory=512', '-c', 'memory=1024'], {}, /^-c memory: expected it once/],
])('%j with %j is refused', (args, variables, message) => {
  expect(() => checkArguments(args, variables)).toThrow(message)
})

test('settings, each once, and the options of the CDK pass', () => {
  const args = [
    '-c',
    'memory=512,1769',
    '--context',
    'feeds=s3://bucket/a=b',
    '--profile',
    'mine',
    '--trace',
    '--require-approval',
    'never',
  ]
  expect(() => checkArguments(args, { npm_config_call: '' })).not.toThrow()
})
