import { execFileSync } from 'node:child_process'
import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { findBundled } from '../../../bench/launcher/choose-node.mjs'
import { aFolder } from '../../support/folders.ts'

const MODULE = new URL('../../../bench/trial/environment.ts', import.meta.url).href

/** What is said of the Node that runs it. */
function describedOn(node: string): string {
  const code = `console.log((await import(${JSON.stringify(MODULE)})).describeEnvironment().node)`
  return execFileSync(node, ['--input-type=module', '-e', code], { encoding: 'utf8' }).trim()
}

// Breakage: a report in which a third party's Node and the host's own of the same version look alike.
test.skipIf(!findBundled())('what was measured says whether it ran on the bundled Node', () => {
  const { path, version } = findBundled()!
  expect(describedOn(path)).toBe(`${version} (bundled)`)
  const copy = join(aFolder(), 'node')
  copyFileSync(path, copy)
  expect(describedOn(copy)).toBe(version)
})
