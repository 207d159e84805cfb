import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { COMMAND_NAMES, exitStatusOf } from '../../bench/cli/exit-code.ts'
import { run } from '../support/in-process.ts'

const COMMANDS = [
  'bench',
  'calibrate',
  'load',
  'predict',
  'doctor',
  'report',
  'compare',
  'export',
  'notify',
  'due',
  'mock',
  'lab',
  'cdk',
  'ab',
  'apply',
  'xray',
  'logs',
  'estimate',
  'init',
  'record',
  'learn',
  'completion',
]

// Breakage: `init` tells how to go on with `utakata run --feeds`, which was renamed to notify.
test('no message tells to use a command that does not exist', () => {
  const wording = join(import.meta.dirname, '../golden/wording')
  const named = globSync('*.txt', { cwd: wording }).flatMap((file) =>
    [...readFileSync(join(wording, file), 'utf8').matchAll(/npx utakata ([a-z]+)/g)].map(([, name]) => name!),
  )
  expect(named).toContain('notify')
  expect(named.filter((name) => !COMMANDS.includes(name))).toEqual([])
})

test('every command explains itself with an example and ends in 0', async () => {
  const all = await Promise.all(COMMANDS.map((command) => run([command, '--help'])))
  for (const [index, { code, stdout, stderr }] of all.entries()) {
    expect(code).toBe(0)
    expect(stderr).toBe('')
    expect(stdout).toMatch(new RegExp(`^NAME\\n    utakata ${COMMANDS[index]} - `))
    expect(stdout).toMatch(new RegExp(`\\nSYNOPSIS\\n    utakata ${COMMANDS[index]} `))
    expect(stdout).toMatch(new RegExp(`\\nEXAMPLES\\n    .*utakata ${COMMANDS[index]}\\s`))
    expect(stdout).toContain('\nEXIT STATUS\n')
    const codes = exitStatusOf(COMMANDS[index]).map(([exitCode]) => String(exitCode))
    expect([...stdout.split('\nEXIT STATUS\n')[1]!.matchAll(/^ {4}(\d+) +\S/gm)].map(([, listed]) => listed)).toEqual(
      codes,
    )
    for (const line of stdout.split('\n')) expect(line.length, line).toBeLessThanOrEqual(80)
  }
})

test('the exit codes of every command are known', () => {
  expect(COMMAND_NAMES.toSorted()).toEqual(COMMANDS.toSorted())
})

test('no argument at all shows the commands and the exit codes', async () => {
  const { code, stdout } = await run([])
  expect(code).toBe(0)
  // Breakage: a command in no group, which is left out.
  for (const command of COMMANDS) expect(stdout).toMatch(new RegExp(`^    ${command} `, 'm'))
  expect(stdout).toContain('130')
})

test('the version is that of the package', async () => {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    version: string
  }
  expect(await run(['--version'])).toMatchObject({ code: 0, stdout: `${version}\n` })
})
