import { chmodSync, existsSync, readdirSync, readFileSync, mkdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Result } from '../../bench/judge/comparison/judgement.ts'
import { ENGLISH } from '../../bench/report/messages/en.ts'
import { recommendationOf } from '../../bench/report/sentences/recommendation.ts'
import type { Trial } from '../../bench/trial/trial.ts'
import { withEnv } from '../support/env.ts'
import { aFolder } from '../support/folders.ts'
import { run } from '../support/in-process.ts'
import { like } from '../support/like.ts'
import { changed, isRun, trialsOf, aFault } from '../support/trials.ts'

const { comparison, next } = ENGLISH

/** What the report says to do whose data that is. */
const headlineOf = (json: string) => recommendationOf(JSON.parse(json) as Result, ENGLISH).headline

test('a report is made again from the trials alone, for people, as JSON and as Markdown', async () => {
  const lines = trialsOf({ candidates: { pipelined: 0.4 } }).map((trial) => JSON.stringify(trial))
  const folder = aFolder({ 'trials.jsonl': `${lines.join('\n')}\n` })
  const [people, everything, json, markdown] = [
    await run(['report', folder]),
    await run(['report', folder, '--verbose']),
    await run(['report', folder, '--json']),
    await run(['report', folder, '--markdown']),
  ]
  expect([people.code, everything.code, json.code, markdown.code]).toEqual([0, 0, 0, 0])
  expect(people.stdout).toContain(headlineOf(json.stdout))
  expect(people.stderr).toContain(`${next.reportPath(`${folder}/report.html`)}\n        ${next.reportHint}\n`)
  // Breakage: an option that prints no more than there is without it, or a report of 90 lines without it.
  const table = comparison.tieGroupColumn
  expect([people.stdout.includes(table), everything.stdout.includes(table)]).toEqual([false, true])
  const others = next.otherFiles(ENGLISH.beside(['trials.jsonl', 'report.md', 'report.json']))
  expect([people.stderr.includes(others), everything.stderr.includes(others)]).toEqual([false, true])
  expect(readFileSync(`${folder}/report.html`, 'utf8')).toContain('<!doctype html>')
  expect(json.stdout).toBe(readFileSync(`${folder}/report.json`, 'utf8'))
  expect(JSON.parse(json.stdout)).toMatchObject({ exitCode: 0, blocks: 6 })
  expect(markdown.stdout).toBe(readFileSync(`${folder}/report.md`, 'utf8'))
  for (const line of people.stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(100)
})

// Breakage: a machine that is blamed for runs that failed, or for a benchmark that was stopped.
test('what comes next is doctor where the machine was noisy, and nowhere else', async () => {
  const nextOf = async (trials: readonly Trial[]) => {
    const folder = aFolder({ 'trials.jsonl': trials.map((trial) => `${JSON.stringify(trial)}\n`).join('') })
    const { stderr } = await run(['report', folder])
    const before = next.suggestion('')
    return stderr.split('\n').find((line) => line.startsWith(before))!
  }
  const noisy = trialsOf({ candidates: { pipelined: 1 }, aaCheck: 1.2 })
  expect(await nextOf(noisy)).toMatch(/launch\.mjs doctor /)
  expect(await nextOf(noisy.filter(({ block }) => block < 3))).toContain(next.measureInFull)
  const failing = changed(trialsOf({ candidates: { pipelined: 1 } }), isRun('A/A', 1, 1), () => ({
    faults: [aFault('it died')],
  }))
  expect(await nextOf(failing)).toContain(next.measureInFull)
})

// Breakage: a script that goes on as if its report were there.
test('a report that cannot be written is reported, and exits with 1 unless its data was requested, which is printed', async () => {
  const lines = trialsOf({ candidates: { pipelined: 0.4 } }).map((trial) => JSON.stringify(trial))
  const folder = aFolder({ 'trials.jsonl': `${lines.join('\n')}\n` })
  mkdirSync(`${folder}/report.html`)
  const [people, json] = [await run(['report', folder]), await run(['report', folder, '--json'])]
  expect([people.code, json.code]).toEqual([1, 0])
  expect(people.stdout).toContain(headlineOf(json.stdout))
  expect(people.stderr).toContain(`utakata: the report could not be written to "${folder}" (EISDIR)`)
  expect(people.stderr).toMatch(like(next.writeReportLater('node …launch.mjs', folder)))
  expect(JSON.parse(json.stdout)).toMatchObject({ exitCode: 0 })
})

test('a report of a run that was killed warns of the torn line, on standard error', async () => {
  const lines = trialsOf({ blocks: 2 }).map((trial) => JSON.stringify(trial))
  const folder = aFolder({ 'trials.jsonl': `${lines.join('\n')}\n${lines[0]!.slice(0, 99)}` })
  const { code, stdout, stderr } = await run(['report', folder, '--json'])
  expect(code).toBe(5)
  expect(stderr).toContain(`trials.jsonl:${lines.length + 1}: the last line is torn`)
  expect(JSON.parse(stdout)).toMatchObject({ blocks: 2 })
})

test('trials of less than a whole iteration make no report, which is a mistake of the caller and not of ours', async () => {
  const firstIteration = trialsOf({ blocks: 1, iterations: 1 }).slice(0, -1)
  const folder = aFolder({ 'trials.jsonl': firstIteration.map((trial) => `${JSON.stringify(trial)}\n`).join('') })
  const { code, stdout, stderr } = await run(['report', folder])
  expect(code).toBe(1)
  expect(stdout).toBe('')
  expect(stderr).toBe(
    `utakata: expected measured runs in ${folder}/trials.jsonl, got none of a whole iteration: the run was stopped during its first\n`,
  )
  expect(existsSync(`${folder}/report.json`)).toBe(false)
})

test('pictures are written as SVG and PNG for both themes, and the page is opened when that is requested', async () => {
  const lines = trialsOf().map((trial) => JSON.stringify(trial))
  const folder = aFolder({
    'trials.jsonl': `${lines.join('\n')}\n`,
    browser: '#!/bin/sh\necho "$1" > "$(dirname "$0")/opened"\n',
  })
  chmodSync(`${folder}/browser`, 0o755)
  withEnv('BROWSER', `${folder}/browser`)
  const args = ['report', folder, '--pictures', `${folder}/deep/pictures`, '--open', '--json']
  const { code, stdout, stderr } = await run(args)
  expect([code, JSON.parse(stdout)]).toMatchObject([0, { blocks: 6 }])
  expect(stderr).toContain('Pictures: ')
  const files = readdirSync(`${folder}/deep/pictures`)
  for (const file of ['ratios.svg', 'ratios.png', 'ratios-dark.svg', 'ratios-dark.png']) expect(files).toContain(file)
  expect(readFileSync(`${folder}/opened`, 'utf8').trim()).toBe(`${folder}/report.html`)
})

test('a page that cannot be opened, and pictures that cannot be written, are reported', async () => {
  const lines = trialsOf().map((trial) => JSON.stringify(trial))
  const folder = aFolder({ 'trials.jsonl': `${lines.join('\n')}\n` })
  withEnv('BROWSER', '/bin/false')
  const open = await run(['report', folder, '--open'])
  expect(open).toMatchObject({ code: 0 })
  expect(open.stderr).toMatch(/report\.html could not be opened \(.*\); open it by hand/)
  const pictures = await run(['report', folder, '--pictures', `${folder}/trials.jsonl`])
  expect(pictures).toMatchObject({ code: 1 })
  expect(pictures.stderr).toContain('--pictures: expected a folder that can be written to')
})
