import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { digestOfModule } from '../../../bench/io/module-digest.ts'
import { aFolder } from '../../support/folders.ts'

// Breakage: the digest is that of the first file alone, or of the folder that a link lies in.
test('the code of a module is all that it imports, required or behind a link', () => {
  const folder = aFolder({ 'my-job.mjs': `import './rules.cjs'\n`, 'rules.cjs': `module.exports = require('./lib')\n` })
  mkdirSync(join(folder, 'lib'))
  const required = join(folder, 'lib/index.js')
  writeFileSync(required, 'module.exports = 1\n')
  const linked = join(aFolder(), 'linked.mjs')
  symlinkSync(join(folder, 'my-job.mjs'), linked)
  const digest = () => digestOfModule(pathToFileURL(linked).href)
  const before = digest()
  expect(before).toBe(digestOfModule(pathToFileURL(join(folder, 'my-job.mjs')).href))
  writeFileSync(required, 'module.exports = 2\n')
  expect(digest()).not.toBe(before)
})
