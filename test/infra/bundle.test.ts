import { execFileSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import { expect, test } from 'vitest'
import { buildBundle, COLD_BYTES_BUDGET } from '../../infra/bundle.ts'
import { aFolder } from '../support/folders.ts'
import { theBundle } from '../support/functions.ts'

/** What a fresh Node says that runs a piece of code. */
function inFreshNode(code: string, env: Readonly<Record<string, string>> = {}): string {
  const all = { ...process.env, ...env }
  return execFileSync(process.execPath, ['--input-type=module', '-e', code], { env: all, encoding: 'utf8' }).trim()
}

// Breakage: undici is imported whole, or an AWS client, node-ical or any part of the X-Ray SDK statically.
test('a cold start loads at most 550 KB, without AWS clients, node-ical or any part of the SDK of X-Ray', async () => {
  const { entries } = await theBundle()
  expect(entries.map(({ name }) => name)).toEqual(['handler', 'notifier'])
  for (const { coldBytes, bytesByPackage } of entries) {
    expect(coldBytes).toBeLessThanOrEqual(COLD_BYTES_BUDGET)
    const owners = bytesByPackage.map(([owner]) => owner)
    expect(owners).toEqual(expect.arrayContaining(['undici', 'strategies', 'infra']))
    expect(owners.filter((owner) => /^@aws-sdk|^@smithy|node-ical|xray|cls-hooked/.test(owner))).toEqual([])
    expect(bytesByPackage.reduce((sum, [, bytes]) => sum + bytes, 0)).toBeGreaterThan(coldBytes * 0.9)
  }
})

// Breakage: undici's part for HTTP/2 in the bundle, with which Node loads its own.
test('a cold start loads no HTTP/2', async () => {
  const { folder } = await theBundle()
  const code = `await import(${JSON.stringify(pathToFileURL(join(folder, 'handler.mjs')).href)})
    console.log(process.moduleLoadList.filter((name) => name.includes('http2')).length)`
  expect(inFreshNode(code, { STRATEGY: 'pipelined' })).toBe('0')
})

test('source maps lie apart, and the folder holds nothing that was there before', async () => {
  const folder = aFolder({ 'left.mjs': 'what an earlier build left' })
  const maps = join(aFolder(), 'maps')
  const { files } = await buildBundle(folder, { mapsFolder: maps })
  expect(files.map(({ name }) => name).filter((name) => name.endsWith('.map') || name === 'left.mjs')).toEqual([])
  expect(readdirSync(maps)).toContain('handler.mjs.map')
})

test('handler and thread entry lie side by side, and node-ical beside them', async () => {
  const names = (await theBundle()).files.map(({ name }) => name)
  expect(names).toEqual(
    expect.arrayContaining(['handler.mjs', 'notifier.mjs', 'thread.mjs', 'work.mjs', 'notifier-work.mjs']),
  )
  expect(names).toContain('node-ical.cjs')
})

/** What becomes of a trace in a mode; what could be loaded fails only later, for want of a run. */
const WITHOUT_SDK = `
  const { preloadTrace, chooseTrace } = await import(process.env.MODULE)
  const header = 'Root=1-67891233-abcdef012345678912345678;Parent=53995c3f42cd8ad8;Sampled=1'
  await preloadTrace(process.env.TRACE)
  const begin = await chooseTrace(process.env.TRACE, header)
  const { lost } = await begin('sequential').send().catch(() => ({}))
  console.log(lost === undefined ? 'loaded' : 'lost')`

// Breakage: a mode other than sdk loads a part of the SDK, and stops working once that is no longer supported.
test.each([
  ['off', 'loaded'],
  ['summary', 'loaded'],
  ['exemplars', 'loaded'],
  ['sdk', 'lost'],
])('without the X-Ray SDK, tracing with TRACE=%s is %s', async (mode, expected) => {
  const folder = aFolder()
  const options = {
    bundle: true,
    platform: 'node',
    format: 'esm',
    splitting: true,
    outExtension: { '.js': '.mjs' },
  } as const
  await build({ ...options, entryPoints: ['infra/trace-backend.ts'], outdir: folder, external: ['aws-xray-sdk-core'] })
  const said = inFreshNode(WITHOUT_SDK, { MODULE: pathToFileURL(join(folder, 'trace-backend.mjs')).href, TRACE: mode })
  expect(said).toBe(expected)
})

/** Whether async_hooks were turned on, and slow every await, by loading a module. */
const HOOKS = `
  import { createHook, executionAsyncId } from 'node:async_hooks'
  await import(process.env.MODULE)
  console.log(await Promise.resolve().then(() => executionAsyncId()) !== 0)`

// Breakage: the X-Ray SDK is loaded whole: an await then takes forty times as long.
test('the tracing that every start loads turns no async_hooks on; the SDK of TRACE=sdk does', async () => {
  const { folder } = await theBundle()
  const load = (file: string, variables = {}) =>
    inFreshNode(HOOKS, { MODULE: pathToFileURL(join(folder, file)).href, LAMBDA_TASK_ROOT: folder, ...variables })
  expect(load('xray.mjs')).toBe('false')
  expect(load('handler.mjs', { TRACE: 'exemplars' })).toBe('false')
  expect(load('notifier.mjs', { TRACE: 'exemplars' })).toBe('false')
  expect(load('handler.mjs', { TRACE: 'sdk' })).toBe('true')
})
