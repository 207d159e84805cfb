import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { buildBundle } from '../../infra/bundle.ts'
import { OWN_JOB } from '../../infra/environment.ts'
import { bundleOwnJob } from '../../infra/own-job-bundle.ts'
import { ownItemsOf } from '../../mock-server/world.ts'
import { strategies } from '../../strategies/index.ts'
import { awsServices } from '../support/aws-services.ts'
import { aFolder } from '../support/folders.ts'
import { startFunction, theBundle } from '../support/functions.ts'
import { jobText } from '../support/own-jobs.ts'
import { anOwnFunction, ownBundle, theOwnBundle } from '../support/own-functions.ts'
import { sampleOf } from '../support/samples.ts'
import { answering } from '../support/wire.ts'

// Breakage: threads are given the work of the built-in job, or no authority of the mock world.
test.each(sampleOf(Object.keys(strategies)))(
  'a function does the job of a user by %s, against a mock world over HTTPS',
  async (strategy) => {
    const { server, container, eventAt } = await anOwnFunction(await theOwnBundle(), {
      settings: ['world.https=true'],
      variables: { STRATEGY: strategy },
    })
    for (const place of ['f0/r1', 'f0/r2']) {
      server.reset()
      const answer = await container.invoke({ ...eventAt(place), outcomes: true })
      expect(answer.error).toBeUndefined()
      expect(answer.run.figures).toMatchObject({ feeds: 6, sent: 6, failures: {} })
      expect(answer.outcomes?.[2]).toMatchObject({
        item: 'item-2',
        sent: [{ key: 'finding 1 of 2' }, { key: 'finding 2 of 2' }],
      })
      expect(answer.trace.documents).toBeGreaterThan(0)
      expect(JSON.stringify(answer)).not.toContain(server.origin)
      expect(server.deliveries.figures()).toMatchObject({ accepted: 6, duplicates: 0 })
    }
  },
)

// Breakage: the addresses of the items come without the token, which no client of a user's own sends.
test('a mock world that wants a token is reached by clients that send none', async () => {
  const { server, container, eventAt } = await anOwnFunction(await theOwnBundle(), { token: 'a-token-of-16-and-more' })
  const answer = await container.invoke({ ...eventAt('f1/r1'), outcomes: true })
  expect(answer.run.figures).toMatchObject({ sent: 6, failures: {} })
  expect(server.deliveries.figures().accepted).toBe(6)
  expect(JSON.stringify(answer) + container.log()).not.toContain('a-token')
  const telling = `async (_item, { url }) => { throw new Error('404 for ' + new URL(url).pathname) }`
  const other = await anOwnFunction(await ownBundle(jobText({ fetch: telling })), { token: 'a-token/of-16+more==' })
  const told = JSON.stringify(await other.container.invoke({ ...other.eventAt('f1/r1'), outcomes: true }))
  expect(told).toMatch(/404 for \/token\/…\/f1\/r1\.\d+\/items\/0/)
  expect(told).not.toMatch(/of-16/)
  const refused = await container.invoke({ world: { ...eventAt('f1/r1').world, token: 'another-token-of-16' } })
  expect(refused.error).toMatchObject({ key: 'world.itemsUrl', got: expect.stringContaining('401') })
})

test('items in the event are fetched, and what is found is sent to their sinks, or else to the webhook', async () => {
  await using aws = await awsServices()
  const { server, container } = await anOwnFunction(await theOwnBundle(), {
    variables: { ...aws.variables, WEBHOOK_SECRET: 'sink' },
  })
  const items = ownItemsOf({ items: { count: 6 }, hosts: 'one' } as never, server.origin, 'f0/r1')
  const unsent = items.map(({ id, url }) => ({ id, url }))
  aws.secrets.set('sink', items[0]!.sinkUrl)
  expect((await container.invoke({ job: { items } })).run.figures.sent).toBe(6)
  const bySink = server.deliveries.figures()
  server.reset()
  expect((await container.invoke({ job: { items: unsent } })).run.figures.sent).toBe(6)
  expect(server.deliveries.figures()).toMatchObject({ accepted: 6 })
  expect(server.deliveries.figures().digest).not.toBe(bySink.digest)
  server.reset()
  const dry = await container.invoke({ job: { items: unsent }, dryRun: true, outcomes: true })
  expect(dry.outcomes?.[2]).toMatchObject({ wouldBeSent: [{ key: 'finding 1 of 2' }, { key: 'finding 2 of 2' }] })
  expect(server.deliveries.figures().posts).toBe(0)
})

// Breakage: what is found stays in the outcome, which cannot be passed from the thread: the thread dies with its items.
test('a dry run on threads passes findings that cannot be cloned, as a real one does', async () => {
  const unclonable = await ownBundle(jobText({ check: '() => [{ send() {} }]' }))
  const { server, container, eventAt } = await anOwnFunction(unclonable, { variables: { STRATEGY: 'worker-threads' } })
  const answer = await container.invoke({ ...eventAt('f0/r1'), dryRun: true })
  expect(answer.run.figures).toMatchObject({ sent: 6, failures: {} })
  expect(server.deliveries.figures().posts).toBe(0)
})

