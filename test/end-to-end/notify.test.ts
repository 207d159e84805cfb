import { expect, test } from 'vitest'
import { addressesOf } from '../../mock-server/world.ts'
import { strategies } from '../../strategies/index.ts'
import { start } from '../support/command-line.ts'
import { eventually, within } from '../support/eventually.ts'
import { aFolder } from '../support/folders.ts'
import { run } from '../support/in-process.ts'
import { serve } from '../../bench/run/contract/running.ts'
import { expectNoAddressIn } from '../support/no-addresses.ts'
import { answering } from '../support/wire.ts'
import { aWorld } from '../../bench/run/contract/worlds.ts'
import { NOW, jobOn, type JsonOutcome } from '../support/job-commands.ts'

test('every strategy does the job of the command line: all feeds, each notification once, exit 0', async () => {
  await using server = await serve(aWorld())
  const { given, env } = jobOn(server)
  const digests = new Set<string>()
  for (const strategy of Object.keys(strategies)) {
    server.reset()
    const ended = await run([...given, '--strategy', strategy, '--json'], { env })
    expect(ended, strategy).toMatchObject({ code: 0, stderr: '' })
    const reported = JSON.parse(ended.stdout) as JsonOutcome[]
    expect(reported.map(({ feed }) => feed)).toEqual(Array.from({ length: 12 }, (_, index) => `Team ${index}`))
    expect(reported.flatMap(({ sent }) => sent)).toHaveLength(6)
    expect(reported.flatMap(({ failures }) => failures)).toEqual([])
    expect(server.deliveries.figures(), strategy).toMatchObject({ requests: 18, accepted: 6, duplicates: 0 })
    digests.add(server.deliveries.figures().digest)
    expectNoAddressIn(ended, server)
  }
  expect(digests.size).toBe(1)
})

test('where there is no terminal there are lines with tabs, and a line that sums up', async () => {
  await using server = await serve(aWorld())
  const { given, env } = jobOn(server)
  const ended = await run(given, { env })
  expect(ended).toMatchObject({ code: 0, stderr: '' })
  const lines = ended.stdout.trimEnd().split('\n')
  expect(lines.slice(0, 6).map((line) => line.replaceAll(/\d+/g, '0').split('\t').slice(0, 2))).toEqual(
    Array.from({ length: 6 }, () => ['Team 0', '0-0-0 0:0 UTC']),
  )
  expect(lines[6]).toBe('')
  expect(lines.at(-1)).toBe('12 feeds: 6 notifications sent, 0 feeds with failures, 6 with nothing due.')
  expectNoAddressIn(ended, server)
})

test('a dry run posts nothing, needs no webhook, and shows what would be sent', async () => {
  await using server = await serve(aWorld())
  const ended = await run([...jobOn(server).given, '--dry-run'])
  expect(ended.code).toBe(0)
  expect(ended.stdout).toContain('12 feeds: 6 notifications would be sent')
  expect(server.deliveries.figures()).toMatchObject({ requests: 12, posts: 0 })
  const asJson = await run([...jobOn(server).given, '--dry-run', '--json'])
  const reported = JSON.parse(asJson.stdout) as {
    sent?: unknown
    wouldBeSent: { start: string; accepted?: string }[]
  }[]
  expect(reported.filter((outcome) => 'sent' in outcome)).toEqual([])
  const notices = reported.flatMap(({ wouldBeSent }) => wouldBeSent)
  expect(notices).toHaveLength(6)
  expect(notices.filter((notice) => 'accepted' in notice)).toEqual([])
})

