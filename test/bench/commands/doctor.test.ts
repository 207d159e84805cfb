import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { exitCodeOf } from '../../../bench/commands/doctor.ts'
import { aFolder } from '../../support/folders.ts'
import { run } from '../../support/in-process.ts'

/** Surroundings full of secrets, all of which have `SECRET` in them. */
function withSecrets() {
  const home = aFolder()
  mkdirSync(join(home, '.aws'))
  for (const file of ['credentials', 'config']) writeFileSync(join(home, '.aws', file), 'region = SECRET-in-a-file')
  const env = {
    HOME: home,
    AWS_ACCESS_KEY_ID: 'SECRET-id',
    AWS_SECRET_ACCESS_KEY: 'SECRET-key',
    AWS_SESSION_TOKEN: 'SECRET-session',
    AWS_REGION: 'SECRET-region',
    AWS_PROFILE: 'SECRET-profile',
    AWS_ROLE_ARN: 'SECRET-role',
    AWS_WEB_IDENTITY_TOKEN_FILE: '/SECRET-token',
    AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://SECRET-uri',
    SLACK_WEBHOOK_URL: 'https://hooks.slack.com/services/SECRET-hook',
  }
  return { env }
}

test('what is secret is said to be there and never shown, and without a margin it says so, within 80 columns', async () => {
  const { code, stdout, stderr } = await run(['doctor', '--no-measure'], withSecrets())
  expect(code).toBe(0)
  expect(stdout).toMatch(/^ok +AWS credentials +present, from the environment, a web identity, the role$/m)
  expect(stdout).toMatch(/^ok +AWS region +present, from the environment$/m)
  expect(stdout).toMatch(/^ok +Slack webhook +SLACK_WEBHOOK_URL is set$/m)
  expect(stdout + stderr).not.toContain('SECRET')
  expect(stdout).toMatch(/\n\nThe margin was not measured\.\n$/)
  for (const line of stdout.split('\n')) expect(line.length, line).toBeLessThanOrEqual(80)
})

test('as JSON there are findings and the facts behind them, no secret, and no margin that was not measured', async () => {
  const { code, stdout, stderr } = await run(['doctor', '--no-measure', '--json'], withSecrets())
  expect(stdout + stderr).not.toContain('SECRET')
  const report = JSON.parse(stdout) as {
    findings: { of: string }[]
    facts: { processors: { cores: number } }
    exitCode: number
  }
  expect([code, report.exitCode, stderr]).toEqual([0, 0, ''])
  expect(report.facts.processors.cores).toBeGreaterThan(0)
  expect(report.findings.map(({ of }) => of)).not.toContain('margin')
})

test('a margin that this machine is not fit for ends in 5, and whatever else is bad does not', () => {
  const load = { code: 'load', mark: 'bad' } as const
  expect(exitCodeOf([load])).toBe(0)
  expect(exitCodeOf([load, { code: 'margin', mark: 'look' }])).toBe(0)
  expect(exitCodeOf([{ code: 'margin', mark: 'bad' }])).toBe(5)
})

test('an unknown option is a mistake of the caller', async () => {
  const { code, stdout, stderr } = await run(['doctor', '--measure-twice'])
  expect([code, stdout]).toEqual([1, ''])
  expect(stderr).toContain("unknown option '--measure-twice'")
})
