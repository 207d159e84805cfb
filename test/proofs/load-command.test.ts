import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { within } from '../support/eventually.ts'
import { loadReportSchema } from '../../bench/judge/load/judgement.ts'
import { formatSchedule } from '../../bench/report/sentences/load-words.ts'
import { ENGLISH } from '../../bench/report/messages/en.ts'
import { readTrials } from '../../bench/trial/trial.ts'
import { start } from '../support/command-line.ts'
import { aFolder } from '../support/folders.ts'
import { run } from '../support/in-process.ts'
import { flat } from '../support/reported-results.ts'

const TINY = `name: tiny
world:
  items: { count: 4, events: 2, descriptionBytes: 20, dueShare: 0.5 }
  fetchDelay: { model: constant, ms: 2 }
  notifyDelay: { model: constant, ms: 2 }
variants: [sequential, pipelined]
plan: { warmUps: 1 }
`

const aLoad = (folder: string, ...more: readonly string[]) =>
  ['load', `${folder}/tiny.yaml`, '--every', '10ms', '--jobs', '8', '--output', `${folder}/out`, ...more] as const

// Breakage: a report that holds something that its trials do not.
test('a rate is measured and reported, and the report made again from the folder is the same', async () => {
  const folder = aFolder({ 'tiny.yaml': TINY })
  const first = await run(aLoad(folder, '--processes', '2', '--strategies', 'sequential', '--json'))
  expect([0, 5], first.stderr).toContain(first.code)
  expect(JSON.parse(first.stdout)).toMatchObject({
    kind: 'load',
    jobs: 8,
    blocks: 2,
    everyMs: 10,
    deliveries: { same: true },
  })
  const written = readFileSync(`${folder}/out/report.json`, 'utf8')
  expect(first.stdout).toBe(written)
  expect(loadReportSchema.safeParse(JSON.parse(written)).error).toBeUndefined()
  expect((await run(['export', `${folder}/out`, '--format', 'json'])).stdout).toBe(written)
  const again = await run(['report', `${folder}/out`, '--json'])
  expect(again).toMatchObject({ code: first.code, stdout: written })
  const markdown = await run(['report', `${folder}/out`, '--markdown'])
  expect(markdown.stdout).toBe(readFileSync(`${folder}/out/report.md`, 'utf8'))
  expect((await run(['report', `${folder}/out`])).stdout).toContain(formatSchedule(10))
  const chosen = await run(['report', `${folder}/out`, '--max-rss', '100MB'])
  expect(chosen).toMatchObject({ code: 1, stdout: '' })
  expect(chosen.stderr).toContain('expected --optimize speed and no --max- option')
  // Its service times alone are not to be compared as those of a benchmark.
  const compared = await run(['compare', `${folder}/out`, `${folder}/out`])
  expect(compared).toMatchObject({ code: 1, stdout: '' })
  expect(compared.stderr).toContain('got jobs on a schedule')
})

test('Ctrl-C keeps what is done, reports the blocks that are whole, and ends in 130', async () => {
  const folder = aFolder({ 'tiny.yaml': TINY })
  const running = start(aLoad(folder, '--processes', '12', '--strategies', 'sequential'))
  await running.says('process 2 of 12')
  running.interrupt()
  const { code, stdout, stderr } = await within(20_000, 'the end', running.end)
  expect(code).toBe(130)
  expect(stderr).toContain('Stopping: what is finished is kept and reported.')
  expect(flat(stdout)).toContain(ENGLISH.recommendation.loadTooFewBlocksOfNeeded(12))
  expect(readTrials(`${folder}/out/trials.jsonl`).warnings).toEqual([])
})

test('Ctrl-C before the first block is whole leaves no report', async () => {
  const folder = aFolder({ 'tiny.yaml': TINY })
  const running = start(aLoad(folder, '--set', 'world.fetchDelay.ms=500'))
  await running.says('process 1 of 6')
  running.interrupt()
  const { code, stdout, stderr } = await within(20_000, 'the end', running.end)
  expect({ code, stdout }).toEqual({ code: 130, stdout: '' })
  expect(stderr).toContain('Not every strategy finished a process, so there is no report.')
})
