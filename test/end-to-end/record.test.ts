import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { serve } from '../../bench/run/contract/running.ts'
import { aWorld } from '../../bench/run/contract/worlds.ts'
import { strategies } from '../../strategies/index.ts'
import { start } from '../support/command-line.ts'
import { aFolder } from '../support/folders.ts'
import { run } from '../support/in-process.ts'
import { jobOn } from '../support/job-commands.ts'
import { observed, servers } from '../support/recordings.ts'

// Breakage: each process makes a key of its own.
test('a recording is added to, by threads and child processes too, with the same numbers for the same hosts', async () => {
  await using wire = await servers()
  const cwd = aFolder({
    'job.mjs': `
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { Worker, isMainThread } from 'node:worker_threads'
await (await fetch(process.argv[2] + '/ok')).text()
if (isMainThread && !process.send) {
  await once(new Worker(new URL(import.meta.url), { argv: [process.argv[2]] }), 'exit')
  await once(fork(process.argv[1], [process.argv[2]]), 'exit')
}`,
  })
  for (const _ of [1, 2])
    expect(await start(['record', '--', process.execPath, 'job.mjs', wire.origin], { cwd }).end).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('Recorded: 3 exchanges in recording.jsonl'),
    })
  expect(observed(join(cwd, 'recording.jsonl'))).toMatchObject({
    exchanges: Array.from({ length: 6 }, () => ({ host: 1, status: 200, connectMs: expect.any(Number) })),
    hosts: 1,
    omissions: [],
  })
})

// Breakage: an interrupt that no terminal sent is taken for one that has reached the program.
test('an interrupt of the command alone is handed on to the program', async () => {
  const cwd = aFolder({
    'job.mjs': `process.on('SIGINT', () => process.exit(7)); setInterval(() => {}, 1000); console.log('ready')`,
  })
  const running = start(['record', '--', process.execPath, 'job.mjs'], { cwd })
  await running.says(/ready/)
  process.kill(running.pid, 'SIGINT')
  expect((await running.end).code).toBe(7)
})

test('a program that cannot be started, or requests nothing, and a file that is no recording are named', async () => {
  const cwd = aFolder({ 'notes.txt': 'SECRET', 'quiet.mjs': '' })
  const record = (...args: readonly string[]) => run(['record', ...args], { cwd })
  expect(await record('--', 'no-such-program')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('got "no-such-program" (ENOENT)'),
  })
  expect(await record('--', process.execPath, 'quiet.mjs')).toMatchObject({
    code: 0,
    stderr: expect.stringContaining('Nothing was recorded'),
  })
  expect(await record('--output', 'notes.txt', '--', 'true')).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/got ".*notes\.txt", which is something else/),
  })
  expect(readFileSync(join(cwd, 'notes.txt'), 'utf8')).toBe('SECRET')
  expect(await record('--output', 'none/a.jsonl', '--', 'true')).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/"\S*none\/a\.jsonl" \(ENOENT\)/),
  })
  rmSync(join(cwd, 'recording.jsonl.utakata-key'))
  expect(await record('--', 'true')).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/expected the key of ".*recording\.jsonl"/),
  })
})

// Breakage: each makes a recording and a key of its own.
test('runs that begin at once add to one recording', async () => {
  await using wire = await servers()
  const cwd = aFolder({ 'job.mjs': `await (await fetch(process.argv[2] + '/ok')).text()` })
  const runs = Array.from(
    { length: 4 },
    () => start(['record', '--', process.execPath, 'job.mjs', wire.origin], { cwd }).end,
  )
  for (const { code, stderr } of await Promise.all(runs)) expect([code, stderr]).toEqual([0, expect.any(String)])
  expect(observed(join(cwd, 'recording.jsonl'))).toMatchObject({ exchanges: { length: 4 }, hosts: 1, omissions: [] })
})

// Breakage: a TLS key beside it is replaced.
test('a recording takes away no file that is there', async () => {
  const cwd = aFolder({ 'server.key': 'SECRET' })
  await run(['record', '--output', 'server', '--', 'true'], { cwd })
  expect(readFileSync(join(cwd, 'server.key'), 'utf8')).toBe('SECRET')
})

// Breakage: the error of the summary is taken for one of the program.
test('a recording that is removed while the program runs does not change how it ends', async () => {
  const cwd = aFolder({ 'job.mjs': `import { rmSync } from 'node:fs'; rmSync('recording.jsonl'); process.exit(7)` })
  const { code, stderr } = await start(['record', '--', process.execPath, 'job.mjs'], { cwd }).end
  expect([code, stderr]).toEqual([7, expect.stringContaining('cannot be read any more')])
  expect((await run(['record', '--', ''], { cwd })).stderr).toContain('expected a program that can be started, got ""')
})

// Breakage: threads do not record.
test.each(Object.keys(strategies))('notify records each exchange of %s', async (strategy) => {
  await using server = await serve(aWorld({ fetchFaults: { 'status-503': 1 / 12 } }))
  const { given, env } = jobOn(server)
  const cwd = aFolder()
  const record = ['--strategy', strategy, '--record', 'recording.jsonl']
  const { code, stderr } = await run([...given, ...record], { env, cwd })
  const { requests } = server.deliveries.figures()
  expect([code, stderr.split('\n')[0]]).toEqual([4, `Recorded: ${requests} exchanges in recording.jsonl`])
  const { exchanges, hosts, omissions } = observed(join(cwd, 'recording.jsonl'))
  expect([exchanges.length, hosts, omissions]).toEqual([requests, 1, []])
  expect(exchanges.filter(({ to }) => to === 'notify')).toHaveLength(6)
  expect(exchanges.filter(({ status }) => status === 503)).toHaveLength(1)
  expect(exchanges.filter(({ bytes = 0 }) => bytes > 500)).toHaveLength(11)
  expect(readFileSync(join(cwd, 'recording.jsonl'), 'utf8')).not.toMatch(/Team|feeds|slack|127\.0\.0\.1/)
})

test('what notify cannot record into is named before anything is fetched', async () => {
  await using server = await serve(aWorld())
  const { given, env } = jobOn(server)
  const cwd = aFolder()
  writeFileSync(join(cwd, 'notes.txt'), 'mine')
  const ended = await run([...given, '--record', 'notes.txt'], { env, cwd })
  expect(ended).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('notes.txt"') })
  expect(server.deliveries.figures().requests).toBe(0)
})
