import { join } from 'node:path'
import { expect, test } from 'vitest'
import { abTitle } from '../../../../bench/commands/functions/ab.ts'
import { openJournal } from '../../../../bench/run/aws/configuration/journal.ts'
import { utakata } from '../../../support/command-line.ts'
import { aFolder } from '../../../support/folders.ts'
import { answering } from '../../../support/wire.ts'

test('a comparison is called after its stack, or after its functions', () => {
  expect(abTitle('utakata', ['utakata-sequential-1769'])).toBe('ab of utakata')
  expect(abTitle(undefined, ['old-api', 'new-api'])).toBe('ab of old-api, new-api')
})

test('of many functions the first are named, and how many there are beside them', () => {
  const names = Array.from({ length: 9 }, (_, index) => `orders-api-version-${index}`)
  expect(abTitle(undefined, names)).toBe('ab of orders-api-version-0, orders-api-version-1 and 7 more')
})

// Breakage: the number of an account in a report that people share.
test('of an ARN there is the name of the function alone', () => {
  const arn = 'arn:aws:lambda:eu-central-1:123456789012:function:orders:live'
  expect(abTitle(undefined, [arn, '123456789012:function:other'])).toBe('ab of orders:live, other')
})

test('the title of a comparison is never longer than sixty characters', () => {
  for (const length of [1, 50, 60, 64, 140])
    for (const stack of [undefined, 's'.repeat(length)])
      expect(abTitle(stack, ['f'.repeat(length), 'g'.repeat(length), 'h']).length).toBeLessThanOrEqual(60)
})

/** `ab` with functions that have these architectures, as Lambda describes them. */
async function planned(architectures: Readonly<Record<string, string | undefined>>, ...args: readonly string[]) {
  let requests = 0
  await using lambda = await answering((response, { path }) => {
    requests++
    if (path.includes('account-settings')) return response.end('{"AccountLimit":{"ConcurrentExecutions":1000}}')
    const name = path.split('/').at(-1)!
    const architecture = architectures[name]
    const Configuration = {
      FunctionName: name,
      FunctionArn: `arn:aws:lambda:eu-central-1:123456789012:function:${name}`,
      MemorySize: 1024,
      TracingConfig: { Mode: 'Active' },
      ...(architecture !== undefined && { Architectures: [architecture] }),
    }
    response.end(JSON.stringify({ Configuration }))
  })
  const cwd = aFolder({ 'order.json': '{}' })
  const env = {
    AWS_ENDPOINT_URL: lambda.origin,
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'made-up',
    AWS_SECRET_ACCESS_KEY: '5ecret',
    HOME: cwd,
  }
  const names = Object.keys(architectures).join(',')
  const payload = join(cwd, 'order.json')
  const ended = await utakata(['ab', '--dry-run', '--functions', names, '--payload', payload, ...args], { env, cwd })
  return { ...ended, requests, usd: Number(/at most USD (\d+\.\d+) if/.exec(ended.stdout)?.[1]) }
}

// Breakage: both functions at the price of the first, or one of them at a guess.
test('arm64 against x86_64 is estimated at the prices of both, and where one is unknown there is no price', async () => {
  const [mixed, arm, unknown, bound] = await Promise.all([
    planned({ old: 'x86_64', new: 'arm64' }),
    planned({ old: 'arm64', new: 'arm64' }),
    planned({ old: 'x86_64', new: undefined }),
    planned({ old: 'x86_64', new: undefined }, '--max-usd', '1'),
  ])
  expect(mixed.stdout).toContain('x86_64 and arm64 prices of us-east-1')
  expect(mixed.usd).toBeGreaterThan(arm.usd)
  expect(unknown).toMatchObject({ code: 0, usd: Number.NaN })
  expect(unknown.stdout).toContain('No price: Lambda does not say which architecture new has')
  expect(bound).toMatchObject({ code: 1 })
  expect(bound.stderr).toContain('--max-usd: expected functions whose price is known')
})

// Breakage: a version is invoked that cannot be given new containers, or its alias is.
test('a version or an alias is refused in one sentence', async () => {
  const { code, stderr } = await planned({ 'old:prod': 'arm64', new: 'arm64' })
  expect(code).toBe(1)
  expect(stderr).toContain('got "old:prod"; with old its present code and configuration are measured')
})

// Breakage: it is found out when the comparison is over and paid for.
test('a selection that no report could be made with is refused before Lambda is asked anything', async () => {
  const selections = [
    ['--optimize', 'cheap'],
    ['--optimize', 'speed', '--speed-weight', '0.5'],
    ['--optimize', 'balanced', '--speed-weight', '7'],
    ['--max-rss', 'banana'],
  ]
  for (const selection of selections) {
    const { code, stderr, stdout, requests } = await planned({ orders: 'arm64' }, '--memory', '256', ...selection)
    expect([code, stdout, requests], stderr).toEqual([1, '', 0])
    expect(stderr).toContain(selection.at(-2))
  }
  expect(await planned({ orders: 'arm64' }, '--memory', '256', '--optimize', 'balanced')).toMatchObject({ code: 0 })
})

test('of one function its own size alone is no comparison', async () => {
  const { code, stderr } = await planned({ orders: 'arm64' }, '--memory', '1024')
  expect(code).toBe(1)
  expect(stderr).toContain('orders has 1024 MB already: name another size with --memory')
})

// Breakage: what an earlier run has left changed is taken for the function's own memory.
test('what an earlier comparison or apply has left is to be put back first, before anything is planned', async () => {
  const change = { name: 'orders', arn: 'arn:orders', region: 'eu-central-1', memoryMb: { from: 1024, to: 256 } }
  for (const [file, command] of [
    ['ab-journal.jsonl', 'npx utakata ab --restore'],
    ['apply-journal.jsonl', 'npx utakata apply --undo'],
  ] as const) {
    const cwd = aFolder({ 'order.json': '{}' })
    {
      using journal = openJournal(join(cwd, 'utakata-results', file))
      journal.write(change)
    }
    for (const args of [
      ['ab', '--dry-run', '--functions', 'orders', '--memory', '256', '--payload', 'order.json'],
      ['ab', '--functions', 'orders', '--memory', '256', '--payload', 'order.json'],
    ]) {
      const { code, stdout, stderr } = await utakata(args, { cwd, env: { AWS_REGION: 'eu-central-1' } })
      expect([code, stdout]).toEqual([1, ''])
      expect(stderr).toContain(command)
    }
  }
})
