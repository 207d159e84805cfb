import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { trackedFiles } from '../../../bench/dev/package/sources.ts'
import { aFolder } from '../../support/folders.ts'

// Breakage: what a deployment or a benchmark has left in a folder of the code, ignored by Git, is in the package.
test('a package has only files that Git tracks', async () => {
  const root = aFolder({ '.gitignore': '*.env\ncdk-outputs.json\n' })
  mkdirSync(join(root, 'infra'))
  for (const name of ['cdk.json', 'job.env', 'cdk-outputs.json']) writeFileSync(join(root, 'infra', name), '{}')
  const git = (...args: readonly string[]) => execFileSync('git', args, { cwd: root })
  git('init', '--quiet')
  git('add', '.')
  writeFileSync(join(root, 'infra/new.txt'), '')
  expect(await trackedFiles(root, ['infra'])).toEqual(['infra/cdk.json'])
})
