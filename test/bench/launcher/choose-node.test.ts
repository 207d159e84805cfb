import { chmodSync, symlinkSync } from 'node:fs'
import { join, relative } from 'node:path'
import { expect, test } from 'vitest'
import { checkOwnNode, chooseNode, findBundled, findHost } from '../../../bench/launcher/choose-node.mjs'
import { aFolder } from '../../support/folders.ts'

const BUNDLED = { version: 'v24.21.0', path: '/packages/node' }

/** Which Node is taken, or the mistake that is reported. */
function taken(host: string, { wanted, bundled = BUNDLED }: { wanted?: string; bundled?: typeof BUNDLED | null } = {}) {
  const choice = chooseNode({
    wanted,
    host: { version: host, path: '/usr/bin/node' },
    bundled: bundled ?? undefined,
    system: 'linux x64',
  })
  return 'mistake' in choice ? choice.mistake : `${choice.is} ${choice.path}`
}

const HOST = 'host /usr/bin/node'
const OURS = 'bundled /packages/node'

// Breakage: comparing versions as text, by which v24.9.0 would be newer than v24.21.0.
test('the Node of the host is taken where it is at least as new as the bundled one', () => {
  for (const host of ['v24.21.0', 'v24.21.1', 'v24.100.0', 'v25.0.0', 'v26.1.0', 'v100.0.0'])
    expect(taken(host)).toBe(HOST)
  for (const host of ['v24.20.9', 'v24.9.0', 'v24.3.0', 'v22.99.0', 'v20.20.2', 'v9.0.0'])
    expect(taken(host)).toBe(OURS)
})

test('a Node before its release is older than that', () => {
  expect(taken('v24.21.0-rc.1')).toBe(OURS)
  expect(taken('v25.0.0-nightly20260101abc')).toBe(HOST)
})

test('without a bundled Node the host has to have one that is new enough', () => {
  expect(taken('v24.0.0', { bundled: null })).toBe(HOST)
  expect(taken('v22.9.0', { bundled: null })).toBe(
    'expected Node 24 or later, got v22.9.0, and no newer one is installed for linux x64. On Linux, npm ci brings one along (not with --omit=optional); elsewhere install it first, for example: nvm install 24',
  )
})

test('UTAKATA_NODE forces one of them', () => {
  expect(taken('v26.1.0', { wanted: 'bundled' })).toBe(OURS)
  expect(taken('v24.3.0', { wanted: 'host' })).toBe(HOST)
  expect(taken('v24.3.0', { wanted: '' })).toBe(OURS)
})

test('a UTAKATA_NODE that cannot be had says what was expected, what was given and what to do', () => {
  expect(taken('v20.20.2', { wanted: 'host' })).toBe(
    "UTAKATA_NODE=host: expected a Node of this machine's own, 24 or later, got v20.20.2; unset UTAKATA_NODE",
  )
  expect(taken('v24.3.0', { wanted: 'bundled', bundled: null })).toBe(
    'UTAKATA_NODE=bundled: expected a Node installed by npm ci, found none for linux x64; unset UTAKATA_NODE, or run npm ci without --omit=optional',
  )
  expect(taken('v24.3.0', { wanted: 'mine' })).toBe(
    'UTAKATA_NODE: expected host or bundled, got "mine"; for any other Node, start bench/launch.mjs with it and set UTAKATA_NODE=host',
  )
})

test('the bundled Node is found with the version that it has', () => {
  const found = findBundled()
  // This runs on it, unless the host has a newer one or the system is none that a package is made for.
  if (found?.path === process.execPath) expect(found.version).toBe(process.version)
  else expect(found?.version ?? 'v24.0.0').toMatch(/^v24\./)
})

test('a package runs on the Node that it was started with, from 22.19 on', () => {
  const checked = (version: string) => checkOwnNode({ version, path: '/usr/bin/node' })
  for (const version of ['v22.19.0', 'v22.100.1', 'v24.0.0', 'v100.0.0'])
    expect(checked(version)).toEqual({ path: '/usr/bin/node' })
  for (const version of ['v20.20.2', 'v22.18.9', 'v22.9.0', 'v22.19.0-rc.1'])
    expect(checked(version)).toEqual({
      mistake: `expected Node 22.19 or later, got ${version}; install a newer one, for example: nvm install 24`,
    })
  expect(checked('v23.11.1')).toMatchObject({ mistake: expect.stringMatching(/ 22\.19 or later, but not 23, got v23/) })
})

/** A folder with a program called node that answers every question with this. */
function aNode(answer: string): string {
  const folder = aFolder({ node: `#!/bin/sh\necho '${answer}'\n` })
  chmodSync(join(folder, 'node'), 0o755)
  return folder
}

// Breakage: npx puts the bundled Node before all others, and what runs on it finds no other.
test.skipIf(process.platform === 'win32')(
  'the Node of the host is found where the bundled one runs the launcher',
  () => {
    const bundled = { version: 'v24.21.0', path: join(aNode('v24.21.0'), 'node') }
    const bin = aFolder()
    symlinkSync(bundled.path, join(bin, 'node'))
    const [odd, host] = [aNode('something else'), aNode('v26.1.0')]
    const found = (...folders: readonly string[]) =>
      findHost(bundled, { own: { ...bundled, path: join(bin, 'node') }, path: folders.join(':') })
    expect(found(bin, relative('', aNode('v28.0.0')), '/nowhere', odd, host, aNode('v27.0.0'))).toEqual({
      version: 'v26.1.0',
      path: join(host, 'node'),
    })
    expect(found(bin)).toBeUndefined()
    // Another one that runs it is the host's, whatever the PATH says.
    const own = { version: 'v20.20.2', path: join(host, 'node') }
    expect(findHost(bundled, { own, path: bin })).toEqual(own)
    expect(findHost(undefined, { own })).toEqual(own)
  },
)

test('a machine without a Node of its own runs the bundled one', () => {
  const choice = { host: undefined, bundled: BUNDLED }
  expect(chooseNode(choice)).toEqual({ is: 'bundled', path: BUNDLED.path })
  expect(chooseNode({ ...choice, wanted: 'host' })).toEqual({
    mistake: "UTAKATA_NODE=host: expected a Node of this machine's own, 24 or later, got none; unset UTAKATA_NODE",
  })
})
