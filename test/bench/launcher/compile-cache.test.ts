import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  mkdirSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { compileCacheFolder, compileCacheVariables } from '../../../bench/launcher/compile-cache.mjs'
import { aFolder } from '../../support/folders.ts'

const placeIn = (installation: string) => join(installation, 'node_modules/.utakata')

test('the folder is made in the installation, for its owner alone', () => {
  const installation = aFolder()
  expect(compileCacheFolder(installation)).toBe(placeIn(installation))
  expect(statSync(placeIn(installation)).mode & 0o777).toBe(0o700)
  // Others may have to enter this one.
  expect(statSync(join(installation, 'node_modules')).mode & 0o777).toBe(0o777 & ~process.umask())
  // The next process takes the same one.
  expect(compileCacheFolder(installation)).toBe(placeIn(installation))
})

// Breakage: asking only whether the folder can be written to, which root always can.
test('in the installation of somebody else no folder is made, nor one taken that is there', () => {
  const installation = aFolder()
  const somebodyElse = process.geteuid!() + 1
  expect(compileCacheFolder(installation, somebodyElse)).toBeUndefined()
  expect(() => statSync(placeIn(installation))).toThrow('ENOENT')
  compileCacheFolder(installation)
  expect(compileCacheFolder(installation, somebodyElse)).toBeUndefined()
})

// Breakage: taking whatever folder is there: anybody could put code into it, which is run as if it were ours.
test('a folder that others may enter is not taken', () => {
  for (const mode of [0o720, 0o702, 0o777, 0o755, 0o710]) {
    const installation = aFolder()
    mkdirSync(placeIn(installation), { recursive: true })
    chmodSync(placeIn(installation), mode)
    expect(compileCacheFolder(installation)).toBeUndefined()
  }
})

test('a link is not taken: it may lead into a folder of somebody else', () => {
  const installation = aFolder()
  mkdirSync(join(installation, 'node_modules'))
  symlinkSync(aFolder(), placeIn(installation))
  expect(compileCacheFolder(installation)).toBeUndefined()
})

test('where no folder can be made there is none, and no error', () => {
  const installation = aFolder()
  writeFileSync(join(installation, 'node_modules'), 'a file')
  expect(compileCacheFolder(installation)).toBeUndefined()
  expect(compileCacheFolder(join(installation, 'missing'))).toBeUndefined()
})

test('what the user has said of compiled code holds', () => {
  const folder = () => '/folder'
  expect(compileCacheVariables({}, folder)).toEqual({ NODE_COMPILE_CACHE: '/folder' })
  expect(compileCacheVariables({ NODE_COMPILE_CACHE: '/mine' }, folder)).toEqual({})
  expect(compileCacheVariables({ NODE_DISABLE_COMPILE_CACHE: '1' }, folder)).toEqual({})
  expect(compileCacheVariables({}, () => undefined)).toEqual({})
})

/** An installation with the real launcher and a program that prints where Node keeps what it compiles, and what the user had set. */
function anInstallation() {
  const installation = aFolder({ 'package.json': '{ "type": "module" }' })
  mkdirSync(join(installation, 'bench'))
  writeFileSync(
    join(installation, 'bench/program.ts'),
    `import { getCompileCacheDir } from 'node:module'
const given = JSON.parse(process.env.UTAKATA_ENVIRONMENT!).NODE_COMPILE_CACHE
console.log(JSON.stringify([getCompileCacheDir() ?? null, given]))`,
  )
  for (const path of ['launch.mjs', 'launcher', 'io/stop-signals.ts'])
    cpSync(join(BENCH, path), join(installation, 'bench', path), { recursive: true })
  const printed = (variables: Readonly<Record<string, string>> = {}): [string | null, string | null] => {
    const { NODE_COMPILE_CACHE: _, ...env } = process.env
    const launcher = join(installation, 'bench/launch.mjs')
    return JSON.parse(
      execFileSync(process.execPath, [launcher], { env: { ...env, ...variables }, encoding: 'utf8' }),
    ) as [string | null, string | null]
  }
  return { installation, printed }
}

const BENCH = fileURLToPath(new URL('../../../bench', import.meta.url))

// Breakage: a launcher that does not set the variable, or tells the user's own programs of it.
test('a command keeps the code that it compiles, and knows that its user has not asked for it', () => {
  const { installation, printed } = anInstallation()
  const [kept, given] = printed()
  expect(kept).toContain(placeIn(installation))
  expect(given).toBeNull()
  expect(readdirSync(kept!)).not.toEqual([])
})

test('a command runs as it should where what is kept is damaged, or cannot be kept', () => {
  const { installation, printed } = anInstallation()
  const [kept] = printed()
  for (const name of readdirSync(kept!)) writeFileSync(join(kept!, name), 'nonsense')
  expect(printed()).toEqual([kept, null])
  for (const name of readdirSync(kept!)) truncateSync(join(kept!, name), 50)
  expect(printed()).toEqual([kept, null])

  rmSync(placeIn(installation), { recursive: true })
  writeFileSync(placeIn(installation), 'a file')
  expect(printed()).toEqual([null, null])
})

test("a folder of the user's own is used in place of ours", () => {
  const { installation, printed } = anInstallation()
  const own = aFolder()
  const [kept, given] = printed({ NODE_COMPILE_CACHE: own })
  expect(kept).toContain(own)
  expect(given).toBe(own)
  expect(printed({ NODE_DISABLE_COMPILE_CACHE: '1' })).toEqual([null, null])
  expect(() => statSync(placeIn(installation))).toThrow('ENOENT')
})
