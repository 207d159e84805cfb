import { deflateRawSync, deflateSync, brotliCompressSync, gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { trusting } from '../../strategies/connect.ts'
import { feedAddress } from '../../strategies/feed-address.ts'
import { SECRET_PATH, failureFrom, fetchFrom, textFrom } from '../support/fetching.ts'
import { toLoopback } from '../../bench/run/contract/loopback-work.ts'
import { jobOf, serve } from '../../bench/run/contract/running.ts'
import { answering, nobodyListens } from '../support/wire.ts'
import { aWorld } from '../../bench/run/contract/worlds.ts'

const calendar = 'BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n'.repeat(20)

for (const [coding, encode] of [
  ['identity', (text: string) => Buffer.from(text)],
  ['gzip', gzipSync],
  ['x-gzip', gzipSync],
  ['GZIP', gzipSync],
  ['deflate', deflateSync],
  ['br', brotliCompressSync],
] as const) {
  test(`a body in ${coding} is read`, async () => {
    await using wire = await answering((response) =>
      response.writeHead(200, { 'content-encoding': coding }).end(encode(calendar)),
    )
    expect(await textFrom(wire.origin + SECRET_PATH)).toBe(calendar)
  })
}

test('a body in deflate without its zlib header is read', async () => {
  await using wire = await answering((response) =>
    response.writeHead(200, { 'content-encoding': 'deflate' }).end(deflateRawSync(calendar)),
  )
  expect(await textFrom(wire.origin + SECRET_PATH)).toBe(calendar)
})

test('codings are undone from the last to the first', async () => {
  const twice = brotliCompressSync(gzipSync(calendar))
  await using wire = await answering((response) =>
    response.writeHead(200, { 'content-encoding': 'gzip, br' }).end(twice),
  )
  expect(await textFrom(wire.origin + SECRET_PATH)).toBe(calendar)
})

test('codings in headers of their own are codings of one list', async () => {
  const twice = brotliCompressSync(gzipSync(calendar))
  await using wire = await answering((response) =>
    response.writeHead(200, ['content-encoding', 'gzip', 'content-encoding', 'br']).end(twice),
  )
  expect(await textFrom(wire.origin + SECRET_PATH)).toBe(calendar)
})

function nested(layers: number, text: string): Buffer {
  let body: Buffer = Buffer.from(text)
  for (let layer = 0; layer < layers; layer++) body = gzipSync(body)
  return body
}

// Breakage: thousands of layers undone one after the other, for minutes.
test('five codings are undone, more are malformed before any is', async () => {
  let layers = 5
  await using wire = await answering((response) =>
    response
      .writeHead(200, { 'content-encoding': Array(layers).fill('gzip').join(', ') })
      .end(layers > 5 ? 'whatever' : nested(layers, calendar)),
  )
  expect(await textFrom(wire.origin + SECRET_PATH)).toBe(calendar)
  layers = 1000
  expect(await failureFrom(wire.origin + SECRET_PATH)).toEqual({
    step: 'fetch',
    kind: 'malformed',
    message: 'the body has 1000 content encodings; at most 5 are decoded',
  })
})

// Breakage: only the innermost layer counted, behind which a few bytes become gigabytes of work.
test('a layer that unpacks to a huge one is too large, whatever comes of that', async () => {
  const emptyMembers = Buffer.concat(Array(60_000).fill(gzipSync('')))
  await using wire = await answering((response) =>
    response.writeHead(200, { 'content-encoding': 'gzip, gzip' }).end(gzipSync(emptyMembers)),
  )
  expect(await failureFrom(wire.origin + SECRET_PATH, { options: { maxBodyBytes: 1_000_000 } })).toMatchObject({
    kind: 'too-large',
  })
})

// Breakage: an outcome that depends on how the bytes were cut into packets, or that never comes.
test('padding after the end of a body is passed over, more that is no coding is malformed in gzip', async () => {
  const members = gzipSync(calendar.slice(0, 100))
  for (const [coding, whole, rest, isRead] of [
    ['gzip', gzipSync(calendar), '\0\0\0\0', true],
    ['gzip', members, gzipSync(calendar.slice(100)), true],
    ['gzip', gzipSync(calendar), 'garbage', false],
    ['gzip', gzipSync(calendar), members.subarray(0, 12), false],
    ['deflate', deflateSync(calendar), 'garbage', true],
    ['deflate', deflateRawSync(calendar), 'garbage', true],
    ['br', brotliCompressSync(calendar), 'garbage', true],
  ] as const) {
    for (const inOne of [true, false]) {
      await using wire = await answering((response) => {
        response.writeHead(200, { 'content-encoding': coding })
        if (inOne) return response.end(Buffer.concat([whole, Buffer.from(rest)]))
        response.write(whole)
        setTimeout(() => response.end(rest), 10)
      })
      const called = `${coding}, ${rest.length} bytes more, in one: ${inOne}`
      if (isRead) expect(await textFrom(wire.origin + SECRET_PATH), called).toBe(calendar)
      else expect(await failureFrom(wire.origin + SECRET_PATH), called).toMatchObject({ kind: 'malformed' })
    }
  }
})

test('the codings that are read are the ones in Accept-Encoding', async () => {
  await using wire = await answering((response) => response.end(calendar))
  await fetchFrom(wire.origin + SECRET_PATH)
  expect(wire.seen[0]!.headers['accept-encoding']).toBe('gzip, deflate, br')
})

test('a body in an unknown coding is malformed, and the coding is named', async () => {
  await using wire = await answering((response) =>
    response.writeHead(200, { 'content-encoding': 'zstd' }).end('whatever'),
  )
  expect(await failureFrom(wire.origin + SECRET_PATH)).toMatchObject({
    kind: 'malformed',
    message: expect.stringContaining('"zstd"'),
  })
})

// Breakage: quoting what a server says in a header, where it may repeat the address.
test('a body in a coding that is not registered is malformed, and the coding is not quoted', async () => {
  await using wire = await answering((response) =>
    response.writeHead(200, { 'content-encoding': SECRET_PATH }).end('whatever'),
  )
  expect(await failureFrom(wire.origin + SECRET_PATH)).toMatchObject({
    kind: 'malformed',
    message: 'the body has an unknown content encoding; supported: gzip, deflate, br',
  })
})

test('half of a body in any coding is malformed', async () => {
  for (const [coding, encode] of [
    ['deflate', deflateSync],
    ['deflate', deflateRawSync],
    ['br', brotliCompressSync],
  ] as const) {
    const whole = encode(calendar)
    await using wire = await answering((response) =>
      response.writeHead(200, { 'content-encoding': coding }).end(whole.subarray(0, whole.length / 2)),
    )
    expect(await failureFrom(wire.origin + SECRET_PATH)).toMatchObject({
      kind: 'malformed',
      message: `the body is not the ${coding} it says it is`,
    })
  }
})

test('a body that is not the gzip it says it is, or half of one, is malformed', async () => {
  const whole = gzipSync(calendar)
  for (const body of [Buffer.from(calendar), whole.subarray(0, whole.length / 2), Buffer.alloc(0)]) {
    await using wire = await answering((response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(body))
    expect(await failureFrom(wire.origin + SECRET_PATH)).toMatchObject({
      kind: 'malformed',
      message: 'the body is not the gzip it says it is',
    })
  }
})

test('a body of the largest size is read and one byte more is too large, compressed or not', async () => {
  for (const [coding, encode] of [
    ['identity', (bytes: Buffer) => bytes],
    ['gzip', gzipSync],
  ] as const) {
    let size = 5000
    await using wire = await answering((response) => {
      response.writeHead(200, { 'content-encoding': coding }).write(encode(Buffer.alloc(size)))
      response.end()
    })
    expect((await fetchFrom(wire.origin + SECRET_PATH, { options: { maxBodyBytes: 5000 } })).byteLength).toBe(5000)
    size = 5001
    expect(await failureFrom(wire.origin + SECRET_PATH, { options: { maxBodyBytes: 5000 } })).toMatchObject({
      kind: 'too-large',
    })
  }
})

// Breakage: only the compressed bytes are counted: 20 kB of gzip would become 20 MB.
test('a small body that unpacks to a huge one is too large', async () => {
  const bomb = gzipSync(Buffer.alloc(20_000_000))
  expect(bomb.byteLength).toBeLessThan(50_000)
  for (const [coding, body] of [
    ['gzip', bomb],
    ['br', brotliCompressSync(Buffer.alloc(20_000_000))],
  ] as const) {
    await using wire = await answering((response) => response.writeHead(200, { 'content-encoding': coding }).end(body))
    expect(await failureFrom(wire.origin + SECRET_PATH, { options: { maxBodyBytes: 1_000_000 } })).toMatchObject({
      kind: 'too-large',
    })
  }
})

// Breakage: megabytes that a decoder in the middle keeps, which no budget counts.
test('what is to be decoded again may not be huge, wherever it stands', async () => {
  // Members of nothing: they unpack to no more than the calendar.
  const padded = Buffer.concat([...Array(150_000).fill(gzipSync('')), gzipSync(calendar)])
  expect(padded.byteLength).toBeGreaterThan(2_000_000)
  await using wire = await answering((response) =>
    response.writeHead(200, { 'content-encoding': 'gzip, br' }).end(brotliCompressSync(padded)),
  )
  expect(await failureFrom(wire.origin + SECRET_PATH)).toEqual({
    step: 'fetch',
    kind: 'too-large',
    message: 'the body is larger than 2000000 bytes',
  })
})

// Breakage: the body is read before its length is looked at: this one never comes.
test('a body that says it is too large is not waited for', async () => {
  await using wire = await answering((response) =>
    response.writeHead(200, { 'content-length': 10_000_001 }).flushHeaders(),
  )
  expect(await failureFrom(wire.origin + SECRET_PATH)).toEqual({
    step: 'fetch',
    kind: 'too-large',
    message: 'the body is larger than 10000000 bytes',
  })
})

test('a redirect loop that is slow rather than long times out', async () => {
  await using wire = await answering((response, { path }) =>
    setTimeout(() => response.writeHead(302, { location: path }).end(), 60),
  )
  const failure = await failureFrom(wire.origin + SECRET_PATH, { options: { fetchTimeoutMs: 100, maxRedirects: 1000 } })
  expect(failure).toEqual({ step: 'fetch', kind: 'timeout', message: 'not done within 100 ms' })
})

function redirecting(times: number, status = 302) {
  return answering((response, _, nth) => {
    if (nth > times) response.end(calendar)
    else response.writeHead(status, { location: `/private-5ecret/${nth}.ics?token=t0ken` }).end('moved')
  })
}

test('five redirects are followed, of each kind', async () => {
  for (const status of [301, 302, 303, 307, 308]) {
    await using wire = await redirecting(5, status)
    expect(await textFrom(wire.origin + SECRET_PATH)).toBe(calendar)
    expect(wire.seen).toHaveLength(6)
  }
})

test('a sixth redirect is not followed', async () => {
  await using wire = await redirecting(6)
  expect(await failureFrom(wire.origin + SECRET_PATH)).toEqual({
    step: 'fetch',
    kind: 'status',
    message: 'more than 5 redirects',
  })
  expect(wire.seen).toHaveLength(6)
})

test('a redirect to a relative address is resolved against the one it came from', async () => {
  await using wire = await answering((response, { path }) =>
    path === '/calendars/old.ics' ? response.writeHead(301, { location: 'new.ics?v=2' }).end() : response.end(path),
  )
  expect(await textFrom(`${wire.origin}/calendars/old.ics`)).toBe('/calendars/new.ics?v=2')
})

test('a redirect to a file or another scheme is refused', async () => {
  for (const location of ['file:///private-5ecret/t0ken', 'data:text/calendar,t0ken', 'ftp://host/t0ken']) {
    await using wire = await answering((response) => response.writeHead(302, { location }).end())
    const failure = await failureFrom(wire.origin + SECRET_PATH)
    expect(failure).toMatchObject({
      kind: 'malformed',
      message: expect.stringContaining(`got an address with the scheme ${new URL(location).protocol}`),
    })
    expect(wire.seen).toHaveLength(1)
  }
})

test('an address that cannot be one is malformed and not shown', async () => {
  for (const url of [
    '',
    'private-5ecret',
    'http://',
    'ftp://host/5ecret',
    'file:///5ecret',
    'javascript:t0ken',
    't0ken:x@host',
  ]) {
    expect(await failureFrom(url)).toMatchObject({
      kind: 'malformed',
      message: expect.stringContaining('expected an http:, https: or webcal: address'),
    })
  }
})

test('webcal: is read as https:', async () => {
  expect(feedAddress('webcal://host/a.ics?b').href).toBe('https://host/a.ics?b')
  expect(feedAddress('WEBCALS://host/a.ics').href).toBe('https://host/a.ics')
  expect(feedAddress('https://host/webcal:x').href).toBe('https://host/webcal:x')
  await using server = await serve(aWorld({ https: true }))
  const url = jobOf(server).feeds[0]!.url.replace('https:', 'webcal:')
  expect(await textFrom(url, { reach: { secureContext: trusting(server.ca) } })).toMatch(/^BEGIN:VCALENDAR/)
})

test('a status other than 200 is a failure that names it', async () => {
  for (const status of [204, 304, 400, 401, 404, 410, 500, 503]) {
    await using wire = await answering((response) => response.writeHead(status).end())
    expect(await failureFrom(wire.origin + SECRET_PATH)).toEqual({
      step: 'fetch',
      kind: 'status',
      message: `the feed's server answered ${status}`,
    })
  }
})

test('a refused connection is a network failure', async () => {
  const failure = await failureFrom((await nobodyListens()) + SECRET_PATH)
  expect(failure).toEqual({ step: 'fetch', kind: 'network', message: 'the connection was refused (ECONNREFUSED)' })
})

test('a host of no known name is a network failure', async () => {
  const lookup = (host: string, _: unknown, callback: (error: NodeJS.ErrnoException, address: string) => void) =>
    callback(
      Object.assign(new Error(`getaddrinfo ENOTFOUND ${host}`), { code: 'ENOTFOUND', syscall: 'getaddrinfo' }),
      '',
    )
  const failure = await failureFrom(`http://nowhere.test${SECRET_PATH}`, { reach: { lookup } })
  expect(failure).toEqual({ step: 'fetch', kind: 'network', message: 'no host of that name (ENOTFOUND)' })
})

test('a connection that breaks in the middle of a body is a network failure', async () => {
  await using wire = await answering((response) => {
    response.writeHead(200, { 'content-length': 100 })
    response.write('BEGIN:VCALENDAR', () => response.socket!.destroy())
  })
  expect(await failureFrom(wire.origin + SECRET_PATH)).toMatchObject({ kind: 'network' })
})

test('a certificate that nobody vouches for is a network failure that says so', async () => {
  await using server = await serve(aWorld({ https: true }))
  const failure = await failureFrom(server.origin + SECRET_PATH)
  expect(failure).toMatchObject({
    kind: 'network',
    message: expect.stringMatching(/^the certificate is signed by nobody known \([A-Z_]+\)$/),
  })
})

test('a certificate for another host is a network failure that says so', async () => {
  await using server = await serve(aWorld({ https: true }))
  const { port } = new URL(server.origin)
  const failure = await failureFrom(`https://elsewhere.test:${port}${SECRET_PATH}`, {
    reach: { secureContext: trusting(server.ca), lookup: toLoopback },
  })
  expect(failure).toMatchObject({
    kind: 'network',
    message: 'the certificate is for another host (ERR_TLS_CERT_ALTNAME_INVALID)',
  })
})

test('a cancelled fetch is aborted, at any stage of it', async () => {
  const stages = {
    'before it began': () => {},
    'before an answer': () => {},
    'in the middle of the body': (response: { writeHead: (status: number) => { write: (text: string) => void } }) =>
      response.writeHead(200).write('BEGIN'),
  }
  for (const [stage, answer] of Object.entries(stages)) {
    const controller = new AbortController()
    if (stage === 'before it began') controller.abort(new Error('enough'))
    await using wire = await answering((response) => {
      answer(response)
      setImmediate(() => controller.abort(new Error('enough')))
    })
    const failure = await failureFrom(wire.origin + SECRET_PATH, { signal: controller.signal })
    expect(failure).toEqual({ step: 'fetch', kind: 'aborted', message: 'cancelled: enough' })
  }
})

test('credentials in an address are sent to its own host alone, and never shown', async () => {
  await using other = await answering((response) => response.writeHead(404).end())
  await using wire = await answering((response) =>
    response.writeHead(302, { location: `${other.origin}${SECRET_PATH}` }).end(),
  )
  const failure = await failureFrom(wire.origin.replace('://', '://ann:pa55word%21@') + SECRET_PATH)
  expect(failure).toMatchObject({ kind: 'status' })
  expect(wire.seen[0]!.headers.authorization).toBe(`Basic ${Buffer.from('ann:pa55word!').toString('base64')}`)
  expect(other.seen[0]!.headers.authorization).toBeUndefined()
})

// Breakage: the headers go along on a redirect, or to every origin.
test('headers of an origin are sent to it alone', async () => {
  await using other = await answering((response) => response.end(calendar))
  await using wire = await answering((response) =>
    response.writeHead(302, { location: `${other.origin}${SECRET_PATH}` }).end(),
  )
  const headers = { [wire.origin]: { authorization: 'Bearer t0ken', 'x-amzn-trace-id': 'Root=1' } }
  expect(await textFrom(wire.origin, { headers })).toBe(calendar)
  expect(wire.seen[0]!.headers).toMatchObject({ authorization: 'Bearer t0ken', 'x-amzn-trace-id': 'Root=1' })
  expect(other.seen[0]!.headers).not.toHaveProperty('authorization')
  expect(other.seen[0]!.headers).not.toHaveProperty('x-amzn-trace-id')
})

test('a percent sign in a password is no defect', async () => {
  await using wire = await answering((response) => response.end(calendar))
  expect(await textFrom(wire.origin.replace('://', '://ann:100%@') + SECRET_PATH)).toBe(calendar)
})
