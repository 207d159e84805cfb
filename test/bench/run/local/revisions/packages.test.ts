import { chmodSync, existsSync, readFileSync, realpathSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { eventually } from '../../../../support/eventually.ts'
import { CannotJudge } from '../../../../../bench/run/local/revisions/cannot-judge.ts'
import { givePackages } from '../../../../../bench/run/local/revisions/packages.ts'
import { withEnv } from '../../../../support/env.ts'
import { aFolder } from '../../../../support/folders.ts'

/** Puts an npm of its own in front, which is this script. */
function withNpm(script: string): void {
  const folder = aFolder({ npm: `#!/bin/sh\n${script}\n` })
  chmodSync(join(folder, 'npm'), 0o755)
  withEnv('PATH', `${folder}${delimiter}${process.env.PATH}`)
}

function aCheckoutWith(lock: string): string {
  return aFolder({ 'package-lock.json': lock })
}

const NEVER = new AbortController().signal

test('with the same lock file the packages are those of the checkout that is worked in', async () => {
  withNpm('exit 9')
  const from = aCheckoutWith('same')
  const packages = join(from, 'node_modules')
  writeFileSync(packages, 'stands for a folder')
  const root = aCheckoutWith('same')
  const installing = vi.fn<() => void>()
  await givePackages(root, { from, signal: NEVER, installing })
  expect(realpathSync(join(root, 'node_modules'))).toBe(realpathSync(packages))
  expect(installing).not.toHaveBeenCalled()
})

test('with another lock file they are installed there, with a message before', async () => {
  const log = join(aFolder(), 'log')
  withNpm(`echo "$PWD $*" >> ${log}`)
  const root = aCheckoutWith('older')
  const from = aCheckoutWith('newer')
  writeFileSync(join(from, 'node_modules'), 'stands for a folder')
  let saidBefore = false
  await givePackages(root, {
    from,
    signal: NEVER,
    installing: () => (saidBefore = !existsSync(log)),
  })
  expect(saidBefore).toBe(true)
  expect(readFileSync(log, 'utf8')).toBe(`${realpathSync(root)} ci\n`)
  expect(existsSync(join(root, 'node_modules'))).toBe(false)
})

// Breakage: the variables of this process: npm would leave what it compiles in our folder.
test('npm runs as it would without utakata', async () => {
  // As the launcher sets them.
  withEnv('NODE_COMPILE_CACHE', '/ours')
  withEnv('UTAKATA_ENVIRONMENT', '{"NODE_COMPILE_CACHE":null}')
  const log = join(aFolder(), 'log')
  withNpm(`echo "<$NODE_COMPILE_CACHE>" >> ${log}`)
  await givePackages(aCheckoutWith('older'), { from: aCheckoutWith('newer'), signal: NEVER, installing() {} })
  expect(readFileSync(log, 'utf8')).toBe('<>\n')
})

test('packages that cannot be installed leave nothing to be judged', async () => {
  withNpm('exit 9')
  const giving = givePackages(aCheckoutWith('older'), { from: aCheckoutWith('newer'), signal: NEVER, installing() {} })
  await expect(giving).rejects.toThrow(CannotJudge)
  await expect(giving).rejects.toThrow(
    expect.objectContaining({ code: 'old-packages-missing', parameters: { ended: 9 } }),
  )
  withEnv('PATH', aFolder())
  await expect(
    givePackages(aCheckoutWith('older'), { from: aCheckoutWith('newer'), signal: NEVER, installing() {} }),
  ).rejects.toMatchObject({
    problem: { code: 'old-packages-missing', parameters: { message: 'spawn npm ENOENT' } },
  })
})

test('an abort ends the installing, and is no error', async () => {
  withNpm('exec sleep 60')
  const controller = new AbortController()
  const giving = givePackages(aCheckoutWith('older'), {
    from: aCheckoutWith('newer'),
    signal: controller.signal,
    installing: () => queueMicrotask(() => controller.abort()),
  })
  await expect(giving).resolves.toBeUndefined()
})

// Breakage: a checkout that is removed while somebody still writes to it.
test('an abort is over when npm has ended, and not before', async () => {
  const log = join(aFolder(), 'log')
  withNpm(`trap 'sleep 0.3; echo ended > ${log}; exit 0' TERM\ntouch ${log}.begun\nwhile :; do sleep 0.02; done`)
  const controller = new AbortController()
  const giving = givePackages(aCheckoutWith('older'), {
    from: aCheckoutWith('newer'),
    signal: controller.signal,
    installing() {},
  })
  await eventually('npm had begun', () => existsSync(`${log}.begun`))
  controller.abort()
  await giving
  expect(existsSync(log)).toBe(true)
})
