/**
 * Stands in for `rapid-client.node`, the compiled part of aws-lambda-ric, with its three functions over one socket: node:http would
 * cost an invocation a tenth of a millisecond more. Plain JavaScript, so that a function's process compiles no TypeScript at its start.
 */
const { connect } = require('node:net')

const [host, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(':')
const INVOCATION = '/2018-06-01/runtime/invocation'
const HEAD_END = '\r\n\r\n'

let socket
/** Whoever waits for the answer; one question at a time. */
let waiting
/** Of the answer that is coming, from its body on once its head is known. */
let parts = []
let bytes = 0
let head

/** The compiled client posts before it returns; here the next question waits for the post instead. */
let posted = Promise.resolve()

function open() {
  socket = connect({ host, port: Number(port), noDelay: true })
  socket.on('data', take)
  socket.on('error', fail)
  socket.on('close', () => fail(new Error('the Runtime API closed the connection')))
}

function ask(method, path, headers, body) {
  if (!socket) open()
  // Only while it waits for an answer does it keep the process alive.
  socket.ref()
  return new Promise((resolve, reject) => {
    waiting = { resolve, reject }
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
    const text = [`${method} ${path} HTTP/1.1`, `host: ${host}:${port}`, ...lines].join('\r\n') + HEAD_END
    socket.write(Buffer.concat([Buffer.from(text, 'latin1'), body]))
  })
}

function take(part) {
  parts.push(part)
  bytes += part.length
  if (!head) {
    const all = Buffer.concat(parts)
    const end = all.indexOf(HEAD_END)
    if (end < 0) return
    head = headersIn(all.latin1Slice(0, end))
    parts = [all.subarray(end + HEAD_END.length)]
    bytes = parts[0].length
  }
  // The Runtime API of the lab sends the length of each answer.
  if (bytes < Number(head['content-length'])) return
  const answer = { headers: head, body: Buffer.concat(parts).toString() }
  const { resolve } = waiting
  parts = []
  bytes = 0
  head = undefined
  waiting = undefined
  socket.unref()
  resolve(answer)
}

function fail(error) {
  socket = undefined
  waiting?.reject(error)
  waiting = undefined
}

function headersIn(text) {
  const lines = text.split('\r\n').slice(1)
  return Object.fromEntries(
    lines.map((line) => {
      const colon = line.indexOf(':')
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]
    }),
  )
}

const NOTHING = Buffer.alloc(0)

function post(path, text, headers = {}) {
  const body = Buffer.from(text)
  posted = ask('POST', path, { 'content-type': 'application/json', 'content-length': body.length, ...headers }, body)
  // Reported to whoever asks for the next invocation.
  posted.catch(() => {})
}

module.exports = {
  async next() {
    await posted
    const { headers, body } = await ask('GET', `${INVOCATION}/next`, {}, NOTHING)
    return {
      bodyJson: body,
      headers: { ...headers, 'lambda-runtime-deadline-ms': Number(headers['lambda-runtime-deadline-ms']) },
    }
  },
  done(id, body) {
    post(`${INVOCATION}/${id}/response`, body)
  },
  error(id, body, cause) {
    const { errorType } = JSON.parse(body)
    post(`${INVOCATION}/${id}/error`, body, {
      'lambda-runtime-function-error-type': asHeader(errorType ?? 'Error'),
      'lambda-runtime-function-xray-error-cause': asHeader(cause.length < 1024 * 1024 ? cause : ''),
    })
  },
}

/** A header holds bytes, and is written as Latin-1. */
function asHeader(text) {
  return Buffer.from(text.replaceAll(/\p{Cc}/gu, ' ')).toString('latin1')
}
