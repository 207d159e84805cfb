import { get } from 'node:http'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { start } from '../support/command-line.ts'
import { within } from '../support/eventually.ts'
import { aFolder } from '../support/folders.ts'
import { run } from '../support/in-process.ts'
import { ownScenarioFile } from '../support/own-jobs.ts'
import { sampleOf } from '../support/samples.ts'
import { trialsOf } from '../support/trials.ts'

// Breakage: a stack trace at the foot of `utakata report DIR | head -1`.
test('a reader who has seen enough ends the command quietly', async () => {
  const lines = trialsOf().map((trial) => JSON.stringify(trial))
  const folder = aFolder({ 'trials.jsonl': `${lines.join('\n')}\n` })
  for (const how of sampleOf([[], ['--json'], ['--markdown']])) {
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
  await serving.says('npx utakata notify')
  const origin = /http:\/\/127\.0\.0\.1:\d+/.exec(serving.saidSoFar())![0]
  const [response] = (await once(get(`${origin}/feeds.txt`), 'response')) as [AsyncIterable<Buffer>]
  let list = ''
  for await (const chunk of response) list += String(chunk)
  const folder = aFolder({ 'mock-feeds.txt': list })
  const slack = /Slack webhook +(\S+)/.exec(serving.saidSoFar())![1]!
  const now = /--now (\S+)/.exec(serving.saidSoFar())![1]!
  const ran = await run(['notify', '--feeds', 'mock-feeds.txt', '--now', now], {
    cwd: folder,
    env: { SLACK_WEBHOOK_URL: slack },
  })
  expect(ran.code).toBe(0)
  expect(ran.stdout).toContain('12 feeds: 6 notifications sent')
  serving.interrupt()
  expect(await within(15_000, 'the end', serving.end)).toMatchObject({ code: 0 })
})

// Breakage: a list of calendars and a webhook, of which a job of a user's own knows nothing.
test('the mock world of an own job is served with its items and where to send what is found in them', async () => {
  const serving = start(['mock', ownScenarioFile()])
  await serving.says('--data')
  const [list] = /http:\/\/127\.0\.0\.1:\d+\S+items\.json/.exec(serving.saidSoFar())!
  const items = (await (await fetch(list)).json()) as { url: string; sinkUrl: string }[]
  expect(items).toHaveLength(6)
  const [{ url, sinkUrl }] = items as [{ url: string; sinkUrl: string }]
  expect(await (await fetch(url)).json()).toHaveProperty('lines')
  expect((await fetch(sinkUrl, { method: 'PUT', body: 'late' })).status).toBe(200)
  const deliveries = (await (await fetch(new URL('/deliveries', list))).json()) as object
  expect(deliveries).toMatchObject({ posts: 1, accepted: 1 })
  serving.interrupt()
  expect(await within(15_000, 'the end', serving.end)).toMatchObject({
    code: 0,
    stderr: expect.not.stringMatching(/Slack/),
  })
})
