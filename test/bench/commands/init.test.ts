import { existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { calledIn } from '../../../bench/cli/called.ts'
import { initCommand } from '../../../bench/commands/init.ts'
import { readScenario } from '../../../bench/scenario/file.ts'
import { checkOwnJob } from '../../../bench/run/contract/own-job.ts'
import { scenarioSchema } from '../../../bench/scenario/scenario.ts'
import { UserError } from '../../../bench/io/user-error.ts'
import { parseFeedList, splitFeedList } from '../../../strategies/feed-list.ts'
import { aFolder } from '../../support/folders.ts'
import { anIo } from '../../support/in-process.ts'

const IO = anIo()

function initialized() {
  const folder = join(aFolder(), 'new')
  expect(initCommand(folder, {}, IO)).toBe(0)
  const [scenario, feeds] = [join(folder, 'utakata.yaml'), join(folder, 'feeds.txt')]
  return { folder, scenario, feeds, read: (file: string) => readFileSync(file, 'utf8') }
}

/** The text with what is left at its defaults set to them. */
const uncommented = (text: string) => text.replaceAll(/^(\s*)#(?=\w)/gm, '$1')

test('the scenario that is written can be measured as it is, and knows its schema', () => {
  const { scenario, read } = initialized()
  expect(readScenario(scenario)).toMatchObject({ name: 'mine', reference: 'sequential' })
  const [, schema] = /\$schema=(.*)/.exec(read(scenario))!
  expect(existsSync(resolve(dirname(scenario), schema!))).toBe(true)
  expect(read(scenario)).toContain(`npx utakata bench ${scenario} --quick`)
})

test.each([
  { js: false, job: 'job.mts' },
  { js: true, job: 'job.mjs' },
])('the job that is written in $job, with its samples and scenario, is fit to be measured', async ({ js, job }) => {
  const folder = join(aFolder(), 'new')
  expect(initCommand(folder, { job: true, js }, IO)).toBe(0)
  expect(readdirSync(folder).sort()).toEqual([job, 'samples', 'utakata.yaml'])
  const scenario = readScenario(join(folder, 'utakata.yaml'))
  expect(scenario).toMatchObject({ name: 'orders', job: join(folder, job) })
  // As `npm init` writes it.
  writeFileSync(join(folder, 'package.json'), '{ "type": "commonjs" }')
  expect(await checkOwnJob(scenario)).toMatchObject({ findings: 30 })
  expect(() => initCommand(folder, { job: true, js }, IO)).toThrow(UserError)
})

// Breakage: npx, which outside the checkout knows no utakata and offers to install somebody else's.
test('what is suggested can be called from where it is', () => {
  expect(calledIn(resolve('.'))).toBe('npx utakata')
  expect(calledIn(resolve('bench/commands'))).toBe('npx utakata')
  const [node, launcher] = calledIn(aFolder()).split(' ')
  expect(node).toBe('node')
  expect(existsSync(launcher!)).toBe(true)
})

// Breakage: a key that a scenario may have and nothing mentions, or a default that is given wrongly.
test('every key of a scenario is in it, with its default', () => {
  const { scenario, read } = initialized()
  const before = readScenario(scenario)
  writeFileSync(scenario, uncommented(read(scenario)))
  const after = readScenario(scenario)
  const keysOf = (schema: { readonly shape: object }) => Object.keys(schema.shape)
  const OF_OWN_JOB = new Set(['job', 'codeDigest', 'itemProfile', 'deliveries', 'bodies', 'stepTimeoutMs', 'allowNet'])
  const others = (keys: readonly string[]) => keys.filter((key) => !OF_OWN_JOB.has(key)).sort()
  expect(Object.keys(after).sort()).toEqual(others(keysOf(scenarioSchema)))
  const { world, client, plan, limits } = scenarioSchema.shape
  // Traffic needs a file, which a fresh scenario has not.
  const ofWorld = keysOf(world).filter((key) => key !== 'traffic')
  expect(Object.keys(after.world).sort()).toEqual(ofWorld.sort())
  expect([...Object.keys(after.world.items), 'bytes'].sort()).toEqual(others(keysOf(world.shape.items.in)))
  const [sized] = /bytes: \w+/.exec(read(scenario))!
  writeFileSync(scenario, read(scenario).replace(/events: \d+/, sized))
  expect(readScenario(scenario).world.items).toHaveProperty('bytes')
  expect(Object.keys(after.world.fetchFaults).sort()).toEqual(keysOf(world.shape.fetchFaults.unwrap()).sort())
  expect(Object.keys(after.world.notifyFaults).sort()).toEqual(keysOf(world.shape.notifyFaults.unwrap()).sort())
  expect(Object.keys(after.client).sort()).toEqual(others(keysOf(client.unwrap())))
  expect(Object.keys(after.plan).sort()).toEqual(keysOf(plan.unwrap()).sort())
  expect(Object.keys(after.limits).sort()).toEqual(keysOf(limits.unwrap()).sort())
  expect(after).toMatchObject({
    plan: before.plan,
    client: before.client,
    check: before.check,
    world: { seed: before.world.seed, https: before.world.https, hosts: before.world.hosts },
  })
})

test('the list of feeds is one, once its lines are taken', () => {
  const { feeds, read } = initialized()
  expect(splitFeedList(read(feeds), feeds)).toEqual([])
  const taken = read(feeds).replaceAll(/^#(?=\w)/gm, '')
  expect(parseFeedList(splitFeedList(taken, feeds)).map(({ id }) => id)).toEqual(['team', 'holidays'])
})

test('what is there is not touched, unless it is to be', () => {
  const { folder, scenario, read } = initialized()
  writeFileSync(scenario, 'mine')
  expect(() => initCommand(folder, {}, IO)).toThrow(UserError)
  expect(() => initCommand(folder, {}, IO)).toThrow(expect.objectContaining({ code: 'init-there' }))
  expect(read(scenario)).toBe('mine')
  initCommand(folder, { force: true }, IO)
  expect(read(scenario)).toContain('name: mine')
  expect(() => initCommand(join(scenario, 'below'), {}, IO)).toThrow(
    expect.objectContaining({ code: 'init-unwritable' }),
  )
})

// Breakage: a link that leads nowhere yet taken for nothing, and replaced.
test('a link in the place of a file is there too, and with --force what it leads to is written', () => {
  const folder = aFolder()
  symlinkSync('dotfiles.yaml', join(folder, 'utakata.yaml'))
  expect(() => initCommand(folder, {}, IO)).toThrow(expect.objectContaining({ code: 'init-there' }))
  expect(readdirSync(folder)).toEqual(['utakata.yaml'])
  initCommand(folder, { force: true }, IO)
  expect(readFileSync(join(folder, 'dotfiles.yaml'), 'utf8')).toContain('name: mine')
})
