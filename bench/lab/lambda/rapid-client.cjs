/**
 * Stands in for `rapid-client.node`, the compiled part of aws-lambda-ric, with its three functions over node:http. Plain JavaScript,
 * so that a function's process compiles no TypeScript at its start.
 */
const { Agent, request } = require('node:http')

const [hostname, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(':')
const INVOCATION = '/2018-06-01/runtime/invocation'
const agent = new Agent({ keepAlive: true, maxSockets: 1 })

/** The compiled client posts before it returns; here the next question waits for the post instead. */
let posted = Promise.resolve()

function ask(method, path, headers, body) {
  return new Promise((resolve, reject) => {
    const asked = request({ hostname, port, path, method, headers, agent }, (response) => {
      const parts = []
      response.on('data', (part) => parts.push(part))
      response.on('end', () => resolve({ headers: response.headers, body: Buffer.concat(parts).toString() }))
      response.on('error', reject)
    })
    asked.on('error', reject)
    asked.end(body)
  })
}

function post(path, text, headers = {}) {
  const body = Buffer.from(text)
  posted = ask('POST', path, { 'content-type': 'application/json', 'content-length': body.length, ...headers }, body)
  // Told to whoever asks for the next invocation.
  posted.catch(() => {})
}

module.exports = {
  async next() {
    await posted
    const { headers, body } = await ask('GET', `${INVOCATION}/next`)
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
      // A header holds bytes, and Node writes a text as Latin-1.
      'lambda-runtime-function-error-type': asHeader(errorType ?? 'Error'),
      'lambda-runtime-function-xray-error-cause': asHeader(cause.length < 1024 * 1024 ? cause : ''),
    })
  },
}

function asHeader(text) {
  return Buffer.from(text.replaceAll(/\p{Cc}/gu, ' ')).toString('latin1')
}
