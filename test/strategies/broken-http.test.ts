import { expect, test } from 'vitest'
import { answeringBrokenly, BROKEN_ANSWERS } from '../support/broken-http.ts'
import { failureFrom, SECRET_PATH } from '../support/fetching.ts'
import { sendingTo } from '../support/notifying.ts'

const REDIRECT_BREACHES = ['to nowhere', 'without a location', 'to two places', 'to port 99999']
const KINDS: Readonly<Record<string, string>> = {
  ...Object.fromEntries(REDIRECT_BREACHES.map((breach) => [`a redirect ${breach}`, 'malformed'])),
  'a redirect with bytes that are no text': 'status',
  'early hints without end': 'timeout',
  'no content, with content': 'status',
}

// Breakage: an error of undici's parser, which has no code, taken for a mistake of this program.
for (const [called, answer] of Object.entries(BROKEN_ANSWERS)) {
  test(`a server that answers with ${called} is no defect`, async () => {
    await using server = await answeringBrokenly(answer)
    const failure = await failureFrom(server.origin + SECRET_PATH, { options: { headersTimeoutMs: 200 } })
    expect(failure.kind).toBe(KINDS[called] ?? 'network')
    expect(failure.message).not.toContain('no code')
  })
}

test('what is wrong with an answer that is not HTTP is named', async () => {
  await using server = await answeringBrokenly('HTTP/1.1 200 OK\r\nnonsense\r\n\r\n')
  expect((await failureFrom(server.origin + SECRET_PATH)).message).toBe(
    'the answer is not HTTP/1.1 (Invalid header token)',
  )
})

// Breakage: a post that may have arrived taken for one that did not, and sent again.
test('a Slack whose answer is not HTTP may have the notice', async () => {
  for (const called of ['no HTTP at all', 'half a head', 'status 99', 'a reset in the head'] as const) {
    await using server = await answeringBrokenly(BROKEN_ANSWERS[called]!)
    await using sender = sendingTo(server.origin)
    expect(await sender.failureOf(), called).toMatchObject({ kind: 'unknown' })
  }
})
