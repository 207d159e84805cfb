import { expect, test } from 'vitest'
import { isSecretName, readEnvironment } from '../../infra/environment.ts'
import { Refusal } from '../../infra/refusal.ts'
import { strategies } from '../../strategies/index.ts'

function refusalOf(variables: NodeJS.ProcessEnv): Refusal {
  try {
    readEnvironment(variables)
  } catch (error) {
    expect(error).toBeInstanceOf(Refusal)
    return error as Refusal
  }
  throw new Error('expected the variables to be refused')
}

// Breakage: a variable is read under another name.
test('the variables that the stack sets are read as they are', () => {
  expect(
    readEnvironment({
      STRATEGY: 'promise-all',
      TRACE: 'summary',
      FEEDS: 'ssm:/utakata/feeds',
      WEBHOOK_SECRET: 'team/webhook',
      WITHIN: '2h',
      CLAIMS_TABLE: 'claims',
      BUNDLE_DIGEST: 'abc',
    }),
  ).toEqual({
    strategy: 'promise-all',
    traceMode: 'summary',
    feeds: 'ssm:/utakata/feeds',
    webhookSecret: 'team/webhook',
    withinMs: 7_200_000,
    claimsTable: 'claims',
    bundleDigest: 'abc',
  })
})

// Breakage: `??` for `||`: the stack sets an empty text for what it has none of.
test('an empty variable is as if it were not there', () => {
  const nothing = {
    strategy: 'sequential',
    traceMode: 'exemplars',
    feeds: undefined,
    webhookSecret: undefined,
    withinMs: 1_800_000,
    claimsTable: undefined,
    bundleDigest: undefined,
  }
  expect(readEnvironment({ STRATEGY: 'sequential' })).toEqual(nothing)
  const empty = { TRACE: '', FEEDS: '', WEBHOOK_SECRET: '', WITHIN: '', CLAIMS_TABLE: '', BUNDLE_DIGEST: '' }
  expect(readEnvironment({ STRATEGY: 'sequential', ...empty })).toEqual(nothing)
})

// Breakage: a list of names beside the registry.
test('every strategy of the registry is one', () => {
  for (const strategy of Object.keys(strategies))
    expect(readEnvironment({ STRATEGY: strategy })).toMatchObject({ strategy })
})

// Breakage: a name is looked up in an object: `toString` is in each.
test('what makes no sense is refused with the name of the variable', () => {
  for (const [variables, key, got] of [
    [{}, 'STRATEGY', 'nothing'],
    [{ STRATEGY: '' }, 'STRATEGY', 'nothing'],
    [{ STRATEGY: 'fastest' }, 'STRATEGY', '"fastest"'],
    [{ STRATEGY: 'toString' }, 'STRATEGY', '"toString"'],
    [{ STRATEGY: 'pipelined', TRACE: 'on' }, 'TRACE', '"on"'],
    [{ STRATEGY: 'pipelined', WITHIN: 'soon' }, 'WITHIN', '"soon"'],
  ] as const)
    expect(refusalOf(variables).refused).toMatchObject({ key, got })
})

// Breakage: the name goes to Secrets Manager unread: its refusal then shows it.
test('a webhook where its name should be, or in any other variable, is refused and not shown', () => {
  const webhook = 'hooks.slack.com/services/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'
  for (const key of ['STRATEGY', 'TRACE', 'WITHIN', 'WEBHOOK_SECRET'])
    for (const given of [webhook, `https://${webhook}`]) {
      const { refused, message } = refusalOf({ STRATEGY: 'pipelined', [key]: given })
      expect(refused).toMatchObject({ key, got: `a text of ${given.length} characters` })
      expect(message).not.toContain('S3CRET')
    }
})

// Breakage: one of the shapes of a webhook is not looked for, or names of three parts are taken for one.
test('a name of a secret is distinguished from a webhook, which may have lost its scheme or its host', () => {
  for (const name of [
    'webhook',
    'team/webhook',
    'prod/slack.com/webhook',
    'T1/B2/c',
    'team/B0BETA000/c',
    'a_b+c=d.e@f-g',
  ])
    expect(isSecretName(name), name).toBe(true)
  for (const none of [
    '',
    'two words',
    'a:b',
    'a'.repeat(513),
    '//feeds.test/a',
    'hooks.slack.com',
    'hooks.slack.com/workflows/a',
    'Hooks.Slack.com/services/a',
    'hooks.slack-gov.com/services/a',
    'T0TEAM000/B0HOOK000/abc',
    'services/T0TEAM000/B0HOOK000/abc',
  ])
    expect(isSecretName(none), none).toBe(false)
})