// Breakage: a check that returns nothing counts as a calendar with a line that cannot be read, and the invocation as done.
test('an invocation that is strict fails where the check of every item is wrong', async () => {
  const { container, eventAt } = await anOwnFunction(await ownBundle(jobText({ check: '() => {}' })))
  await expect(container.invoke({ ...eventAt('f0/r1'), strict: true })).rejects.toThrow(
    'every item failed (check thrown)',
  )
})

// Breakage: the authority of a mock world is trusted for as long as the container lives.
test('a container forgets the authority of a mock world with the next job', async () => {
  const { server, container, eventAt } = await anOwnFunction(await theOwnBundle(), { settings: ['world.https=true'] })
  expect((await container.invoke(eventAt('f0/r1'))).run.figures).toMatchObject({ sent: 6 })
  // Its client would go on with a connection that it has.
  server.closeIdle()
  const items = ownItemsOf({ items: { count: 6 }, hosts: 'one' } as never, server.origin, 'f0/r2')
  expect((await container.invoke({ job: { items } })).run.figures).toMatchObject({
    sent: 0,
    failures: { 'fetch thrown': 6 },
  })
  const { error } = await container.invoke({
    world: { ...eventAt('f0/r1').world, ca: '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----' },
  })
  expect(error?.key).toBe('world.ca')
  expect((await container.invoke(eventAt('f0/r1'))).run.figures).toMatchObject({ sent: 6 })
})

// Breakage: a list of a world may name any server, and a comparison, which takes worlds for harmless, posts to it again and again.
test('the items of a mock world are of its own server', async () => {
  const { container } = await anOwnFunction(await theOwnBundle())
  await using elsewhere = await answering((response) =>
    response.end(JSON.stringify([{ id: 'a', url: 'http://127.0.0.1:9/a', sinkUrl: 'http://127.0.0.1:9/sink' }])),
  )
  const { error } = await container.invoke({ world: { itemsUrl: `${elsewhere.origin}/items.json` } })
  expect(error).toMatchObject({ key: 'world.itemsUrl[0].url', got: 'another one' })
  await using sinkless = await answering((response, request) =>
    response.end(JSON.stringify([{ id: 'a', url: `http://${request.headers.host}/a` }])),
  )
  const unsent = await container.invoke({ world: { itemsUrl: `${sinkless.origin}/items.json` } })
  expect(unsent.error).toMatchObject({ key: 'world.itemsUrl[0].sinkUrl', got: 'none' })
})

// Breakage of a row: its check is taken away.
test('what an event of an own job cannot be is an error object with its key', async () => {
  const { server, container, eventAt } = await anOwnFunction(await theOwnBundle())
  const item = { id: 'a', url: `${server.origin}/f0/r1/items/0` }
  const { world } = eventAt('f0/r1')
  for (const [event, key] of [
    [{ job: { feeds: [] } }, 'job.items'],
    [{ job: { items: [item, item] } }, 'job.items[1].id'],
    [{ job: { items: [{ ...item, id: 'https://shop.example/a' }] } }, 'job.items[0].id'],
    [{ job: { items: [{ id: 'a' }] } }, 'job.items[0].url'],
    [{ check: 'full' }, 'check'],
    [{ traceHosts: [] }, 'traceHosts'],
    [{ world, job: { items: [] } }, 'world'],
    [{ world: { ...world, slackUrl: server.origin } }, 'world.slackUrl'],
    [{ world: { itemsUrl: `${server.origin}/f0/r1/feeds.txt` } }, 'world.itemsUrl'],
    [{ world: { itemsUrl: `${server.origin}/nothing` } }, 'world.itemsUrl'],
    [{ job: { items: [item] } }, 'webhookSecret'],
    [{ stepTimeoutMs: 0 }, 'stepTimeoutMs'],
    [{ stepTimeoutMs: 3e9 }, 'stepTimeoutMs'],
    [{}, 'event'],
  ] as const) {
    const { error } = await container.invoke(event)
    expect(error?.key, JSON.stringify(event)).toBe(key)
    expect(error?.message).not.toContain(server.origin)
  }
})

// Breakage: a step of the user's own is not ended with the others before the function's time is up.
test('an own job that hangs is cut off, with an outcome for each item', async () => {
  const hangs = await ownBundle(jobText({ check: '() => new Promise(() => {})' }))
  const { container, eventAt } = await anOwnFunction(hangs)
  const answer = await container.invoke({ ...eventAt('f0/r1'), outcomes: true }, { remainingMs: 2000 })
  expect(answer).toMatchObject({ isCutOff: true, run: { figures: { feeds: 6, sent: 0 } } })
  expect(Object.keys(answer.run.figures.failures)).toEqual(['check aborted'])
})

