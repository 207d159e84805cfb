import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { createReadStream, readdirSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { prepareClaims } from '../../bench/commands/job/claims-file.ts'
import { start, utakata } from '../support/command-line.ts'
import { eventually, within } from '../support/eventually.ts'
import { aFolder } from '../support/folders.ts'
import { run } from '../support/in-process.ts'
import { serve } from '../../bench/run/contract/running.ts'
import { aWorld } from '../../bench/run/contract/worlds.ts'
import { NOW, jobOn, type JsonOutcome } from '../support/job-commands.ts'

// Breakage: a closed terminal that kills the job, so that nobody knows what was sent.
test.each([
  ['SIGINT', 'the launcher'],
  ['SIGTERM', 'the launcher'],
  ['SIGHUP', 'the launcher'],
  ['SIGHUP', 'both processes'],
] as const)('%s to %s stops the job, every feed has its outcome, and ends in 130', async (name, to) => {
  await using server = await serve(aWorld({ fetchFaults: { hang: 0.5 } }))
  const { given, env } = jobOn(server)
  const running = start([...given, '--json'], { env })
  await eventually(
    'all feeds were requested',
    () => server.deliveries.entries.filter(({ to }) => to === 'feed').length === 12,
  )
  if (to === 'both processes') running.send(name)
  else process.kill(running.pid, name)
  const ended = await within(15_000, 'the end', running.end)
  expect(ended).toMatchObject({ code: 130, stderr: expect.stringContaining('Stopping: every feed still gets') })
  expect(JSON.parse(ended.stdout)).toHaveLength(12)
})

// Breakage: no listener for signals any more once the job is done, so that nobody knows what was sent.
test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s while the outcomes are printed loses none', async (name) => {
  // More than a pipe takes that is not read.
  const list = Array.from(
    { length: 1000 },
    (_, index) => `Team ${index} ${'x'.repeat(200)} = http://127.0.0.1:1/${index}`,
  )
  const folder = aFolder({ 'feeds.txt': list.join('\n') })
  const pipe = `${folder}/pipe`
  execFileSync('mkfifo', [pipe])
  const running = start(['notify', '--feeds', `${folder}/feeds.txt`, '--now', NOW, '--dry-run', '--json'], {
    under: ['bash', '-c', 'exec "$@" > "$0"', pipe],
  })
  const reader = createReadStream(pipe, 'utf8')
  await once(reader, 'readable')
  running.send(name)
  const printed = await text(reader)
  expect((await within(15_000, 'the end', running.end)).code).toBe(4)
  expect(JSON.parse(printed)).toHaveLength(1000)
})

// Breakage: what cannot be claimed is posted, or half a file is left that later runs refuse.
test('on a full disk nothing is posted, and no file is begun that cannot be finished', async () => {
  await using server = await serve(aWorld())
  const { given, env } = jobOn(server)
  const folder = aFolder()
  const file = `${folder}/sent.sqlite`
  const none = await utakata([...given, '--once', file], { env, under: aFullDisk(4) })
  expect(none).toMatchObject({ code: 1, stderr: expect.stringContaining('--once: expected the file') })
  expect(readdirSync(folder)).toEqual([])

  await prepareClaims(file, { fromMs: 0, untilMs: 0 })
  const database = new DatabaseSync(file)
  database.exec(
    `insert into claims with recursive n(i) as (select 1 union all select i + 1 from n where i < 2000)
    select printf('%064d', i), 'a run', 0, 2 from n`,
  )
  database.close()
  const full = await utakata([...given, '--once', file, '--json'], { env, under: aFullDisk(16) })
  expect(full.code).toBe(4)
  const failures = (JSON.parse(full.stdout) as JsonOutcome[]).flatMap((reported) => reported.failures)
  expect(failures.map(({ kind }) => kind)).toEqual(Array.from({ length: 6 }, () => 'unclaimed'))
  expect(server.deliveries.figures().posts).toBe(0)
  expect((await run([...given, '--once', file], { env })).stdout).toContain('6 notifications sent')
})

test('two runs at the same time with one file send each notification once', async () => {
  await using server = await serve(aWorld({ items: { count: 40, dueShare: 1 } }))
  const { given, env } = jobOn(server)
  const once = ['--once', `${aFolder()}/sent.sqlite`, '--json']
  const [one, other] = await Promise.all([1, 2].map(() => run([...given, ...once], { env })))
  for (const ended of [one!, other!]) expect(ended).toMatchObject({ code: 0, stderr: '' })
  expect(server.deliveries.figures()).toMatchObject({ accepted: 40, duplicates: 0 })
  const reported = [one!, other!].flatMap(
    ({ stdout }) => JSON.parse(stdout) as (JsonOutcome & { readonly claimed?: number })[],
  )
  expect(reported.flatMap(({ sent }) => sent)).toHaveLength(40)
  expect(reported.reduce((sum, { claimed = 0 }) => sum + claimed, 0)).toBe(40)
})

// Breakage: a thread waits for the file with its event loop: neither the deadline nor Ctrl-C is then heard.
test('a file that another process keeps locked holds a run up no longer than its deadline, and nothing is sent', async () => {
  await using server = await serve(aWorld())
  const { given, env } = jobOn(server)
  const file = `${aFolder()}/sent.sqlite`
  await prepareClaims(file, { fromMs: 0, untilMs: 0 })
  const other = new DatabaseSync(file)
  other.exec('begin exclusive')
  for (const strategy of ['pipelined', 'worker-threads', 'check-threads']) {
    const beganMs = performance.now()
    const args = [...given, '--once', file, '--strategy', strategy, '--deadline', '1500ms', '--json']
    const ended = await run(args, { env })
    expect(performance.now() - beganMs, strategy).toBeLessThan(15_000)
    const reported = JSON.parse(ended.stdout) as JsonOutcome[]
    const failures = reported.flatMap(({ failures }) => failures)
    expect(failures.length, strategy).toBe(6)
    for (const { kind } of failures) expect(['unclaimed', 'aborted']).toContain(kind)
    expect(failures.map(({ message }) => message).join()).not.toContain('could not be given back')
  }
  other.close()
  expect(server.deliveries.figures().posts).toBe(0)
})

/** What is written beyond this size of a file fails, as it does on a full disk. */
function aFullDisk(kibibytes: number): string[] {
  return ['bash', '-c', `ulimit -f ${kibibytes}; exec "$0" "$@"`]
}