test('feeds that fail do not stop the others, are named with why, and end the command in 4', async () => {
  await using server = await serve(aWorld({ fetchFaults: { 'status-503': 1 / 12, html: 1 / 12, reset: 1 / 12 } }))
  const { given, env } = jobOn(server)
  const ended = await run([...given, '--json'], { env })
  expect(ended.code).toBe(4)
  const reported = JSON.parse(ended.stdout) as JsonOutcome[]
  expect(reported).toHaveLength(12)
  const kinds = reported.flatMap(({ failures }) => failures.map(({ step, kind }) => `${step} ${kind}`))
  expect(kinds.toSorted()).toEqual(['check malformed', 'fetch network', 'fetch status'])
  const good = reported.filter(({ failures }) => failures.length === 0)
  expect(good).toHaveLength(9)
  expectNoAddressIn(ended, server)
  const readable = await run(given, { env })
  expect(readable.code).toBe(4)
  expect(readable.stdout).toMatch(/^Team \d+: fetch failed \(status\): the feed's server answered 503$/m)
  expect(readable.stdout).toContain('3 feeds with failures')
  expectNoAddressIn(readable, server)
})

test('a Slack that refuses ends the command in 4, and the webhook is not shown', async () => {
  await using server = await serve(aWorld({ notifyFaults: { refuse: 1 } }))
  const { given, env } = jobOn(server)
  const ended = await run(given, { env })
  expect(ended.code).toBe(4)
  expect(ended.stdout).toContain('notify failed (refused)')
  expect(ended.stdout).toContain('12 feeds: 0 notifications sent')
  expectNoAddressIn(ended, server)
})

test('a server that is not there ends the command in 4, without its paths', async () => {
  const server = await serve(aWorld({ items: { count: 3 } }))
  const { given, env } = jobOn(server)
  await server.close()
  const ended = await run([...given, '--dry-run'], { env })
  expect(ended.code).toBe(4)
  expect(ended.stdout).toContain('3 feeds with failures')
  expectNoAddressIn(ended, server)
})

// Breakage: ending the process at once, which leaves nobody knowing what was sent.
test('Ctrl-C in the middle gives every feed its outcome and ends in 130', async () => {
  await using server = await serve(aWorld({ fetchFaults: { hang: 0.5 } }))
  const { given, env } = jobOn(server)
  for (const strategy of ['pipelined', 'worker-threads']) {
    server.reset()
    const running = start([...given, '--strategy', strategy, '--json'], { env })
    await eventually(
      'all feeds were requested',
      () => server.deliveries.entries.filter(({ to }) => to === 'feed').length === 12,
    )
    running.interrupt()
    const ended = await within(15_000, 'the end', running.end)
    expect(ended.code, strategy).toBe(130)
    expect(ended.stderr).toBe('\nStopping: every feed still gets its outcome. Again to stop at once.\n')
    const reported = JSON.parse(ended.stdout) as JsonOutcome[]
    expect(reported).toHaveLength(12)
    const cancelled = reported.flatMap(({ failures }) => failures).filter(({ kind }) => kind === 'aborted')
    expect(cancelled.length).toBeGreaterThanOrEqual(6)
    expect(cancelled[0]!.message).toBe('cancelled: interrupted (SIGINT)')
    expectNoAddressIn(ended, server)
  }
})

test('a deadline ends the job, every feed has its outcome, and the exit is 4', async () => {
  await using server = await serve(aWorld({ fetchFaults: { hang: 0.5 } }))
  const { given, env } = jobOn(server)
  const ended = await within(30_000, 'the end', run([...given, '--deadline', '1s', '--json'], { env }))
  expect(ended.code).toBe(4)
  const reported = JSON.parse(ended.stdout) as JsonOutcome[]
  expect(reported).toHaveLength(12)
  const late = reported.flatMap(({ failures }) => failures).filter(({ kind }) => kind === 'aborted')
  expect(late.length).toBeGreaterThanOrEqual(6)
  expect(late[0]!.message).toBe('cancelled: not done by the deadline of 1 s (--deadline)')
})

test('names that look like places do not keep the job from being done', async () => {
  await using server = await serve(aWorld({ items: { count: 2 } }))
  const { feeds } = addressesOf(server.world, server.origin, 'f0/r1')
  const { host } = new URL(server.origin)
  const ended = await run(['notify', feeds[0]!, `${host} #1=${feeds[1]!}`, '--now', NOW, '--dry-run'])
  expect(ended.code).toBe(0)
  expect(ended.stdout).toContain('2 feeds: ')
})

// Breakage: a run remembers nothing, or threads do not share what is remembered.
test('with --once nothing is sent twice, by whichever strategy, and a dry run prints what is left without claiming it', async () => {
  await using server = await serve(aWorld())
  const { given, env } = jobOn(server)
  const once = ['--once', `${aFolder()}/sent.sqlite`]
  const look = await run([...given, ...once, '--dry-run'], { env })
  expect(look.stdout).toContain('12 feeds: 6 notifications would be sent, 0 feeds')
  for (const strategy of ['worker-threads', 'pipelined', 'check-threads']) {
    const ended = await run([...given, ...once, '--strategy', strategy], { env })
    expect(ended, strategy).toMatchObject({ code: 0, stderr: '' })
    const sent =
      strategy === 'worker-threads'
        ? '6 notifications sent'
        : '0 notifications sent (6 more had already been sent by earlier runs)'
    expect(ended.stdout).toContain(`12 feeds: ${sent}, 0 feeds with failures, 6 with nothing due.`)
  }
  expect(server.deliveries.figures()).toMatchObject({ accepted: 6, duplicates: 0 })
})

// Breakage: the title is part of what is remembered, or where an occurrence was moved from is not.
test('with --once an occurrence that is moved to the time of another is sent, and the other not again', async () => {
  const series = ['UID:1', 'SUMMARY:Stand-up', 'DTSTART:20260115T100000Z', 'RRULE:FREQ=DAILY']
  const moved = ['UID:1', 'SUMMARY:Planning', 'RECURRENCE-ID:20260116T100000Z', 'DTSTART:20260115T100000Z']
  const calendars = [[series], [series, moved], [series, moved]].map(
    (events) =>
      `BEGIN:VCALENDAR\n${events.map((lines) => `BEGIN:VEVENT\n${lines.join('\n')}\nEND:VEVENT\n`).join('')}END:VCALENDAR\n`,
  )
  await using wire = await answering((response, { method }) =>
    response.end(method === 'POST' ? 'ok' : calendars.shift()),
  )
  const args = ['notify', `${wire.origin}/a.ics`, '--once', `${aFolder()}/sent.sqlite`, '--json']
  const sent: string[][] = []
  for (const now of ['09:40', '09:41', '09:42']) {
    const env = { SLACK_WEBHOOK_URL: `${wire.origin}/hook` }
    const ended = await run([...args, '--now', `2026-01-15T${now}:00Z`], { env })
    expect(ended.code).toBe(0)
    sent.push(
      (JSON.parse(ended.stdout) as JsonOutcome[]).flatMap((reported) => reported.sent.map(({ summary }) => summary)),
    )
  }
  expect(sent).toEqual([['Stand-up'], ['Planning'], []])
})

test('one calendar in two spellings is refused before anything is fetched, without its address', async () => {
  await using server = await serve(aWorld({ items: { count: 1 } }))
  const [feed] = addressesOf(server.world, server.origin, 'f0/r1').feeds
  const ended = await run(['notify', feed!, `${feed!}#again`, '--now', NOW, '--dry-run'])
  expect(ended).toMatchObject({ code: 1, stderr: expect.stringContaining('feed 1 and feed 2: expected each calendar') })
  expect(server.deliveries.entries).toEqual([])
  expectNoAddressIn(ended, server)
})

test('a file for --once that cannot be used is refused before anything is fetched', async () => {
  await using server = await serve(aWorld())
  const { given, env } = jobOn(server)
  const folder = aFolder({
    'notes.txt': 'these are notes, and no database, and long enough to be seen as something else',
  })
  // Breakage: an empty name is SQLite's own, a file that nobody ever sees again.
  for (const file of [`${folder}/nowhere/sent.sqlite`, folder, `${folder}/notes.txt`, '']) {
    const ended = await run([...given, '--once', file], { env })
    expect(ended.code).toBe(1)
    expect(ended.stderr).toMatch(
      /--once: expected the file in which runs remember what was sent, or none yet, got ".*": .*; .*name another file/,
    )
  }
  expect(server.deliveries.entries).toEqual([])
})

// Breakage: the name means something to SQLite: nothing would be remembered.
test('a file for --once is a file, whatever it is called', async () => {
  await using server = await serve(aWorld())
  const { given, env } = jobOn(server)
  const cwd = aFolder()
  for (const sent of ['6 notifications sent', '0 notifications sent']) {
    const ended = await run([...given, '--once', ':memory:'], { env, cwd })
    expect(ended.stdout).toContain(sent)
  }
})
