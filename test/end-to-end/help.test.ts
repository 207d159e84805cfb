import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
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
  'ab',
  'xray',
  'estimate',
  'init',
  'completion',
]

test('every command explains itself with an example and ends in 0', async () => {
  const all = await Promise.all(COMMANDS.map((command) => run([command, '--help'])))
  for (const [index, { code, stdout, stderr }] of all.entries()) {
    expect(code).toBe(0)
    expect(stderr).toBe('')
    expect(stdout).toMatch(new RegExp(`^NAME\\n    utakata ${COMMANDS[index]} - `))
    expect(stdout).toMatch(new RegExp(`\\nSYNOPSIS\\n    utakata ${COMMANDS[index]} `))
    expect(stdout).toMatch(new RegExp(`\\nEXAMPLES\\n    .*utakata ${COMMANDS[index]}\\s`))
    expect(stdout).toContain('\nEXIT STATUS\n')
    for (const line of stdout.split('\n')) expect(line.length, line).toBeLessThanOrEqual(120)
  }
})

test('no argument at all shows the commands and the exit codes', async () => {
  const { code, stdout } = await run([])
  expect(code).toBe(0)
  for (const command of COMMANDS) expect(stdout).toContain(`\n    ${command}\n`)
  expect(stdout).toContain('130')
})

test('the version is that of the package', async () => {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    version: string
  }
  expect(await run(['--version'])).toMatchObject({ code: 0, stdout: `${version}\n` })
})
