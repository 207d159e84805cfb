import { chmodSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { get } from 'node:http'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { readTrials } from '../../bench/trial.ts'
import { start, utakata } from '../support/command-line.ts'
import { within } from '../../bench/contract/eventually.ts'
import { aFolder } from '../support/folders.ts'
import { trialsOf } from '../support/trials.ts'

const TINY = ['bench', 'demo', '--quick', '--strategies', 'sequential,pipelined', '--set', 'world.feeds.count=3']

test('Ctrl-C in a race keeps what was measured, reports it and ends in 130', async () => {
  const out = `${aFolder()}/out`
  const racing = start([...TINY, '--set', 'plan.warmUps=1', '--out', out, '--json'])
  // The second fork begins when the rounds of the first are all done.
  await racing.says('fork 2 of 6')
  racing.interrupt()
  const { code, stdout, stderr } = await within(30_000, 'the end', racing.end)
  expect(code).toBe(130)
  expect(stderr).toContain('Stopping: what is finished is kept and reported. Again to stop at once.')
  const { trials, warnings } = readTrials(`${out}/trials.jsonl`)
  expect(warnings).toEqual([])
  expect(trials.filter(({ fork, phase }) => fork === 1 && phase === 'measured')).toHaveLength(24)
  const report = JSON.parse(readFileSync(`${out}/report.json`, 'utf8')) as { exitCode: number; look?: object }
  expect(JSON.parse(stdout)).toEqual(report)
  expect(report.look).toBeUndefined()
  expect(existsSync(`${out}/report.md`)).toBe(true)
  expect(existsSync(`${out}/report.json.part`)).toBe(false)
})

// Breakage: a stack trace and nothing else, where the folder of the results is taken away in the middle.
test('a race whose trials can no longer be written breaks off, shows what it has and ends in 5', async () => {
  const out = `${aFolder()}/out`
  const racing = start([...TINY, '--set', 'plan.warmUps=1', '--out', out])
  await racing.says('fork 2 of 6')
  rmSync(out, { recursive: true })
  const { code, stdout, stderr } = await within(30_000, 'the end', racing.end)
  expect(code).toBe(5)
  expect(stderr).toMatch(/the race broke off: ENOENT/)
  expect(stderr).toMatch(/the report could not be written/)
  expect(stderr).not.toMatch(/^ +at /m)
  expect(stdout).toContain('6 rounds in 1 fork,')
})

test('Ctrl-C during the first round says so, writes no report and ends in 130', async () => {
  const out = `${aFolder()}/out`
  const racing = start([...TINY, '--set', 'plan.warmUps=100', '--set', 'world.feeds.count=60', '--out', out])
  await racing.says('fork 1 of 6')
  racing.interrupt()
  const { code, stdout, stderr } = await within(30_000, 'the end', racing.end)
  expect(code).toBe(130)
  expect(stdout).toBe('')
  expect(stderr).toContain('No round was finished, so there is no report.')
  expect(existsSync(`${out}/report.json`)).toBe(false)
})

test('a report is made again from the trials alone, for people, as JSON and as Markdown', async () => {
  const lines = trialsOf({ candidates: { pipelined: 0.4 } }).map((trial) => JSON.stringify(trial))
  const folder = aFolder({ 'trials.jsonl': `${lines.join('\n')}\n` })
  const [people, json, markdown] = [
    await utakata(['report', folder]),
    await utakata(['report', folder, '--json']),
    await utakata(['report', folder, '--markdown']),
  ]
  expect([people.code, json.code, markdown.code]).toEqual([0, 0, 0])
  expect(people.stdout).toContain('Ship pipelined: 2.')
  expect(people.stderr).toContain(`Written: ${folder}/{trials.jsonl,report.md,report.json,report.html}`)
  expect(readFileSync(`${folder}/report.html`, 'utf8')).toContain('<!doctype html>')
  expect(json.stdout).toBe(readFileSync(`${folder}/report.json`, 'utf8'))
  expect(JSON.parse(json.stdout)).toMatchObject({ exitCode: 0, forks: 6 })
  expect(markdown.stdout).toBe(readFileSync(`${folder}/report.md`, 'utf8'))
  for (const line of people.stdout.split('\n').filter((text) => !/^(Written|Next): /.test(text)))
    expect(line.length).toBeLessThanOrEqual(100)
})

test('a report of a run that was killed warns of the torn line, on standard error', async () => {
  const lines = trialsOf({ forks: 2 }).map((trial) => JSON.stringify(trial))
  const folder = aFolder({ 'trials.jsonl': `${lines.join('\n')}\n${lines[0]!.slice(0, 99)}` })
  const { code, stdout, stderr } = await utakata(['report', folder, '--json'])
  expect(code).toBe(5)
  expect(stderr).toContain(`trials.jsonl:${lines.length + 1}: the last line is torn`)
  expect(JSON.parse(stdout)).toMatchObject({ forks: 2 })
})

test('trials of less than a whole round make no report, which is a mistake of the caller and not of ours', async () => {
  const firstRound = trialsOf({ forks: 1, rounds: 1 }).slice(0, -1)
  const folder = aFolder({ 'trials.jsonl': firstRound.map((trial) => `${JSON.stringify(trial)}\n`).join('') })
  const { code, stdout, stderr } = await utakata(['report', folder])
  expect(code).toBe(1)
  expect(stdout).toBe('')
  expect(stderr).toBe(
    `utakata: expected measured runs in ${folder}/trials.jsonl, got none of a whole round: the run was stopped during its first\n`,
  )
  expect(existsSync(`${folder}/report.json`)).toBe(false)
})

// Breakage: a stack trace at the foot of `utakata report DIR | head -1`.
test('a reader who has seen enough ends the command quietly', async () => {
  const lines = trialsOf().map((trial) => JSON.stringify(trial))
  const folder = aFolder({ 'trials.jsonl': `${lines.join('\n')}\n` })
  for (const how of [[], ['--json'], ['--markdown']]) {
    const reporting = start(['report', folder, ...how])
    // Long before the first line: Node has not even begun to load the program.
    reporting.closeStdout()
    const ended = await within(30_000, 'the end', reporting.end)
    expect(ended, how.join()).toMatchObject({ code: 0, stdout: '' })
    expect(ended.stderr, how.join()).not.toMatch(/EPIPE|Error|utakata:/)
  }
})

test('a mock world is served until Ctrl-C, and what it prints can be used', async () => {
  const serving = start(['mock', 'demo'])
  await serving.says('npx utakata run')
  const origin = /http:\/\/127\.0\.0\.1:\d+/.exec(serving.saidSoFar())![0]
  const [response] = (await once(get(`${origin}/feeds.txt`), 'response')) as [AsyncIterable<Buffer>]
  let list = ''
  for await (const chunk of response) list += String(chunk)
  const folder = aFolder({ 'mock-feeds.txt': list })
  const slack = /Slack webhook +(\S+)/.exec(serving.saidSoFar())![1]!
  const now = /--now (\S+)/.exec(serving.saidSoFar())![1]!
  const ran = await utakata(['run', '--feeds', 'mock-feeds.txt', '--now', now], {
    cwd: folder,
    env: { SLACK_WEBHOOK_URL: slack },
  })
  expect(ran.code).toBe(0)
  expect(ran.stdout).toContain('12 feeds: 6 notifications sent')
  serving.interrupt()
  expect(await within(15_000, 'the end', serving.end)).toMatchObject({ code: 0 })
})

test('what is due in calendar files is shown, and a file that is none ends in 4', async () => {
  const calendar = `BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\nBEGIN:VEVENT\r\nUID:1@test\r\nDTSTAMP:20260101T000000Z\r\nDTSTART:20260115T091500Z\r\nDTEND:20260115T094500Z\r\nSUMMARY:Tea \u001B[31mparty\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n`
  const folder = aFolder({ 'team.ics': calendar, 'page.ics': '<html>' })
  const now = ['--now', '2026-01-15T09:00:00Z']
  const shown = await utakata(['check', `${folder}/team.ics`, ...now])
  expect(shown.code).toBe(0)
  // Colours of a feed are not colours of ours.
  expect(shown.stdout).toMatch(/^2026-01-15 09:15 UTC +team\.ics +Tea ·\[31mparty$/m)
  const json = await utakata(['check', `${folder}/team.ics`, ...now, '--json'])
  expect(JSON.parse(json.stdout)).toMatchObject([
    { occurrences: [{ start: '2026-01-15T09:15:00.000Z' }], problems: [] },
  ])
  const later = await utakata(['check', `${folder}/team.ics`, '--now', '2026-01-15T10:00:00Z'])
  expect(later.stdout).toContain('Nothing starts between 2026-01-15T10:00:00Z and 2026-01-15T10:30:00Z.')
  const page = await utakata(['check', `${folder}/page.ics`, ...now])
  expect(page).toMatchObject({ code: 4, stderr: 'page.ics: not a calendar: the body is a web page\n' })
  expect(page.stdout).toContain('Nothing that can be read starts between')
  const piped = await utakata(['check', '-', ...now], { input: calendar })
  expect(piped.stdout).toContain('standard input')
  const none = await utakata(['check', `${folder}/none.ics`, ...now])
  expect(none).toMatchObject({
    code: 1,
    stderr: `utakata: expected a calendar file, got "${folder}/none.ics": there is none of that name\n`,
  })
})

// Breakage: --explain that says what production does not do, or a word that no event has passing in silence.
test('why an event is due or not is explained', async () => {
  const calendar = `BEGIN:VCALENDAR
BEGIN:VEVENT
UID:1@test
SUMMARY:Tea \u001B[31mparty
DTSTART;TZID=W. Europe Standard Time:20260112T101500
RRULE:FREQ=DAILY
EXDATE;TZID=Europe/Berlin:20260114T101500
END:VEVENT
BEGIN:VEVENT
UID:1@test
SUMMARY:Tea elsewhere
RECURRENCE-ID:20260116T091500Z
DTSTART:20260116T150000Z
END:VEVENT
END:VCALENDAR
`
  const folder = aFolder({ 'team.ics': calendar })
  const explain = (...args: string[]) => utakata(['check', `${folder}/team.ics`, ...args])
  const { code, stdout } = await explain('--now', '2026-01-14T09:00:00Z', '--within', '2d', '--explain', 'PARTY')
  expect(code).toBe(0)
  expect(stdout.split('\n')).toEqual([
    'team.ics, what starts between 2026-01-14T09:00:00Z and 2026-01-16T09:00:00Z',
    '',
    'line 2: Tea ·[31mparty (UID 1@test)',
    '  starts   2026-01-12 10:15:00 in Europe/Berlin, as its time zone "W. Europe Standard Time" is read',
    '  repeats  FREQ=DAILY',
    '  not on   20260114T101500',
    'line 9: Tea elsewhere (UID 1@test)',
    '  starts      2026-01-16 15:00:00 in UTC',
    '  stands for  the start at 2026-01-16 09:15:00 in UTC',
    '',
    '  2026-01-12 09:15:00 UTC  by DTSTART        before the window',
    '  2026-01-13 09:15:00 UTC  by RRULE          before the window',
    '  2026-01-14 09:15:00 UTC  by RRULE          in the window, excluded by an EXDATE',
    '  2026-01-15 09:15:00 UTC  by RRULE          due',
    '  2026-01-16 09:15:00 UTC  by RRULE          after the window, replaced by the event at line 9',
    '  2026-01-16 15:00:00 UTC  by RECURRENCE-ID  after the window',
    'Due: 1 of its starts is in the window.',
    '',
  ])
  const notDue = await explain('--now', '2026-01-14T09:00:00Z', '--explain', 'Line 4')
  expect(notDue.stdout).toContain('Not due: what would start in the window is excluded by an EXDATE.')
  const later = await explain('--now', '2026-01-14T10:00:00Z', '--explain', '1@test')
  expect(later.stdout).toContain('Not due: no start of it is in the window; the next is at 2026-01-15 09:15:00 UTC.')
  const none = await explain('--explain', 'coffee')
  expect(none).toMatchObject({ code: 1, stdout: '' })
  expect(none.stderr).toContain(
    '--explain: expected a UID, part of a title or a line such as "line 12" of an event, got "coffee"',
  )
  expect((await explain('--explain', 'tea', '--json')).code).toBe(1)
})

// Breakage: a verdict from fewer starts or fewer events than production looks at (it looked at the first 10,000 starts, and at
// nothing of a file that took more than three seconds).
test('the verdict on an event is that of check, however dense its rule and however long the file', async () => {
  const event = (uid: string, ...lines: string[]) =>
    ['BEGIN:VEVENT', `UID:${uid}`, 'SUMMARY:One of many', ...lines, 'END:VEVENT'].join('\r\n')
  const others = Array.from({ length: 9000 }, (_, at) =>
    event(`${at}@test`, 'DTSTART:20260115T090000Z', 'RRULE:FREQ=WEEKLY'),
  )
  const dense = event('dense@test', 'DTSTART:20200101T000000Z', 'RRULE:FREQ=MINUTELY')
  const folder = aFolder({ 'long.ics': ['BEGIN:VCALENDAR', ...others, dense, 'END:VCALENDAR', ''].join('\r\n') })
  const explain = (word: string) =>
    utakata(['check', `${folder}/long.ics`, '--now', '2026-01-15T09:00:00Z', '--within', '1d', '--explain', word])
  const { code, stdout } = await explain('dense@test')
  expect(code).toBe(0)
  expect(stdout).toContain('\n  and 1420 more in the window\n')
  expect(stdout).toContain('\nDue: 1440 of its starts are in the window.\n')
  expect((await explain('many')).stdout).toContain('\n8991 more are not shown: name one by its UID or its line.\n')
})

// Breakage: an event that is in the file but is said not to be.
test('an event that cannot be read, or does not count, is explained too', async () => {
  const calendar = `BEGIN:VCALENDAR
BEGIN:VEVENT
UID:1@test
SUMMARY:First plan
DTSTART:20260115T090000Z
END:VEVENT
BEGIN:VEVENT
UID:1@test
SEQUENCE:1
SUMMARY:Second plan
DTSTART:20260116T090000Z
END:VEVENT
BEGIN:VEVENT
UID:2@test
SUMMARY:No plan
DTSTART:tomorrow
END:VEVENT
END:VCALENDAR
`
  const folder = aFolder({ 'team.ics': calendar })
  const explain = (word: string) =>
    utakata(['check', `${folder}/team.ics`, '--now', '2026-01-15T09:00:00Z', '--explain', word])
  const first = await explain('first')
  expect(first.code).toBe(0)
  expect(first.stdout).toContain(
    '\nline 2: does not count: of events with one UID those with the highest SEQUENCE do.\n',
  )
  expect(first.stdout).toContain('\nline 7: Second plan (UID 1@test)\n')
  const unread = await explain('line 15')
  expect(unread).toMatchObject({
    code: 4,
    stderr: 'team.ics: line 13: its DTSTART tomorrow is neither a date nor a date with a time\n',
  })
  expect(unread.stdout).toContain('\nline 13: not due, since it cannot be read.\n')
})

test('pictures are written as SVG and PNG for both themes, and the page is opened when that is asked for', async () => {
  const lines = trialsOf().map((trial) => JSON.stringify(trial))
  const folder = aFolder({
    'trials.jsonl': `${lines.join('\n')}\n`,
    browser: '#!/bin/sh\necho "$1" > "$(dirname "$0")/opened"\n',
  })
  chmodSync(`${folder}/browser`, 0o755)
  const args = ['report', folder, '--pictures', `${folder}/deep/pictures`, '--open', '--json']
  const { code, stdout, stderr } = await utakata(args, { env: { BROWSER: `${folder}/browser` } })
  expect([code, JSON.parse(stdout)]).toMatchObject([0, { forks: 6 }])
  expect(stderr).toContain('Pictures: ')
  const files = readdirSync(`${folder}/deep/pictures`)
  for (const file of ['ratios.svg', 'ratios.png', 'ratios-dark.svg', 'ratios-dark.png']) expect(files).toContain(file)
  expect(readFileSync(`${folder}/opened`, 'utf8').trim()).toBe(`${folder}/report.html`)
})

test('a page that cannot be opened, and pictures that cannot be written, are told', async () => {
  const lines = trialsOf().map((trial) => JSON.stringify(trial))
  const folder = aFolder({ 'trials.jsonl': `${lines.join('\n')}\n` })
  const open = await utakata(['report', folder, '--open'], { env: { BROWSER: '/bin/false' } })
  expect(open).toMatchObject({ code: 0 })
  expect(open.stderr).toMatch(/report\.html could not be opened \(.*\); open it by hand/)
  const pictures = await utakata(['report', folder, '--pictures', `${folder}/trials.jsonl`])
  expect(pictures).toMatchObject({ code: 1 })
  expect(pictures.stderr).toContain('--pictures: expected a folder that can be written to')
})
