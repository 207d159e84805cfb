import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { aFolder } from '../../support/folders.ts'

const SCRIPT = fileURLToPath(new URL('../../../bench/doctor/verify-node.sh', import.meta.url))
const NAME = `node-v24.99.0-linux-${process.arch}`
const CAN_RUN =
  process.platform === 'linux' &&
  ['curl', 'tar', 'sha256sum'].every((tool) => spawnSync(tool, ['--version']).status === 0)
if (!CAN_RUN) {
  if (process.env.CI) throw new Error('expected Linux with curl, tar and sha256sum, got a system without one of them')
  console.warn('SKIPPED: the comparison of the bundled Node is not tried without Linux, curl, tar and sha256sum')
}

const sha256 = (content: string | Buffer) => createHash('sha256').update(content).digest('hex')

/** A package with `bundled` as its Node beside a copy of nodejs.org with `published`; what the script says of them, and its exit code. */
function verify(bundled: string, published: string, { listed }: { listed?: string } = {}) {
  const [root, temporary] = [aFolder(), aFolder()]
  const write = (file: string, text: string) => {
    mkdirSync(join(root, file, '..'), { recursive: true })
    writeFileSync(join(root, file), text)
  }
  write('package/package.json', JSON.stringify({ name: 'node-linux', version: '24.99.0' }, undefined, 2))
  write('package/bin/node', bundled)
  write(`${NAME}/bin/node`, published)
  const archive = join(root, 'dist/v24.99.0', `${NAME}.tar.gz`)
  mkdirSync(join(archive, '..'), { recursive: true })
  execFileSync('tar', ['-czf', archive, '-C', root, NAME])
  const digest = listed ?? sha256(readFileSync(archive))
  write('dist/v24.99.0/SHASUMS256.txt', `${'0'.repeat(64)}  ${NAME}.tar.xz\n${digest}  ${NAME}.tar.gz\n`)
  const env = { ...process.env, NODE_MIRROR: pathToFileURL(join(root, 'dist')).href, TMPDIR: temporary }
  const { status, stdout, stderr } = spawnSync('sh', [SCRIPT, join(root, 'package')], { env, encoding: 'utf8' })
  expect(readdirSync(temporary)).toEqual([])
  return { status, stdout, stderr }
}

test.skipIf(!CAN_RUN)('the bundled Node that is the published one is said to be the same', () => {
  const { status, stdout } = verify('a Node', 'a Node')
  expect(stdout).toContain(`bundled     ${sha256('a Node')}\nnodejs.org  ${sha256('a Node')}\nThe same.\n`)
  expect(stdout).toContain('The signature of SHASUMS256.txt is not checked (--signature does so)')
  expect(status).toBe(0)
})

// Breakage: an exit code of 0 whatever was compared.
test.skipIf(!CAN_RUN)('one that differs by a byte is not', () => {
  const { status, stdout } = verify('a Node!', 'a Node')
  expect(stdout).toContain('NOT the same')
  expect(status).toBe(1)
})

// Breakage: comparing with an archive that was never compared itself.
test.skipIf(!CAN_RUN)('an archive that is not the listed one, or is not listed, is compared with nothing', () => {
  for (const listed of ['f'.repeat(64), '']) {
    const { status, stdout, stderr } = verify('a Node', 'a Node', { listed })
    expect(stderr).toContain(`${NAME}.tar.gz is not the archive that SHASUMS256.txt lists`)
    expect(stdout).not.toContain('The same')
    expect(status).toBe(2)
  }
})

test.skipIf(!CAN_RUN)('a folder without a Node, and a mirror that is not there, are named', () => {
  const without = spawnSync('sh', [SCRIPT, aFolder()], { encoding: 'utf8' })
  expect(without).toMatchObject({ status: 2, stderr: expect.stringContaining('run npm ci') as string })
  const folder = aFolder({ 'package.json': '{\n  "version": "24.99.0"\n}' })
  mkdirSync(join(folder, 'bin'))
  writeFileSync(join(folder, 'bin/node'), 'a Node')
  const env = { ...process.env, NODE_MIRROR: 'file:///nowhere' }
  const away = spawnSync('sh', [SCRIPT, folder], { env, encoding: 'utf8' })
  expect(away.stderr).toContain('could not fetch file:///nowhere/v24.99.0/SHASUMS256.txt')
  expect(away.status).toBe(2)
})
