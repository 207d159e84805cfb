import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { makeCertificates } from '../../mock-server/certificate.ts'
import { checkCalendar } from '../../strategies/check.ts'
import { strategies } from '../../strategies/index.ts'
import { messageOf } from '../../strategies/message.ts'

const OWN = {
  folder: fileURLToPath(new URL('../fixtures/calendars', import.meta.url)),
  now: '2026-01-15T08:30:00Z',
  within: '2d',
}
/** A folder of further calendars may be named; whatever is due in them must arrive just the same. */
const { UTAKATA_CALENDARS } = process.env
const FURTHER =
  UTAKATA_CALENDARS === undefined ? [] : [{ folder: UTAKATA_CALENDARS, now: '2016-07-25T00:00:30Z', within: '30d' }]

/** Calendars of a folder over HTTPS, and a Slack-shaped endpoint that keeps what it receives. */
async function serve(folder: string) {
  const { ca, ...own } = await makeCertificates(['127.0.0.1'], 24)
  const posts: string[] = []
  const server = createServer(own, async (request, response) => {
    if (request.method === 'POST') {
      let text = ''
      for await (const chunk of request) text += String(chunk)
      posts.push(text)
      response.end('ok')
    } else response.end(readFileSync(join(folder, decodeURIComponent(request.url!.slice('/secret/'.length)))))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const origin = `https://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { ca, origin, posts, close: () => (server.closeAllConnections(), server.close()) }
}

function runUtakata(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<{ code: number; stdout: string; stderr: string }> {
  const launcher = fileURLToPath(new URL('../../bench/launch.mjs', import.meta.url))
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [launcher, ...args],
      { env: { ...process.env, ...env }, maxBuffer: 2 ** 26 },
      (_, stdout, stderr) => resolve({ code: child.exitCode ?? -1, stdout, stderr }),
    )
  })
}

// Breakage: a strategy loses, repeats or changes a notification of a real calendar, or reveals a secret.
test.for(
  [OWN, ...FURTHER].flatMap((calendars) => Object.keys(strategies).map((strategy) => ({ ...calendars, strategy }))),
)(
  '$strategy sends Slack what is due in the calendars of $folder, over HTTPS',
  async ({ folder, now, within, strategy }) => {
    const files = readdirSync(folder).filter((file) => file.endsWith('.ics'))
    const fromMs = Date.parse(now)
    const window = { fromMs, untilMs: fromMs + Number.parseInt(within, 10) * 86_400_000 }
    const expected = files.flatMap((file) => {
      const { occurrences } = checkCalendar(readFileSync(join(folder, file)), window)
      // The name that the list gives a feed comes before the calendar's own.
      return occurrences.map((occurrence) => JSON.stringify(messageOf({ ...occurrence, calendar: file })))
    })
    expect(expected.length).toBeGreaterThan(2)

    const slack = await serve(folder)
    const own = mkdtempSync(join(tmpdir(), 'utakata-'))
    try {
      writeFileSync(join(own, 'ca.pem'), slack.ca)
      writeFileSync(
        join(own, 'feeds.txt'),
        files.map((file) => `${file} = ${slack.origin}/secret/${encodeURIComponent(file)}`).join('\n'),
      )
      const env = { NODE_EXTRA_CA_CERTS: join(own, 'ca.pem'), SLACK_WEBHOOK_URL: `${slack.origin}/services/hush` }
      const args = [
        'notify',
        '--feeds',
        join(own, 'feeds.txt'),
        '--now',
        now,
        '--within',
        within,
        '--strategy',
        strategy,
        '--json',
      ]
      const { code, stdout, stderr } = await runUtakata(args, env)

      expect(slack.posts.toSorted()).toEqual(expected.toSorted())
      expect(`${stdout}${stderr}`).not.toMatch(/\/secret\/|\/services\/|hush/)
      const outcomes = JSON.parse(stdout) as { feed: string; failures: unknown[] }[]
      expect(outcomes.map(({ feed }) => feed)).toEqual(files)
      expect(code).toBe(outcomes.some(({ failures }) => failures.length > 0) ? 4 : 0)
    } finally {
      slack.close()
      rmSync(own, { recursive: true })
    }
  },
)
