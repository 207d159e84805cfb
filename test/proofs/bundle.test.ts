import { execFileSync } from 'node:child_process'
import { cpSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { buildBundle } from '../../infra/bundle.ts'
import { aFolder } from '../support/folders.ts'
import { theBundle } from '../support/functions.ts'

/** What a fresh Node says that runs a piece of code. */
function inFreshNode(code: string, env: Readonly<Record<string, string>> = {}): string {
  const all = { ...process.env, ...env }
  return execFileSync(process.execPath, ['--input-type=module', '-e', code], { env: all, encoding: 'utf8' }).trim()
}

// Breakage: a name, a time or the folder gets into the code.
test('the same source gives the same digest, wherever it is built', async () => {
  const { digest } = await theBundle()
  const folder = join(aFolder(), 'with a space', 'and deeper')
  expect((await buildBundle(folder)).digest).toBe(digest)
  expect((await buildBundle(folder, { mapsFolder: join(aFolder(), 'maps') })).digest).toBe(digest)
})

// Breakage: modes are those of the umask: the archive that is uploaded would have another digest on another machine.
test('files have the same mode whatever the umask', async () => {
  const umask = process.umask(0o077)
  try {
    const job = join(import.meta.dirname, '../../examples/orders/job.ts')
    const { folder, files } = await buildBundle(join(aFolder(), 'bundle'), { job })
    for (const { name } of files) expect(statSync(join(folder, name)).mode & 0o777).toBe(0o644)
  } finally {
    process.umask(umask)
  }
})

test('the bundle needs nothing but its own folder', async () => {
  const { folder } = await theBundle()
  const elsewhere = join(aFolder(), 'task')
  cpSync(folder, elsewhere, { recursive: true })
  const code = `const { handler } = await import(process.env.MODULE); console.log(typeof handler)`
  const MODULE = pathToFileURL(join(elsewhere, 'handler.mjs')).href
  expect(inFreshNode(code, { MODULE })).toBe('function')
})