// Breakage: the job is minified, so that all of it is one line.
test('what a step throws is a failure of its item, with its line in the bundle and no address', async () => {
  const throwing = jobText({ notify: `async (line, { url }) => {\n\n\n\nthrow new Error('no way to ' + url) }` })
  const bundle = await ownBundle(throwing)
  const { server, container, eventAt } = await anOwnFunction(bundle)
  const answer = await container.invoke({ ...eventAt('f0/r1'), outcomes: true })
  expect(answer.run.figures).toMatchObject({ sent: 0, failures: { 'notify thrown': 6 } })
  const [{ message }] = answer.run.examples as unknown as [{ readonly message: string }]
  const [, line] = /^"finding 1 of 1": Error: no way to .* \(own-job\.mjs:(\d+)\)$/.exec(message)!
  const bundled = readFileSync(join(bundle.folder, 'own-job.mjs'), 'utf8').split('\n')
  expect(bundled[Number(line) - 1]).toContain('no way to')
  expect(JSON.stringify(answer)).not.toContain('/sink')
  expect(server.deliveries.figures().posts).toBe(0)
})

// Breakage: what a job of `init` outside of any project imports is not found, or only by its address.
test('a job is bundled wherever it lies, with modules by their addresses', async () => {
  const address = new URL('../../strategies/own-job.ts', import.meta.url).href
  for (const found of ['utakata/job', address]) {
    const text = `import { defineJob } from '${found}'\nexport default defineJob({ fetch() {}, check: () => [], notify() {} })\n`
    const file = join(aFolder({ 'my-job.mjs': text }), 'my-job.mjs')
    expect((await bundleOwnJob(file)).map(({ name }) => name)).toEqual([OWN_JOB, `${OWN_JOB}.map`])
  }
})

// Breakage of a row: the module is bundled without being loaded, and is refused by nobody but Lambda.
test.each([
  [
    'imports what is not there',
    `import 'no-such-package'\n${jobText()}`,
    'my-job.mjs:1: Could not resolve "no-such-package"',
  ],
  ['has a mistake', 'export default {', 'my-job.mjs:1: Expected'],
  ['exports nothing', 'export {}', 'without fetch, check, notify'],
  ['lacks a step', 'export default { fetch() {}, check() {} }', 'without notify'],
  ['throws', `throw new Error('not today')`, 'Error: not today'],
  ['throws no error', `throw 'SHOP_KEY is not set'`, 'SHOP_KEY is not set'],
  ['needs a variable that no function has', `if (!process.env.HOME) throw new Error('no HOME')`, 'no HOME'],
  ['ends the process', 'process.exit(7)', 'it ended the process with 7'],
])('a module that %s is refused when it is bundled', async (_, text, got) => {
  const file = join(aFolder({ 'my-job.mjs': text }), 'my-job.mjs')
  await expect(bundleOwnJob(file)).rejects.toMatchObject({
    refused: { key: 'job', got: expect.stringContaining(got) },
  })
})

// Breakage: what a job reads as it is loaded has to be in its code.
test('a job has the variables of the file that is given', async () => {
  const text = `if (!process.env.SHOP_TOKEN) throw new Error('no SHOP_TOKEN')
${jobText()}`
  const file = join(aFolder({ 'my-job.mjs': text }), 'my-job.mjs')
  await expect(bundleOwnJob(file)).rejects.toMatchObject({
    refused: {
      got: expect.stringMatching(
        /no SHOP_TOKEN \(if it needs environment variables: functions do not see those of your shell/,
      ),
    },
  })
  expect(await bundleOwnJob(file, { variables: { SHOP_TOKEN: 'shop' } })).toHaveLength(2)
})

// Breakage: the entry of the job shares files with the others, so that its code changes theirs.
test('the job is one file beside the others, which stay the same; the digest is of both and of no path', async () => {
  const bundle = await theOwnBundle()
  const names = (await theBundle()).files.map(({ name }) => name)
  expect(bundle.files.map(({ name }) => name)).toEqual([...names, OWN_JOB].sort())
  expect(bundle.digest).not.toBe((await theBundle()).digest)
  // Wherever it lies, and whatever its comments say.
  const other = join(aFolder({ 'my-job.mjs': jobText({}, '// another') }), 'my-job.mjs')
  expect((await buildBundle(join(aFolder(), 'bundle'), { job: other })).digest).toBe(bundle.digest)
})

// Breakage: the job is bundled from where the checkout lies, and a failed start says nothing of the job.
test('a function whose job is not there does not start', async () => {
  const started = startFunction(await theOwnBundle(), { variables: { OWN_JOB: 'gone.mjs' } })
  await expect(started).rejects.toThrow('gone.mjs')
})
