// CommonJS on purpose: it is loaded, by --require, into programs that run on whatever Node the host has. With --import the main module of a
// program would be loaded otherwise than without.
const { createHmac } = require('node:crypto')
const { channel } = require('node:diagnostics_channel')
const { closeSync, openSync, readFileSync, writeSync } = require('node:fs')
const { Socket } = require('node:net')
const { isMainThread } = require('node:worker_threads')

/** What keeps the numbers of hosts and the start of the times the same in all processes of a recording. */
const keyFileOf = (file) => `${file}.utakata-key`

/** The file to record into, in the environment of a program that loads `preload.cjs`. */
const RECORD_VARIABLE = 'UTAKATA_RECORD'

const FLUSH_MS = 100
const FLUSH_CHARACTERS = 32_768
/** How often the activity of the event loop is written, while there is any to write. */
const LOOP_MS = 1000

/**
 * Appends a line for each HTTP/1.1 exchange that this thread has from now on, through undici, `fetch` or `node:http`, to a recording
 * that was prepared. Nothing of addresses, headers and bodies is kept: hosts are keyed digests. Times are when this thread noticed an
 * event. `stop` writes what is left; exchanges that are still open are written without an end. Never throws: where something goes wrong it says so once
 * on stderr, and the program continues as if it were not there.
 */
function recordExchanges(file) {
  const say = sayOnce(file)
  let log
  try {
    log = openLog(file, say)
  } catch (error) {
    say(error)
    return { stop() {} }
  }
  const exchanges = new Exchanges(log)
  const connecting = watchConnecting()
  const stopListening = [...listenToUndici(exchanges, connecting, say), ...listenToHttp(exchanges, connecting, say)]
  return {
    stop() {
      for (const stop of stopListening.splice(0)) stop()
      connecting.stop()
      exchanges.stop()
      log.close()
    },
  }
}

function sayOnce(file) {
  let isSaid = false
  return (error) => {
    if (isSaid) return
    isSaid = true
    process.stderr.write(`utakata: cannot record to ${file}: ${error.code ?? error.message}. The program continues.\n`)
  }
}

/** The recording as one of its processes or threads writes to it. */
function openLog(file, say) {
  const { key, beganAt } = JSON.parse(readFileSync(keyFileOf(file), 'utf8'))
  const descriptor = openSync(file, 'a')
  const sinceBeganMs = performance.timeOrigin - beganAt
  const numbers = new Map()
  let lines = ''
  let timer
  let isClosed = false
  const flush = () => {
    clearTimeout(timer)
    timer = undefined
    if (lines === '' || isClosed) return
    const text = lines
    lines = ''
    try {
      // At the end of the file, whichever process writes: lines of several do not mix.
      writeSync(descriptor, text)
    } catch (error) {
      isClosed = true
      say(error)
    }
  }
  return {
    nowMs: () => sinceBeganMs + performance.now(),
    numberOf(host) {
      let number = numbers.get(host)
      if (number === undefined) {
        number = createHmac('sha256', key).update(host).digest().readUIntBE(0, 6)
        numbers.set(host, number)
      }
      return number
    },
    append(line) {
      if (isClosed) return
      lines += `${JSON.stringify(line, roundMs)}\n`
      // A thread that is terminated has no exit.
      if (!isMainThread || lines.length >= FLUSH_CHARACTERS) flush()
      else timer ??= setTimeout(flush, FLUSH_MS).unref()
    },
    close() {
      flush()
      if (!isClosed) closeSync(descriptor)
      isClosed = true
    },
  }
}

/** To microseconds. */
function roundMs(name, value) {
  return name.endsWith('Ms') && value !== undefined ? Math.round(value * 1000) / 1000 : value
}

/** The exchanges of a thread that are open, by their requests, which clients make anew for each. */
class Exchanges {
  #log
  #open = new Map()
  /** Of the event loop, when it was last asked while an exchange was open. */
  #loop = performance.eventLoopUtilization()
  #activeMs = 0
  #idleMs = 0

  constructor(log) {
    this.#log = log
  }

  begin(request, { host, method, connectMs }) {
    // What asks a proxy for a connection is no exchange with a server.
    if (method === 'CONNECT') return
    if (this.#open.size === 0) this.#loop = performance.eventLoopUtilization()
    const to = method === 'GET' || method === 'HEAD' ? 'fetch' : 'notify'
    this.#open.set(request, {
      line: { host: this.#log.numberOf(host), to, sentMs: this.#log.nowMs(), connectMs },
      hasNoBody: method === 'HEAD',
      announcedBytes: undefined,
      receivedBytes: undefined,
      hasTimedOut: false,
    })
  }

  /** Its body, too, is on its way. */
  sent(request) {
    const line = this.#open.get(request)?.line
    if (line && line.firstByteMs === undefined) line.sentMs = this.#log.nowMs()
  }

  answered(request, status, { announced, retryAfter }) {
    const exchange = this.#open.get(request)
    if (!exchange) return
    const { line } = exchange
    line.firstByteMs = this.#log.nowMs()
    line.status = status
    line.retryAfterSeconds = wholeNumber(retryAfter)
    exchange.announcedBytes = exchange.hasNoBody || status === 204 || status === 304 ? 0 : wholeNumber(announced)
  }

  /** As bytes came over the wire. */
  count(request, { length }) {
    const exchange = this.#open.get(request)
    if (exchange) exchange.receivedBytes = (exchange.receivedBytes ?? 0) + length
  }

  timedOut(request) {
    const exchange = this.#open.get(request)
    if (exchange) exchange.hasTimedOut = true
  }

  end(request) {
    const exchange = this.#open.get(request)
    if (!exchange) return
    // Older Nodes do not tell what came.
    const bytes = exchange.receivedBytes ?? exchange.announcedBytes
    this.#write(request, { bytes, lastByteMs: this.#log.nowMs() })
  }

  /** `failed`: what the server did; undefined where the client gave up for a reason of its own. */
  fail(request, failed) {
    const how = failed ?? (this.#open.get(request)?.hasTimedOut ? 'hang' : undefined)
    this.#write(request, how && { failed: how, lastByteMs: this.#log.nowMs() })
  }

  stop() {
    for (const request of this.#open.keys()) this.#write(request)
    this.#writeLoop()
  }

  #write(request, ending) {
    const exchange = this.#open.get(request)
    if (!exchange) return
    this.#open.delete(request)
    this.#log.append({ ...exchange.line, ...ending })
    const { active, idle } = performance.eventLoopUtilization(this.#loop)
    this.#activeMs += active
    this.#idleMs += idle
    this.#loop = performance.eventLoopUtilization()
    if (this.#activeMs + this.#idleMs >= LOOP_MS) this.#writeLoop()
  }

  /** How busy the event loop was while exchanges were open: answers waited for it. */
  #writeLoop() {
    if (this.#activeMs + this.#idleMs === 0) return
    this.#log.append({ activeMs: this.#activeMs, idleMs: this.#idleMs })
    this.#activeMs = 0
    this.#idleMs = 0
  }
}

/** When sockets started to connect, which no channel of Node 20 tells of all of them; until it is stopped. */
function watchConnecting() {
  const starts = new WeakMap()
  // oxlint-disable-next-line typescript/unbound-method -- it is called with the socket that it was called on
  const own = Socket.prototype.connect
  const watched = function connect(...args) {
    starts.set(this, performance.now())
    return own.apply(this, args)
  }
  Socket.prototype.connect = watched
  return {
    /** How long a new socket has taken to get ready, once; undefined for one that was used before. */
    takeMs(socket) {
      const start = starts.get(socket)
      starts.delete(socket)
      return start === undefined ? undefined : performance.now() - start
    },
    stop() {
      // If another library wrapped it later, it is left.
      if (Socket.prototype.connect === watched) Socket.prototype.connect = own
    },
  }
}

/** Nothing that goes wrong in a listener may reach the program. */
function listen(listeners, say) {
  return Object.entries(listeners).map(([name, onMessage]) => {
    const guarded = (message) => {
      try {
        onMessage(message)
      } catch (error) {
        say(error)
      }
    }
    channel(name).subscribe(guarded)
    return () => channel(name).unsubscribe(guarded)
  })
}

/** undici's own copies, whichever are loaded, and that of Node's `fetch`. Source: undici, "Diagnostics Channel Support". */
function listenToUndici(exchanges, connecting, say) {
  const connectMs = new WeakMap()
  return listen(
    {
      'undici:client:connected': ({ socket }) => connectMs.set(socket, connecting.takeMs(socket)),
      'undici:client:sendHeaders': ({ request, socket }) => {
        // A socket that is handed to whoever asked, or that many exchanges share, as those of HTTP/2 do.
        if (request.upgrade || socket.alpnProtocol === 'h2') return
        const { host } = new URL(request.origin)
        exchanges.begin(request, { host, method: request.method, connectMs: connectMs.get(socket) })
        connectMs.delete(socket)
      },
      'undici:request:bodySent': ({ request }) => exchanges.sent(request),
      'undici:request:headers': ({ request, response: { statusCode, headers } }) => {
        exchanges.answered(request, statusCode, {
          announced: headerOf(headers, 'content-length'),
          retryAfter: headerOf(headers, 'retry-after'),
        })
      },
      'undici:request:bodyChunkReceived': ({ request, chunk }) => exchanges.count(request, chunk),
      'undici:request:trailers': ({ request }) => exchanges.end(request),
      'undici:request:error': ({ request, error }) => {
        exchanges.fail(request, RESETS.has(error?.code) ? 'reset' : isTimeout(error) ? 'hang' : undefined)
      },
    },
    say,
  )
}

/** `node:http` and what is built on it. Source: Node.js, "Diagnostics Channel", built-in channels. */
function listenToHttp(exchanges, connecting, say) {
  const fail = (request, error) => {
    const isReset = RESETS.has(error?.code) && isEndedByServer(request.socket)
    exchanges.fail(request, isReset ? 'reset' : isTimeout(error) ? 'hang' : undefined)
  }
  return listen(
    {
      // Published when the request and its body have been written.
      'http.client.request.start': ({ request }) => {
        const { method, socket } = request
        // Whoever was answered before has no delay that could be told.
        if (request.res || !socket) return
        const host = String(request.getHeader('host') ?? request.host)
        const begin = () => {
          exchanges.begin(request, { host, method, connectMs: connecting.takeMs(socket) })
          request.once('timeout', () => exchanges.timedOut(request))
          // An upgrade has no other end.
          request.once('close', () => fail(request, request.errored ?? request.res?.errored))
        }
        if (!socket.connecting && !socket.secureConnecting) begin()
        else socket.once(socket.encrypted ? 'secureConnect' : 'connect', begin)
      },
      // Published when the head of the answer has come.
      'http.client.response.finish': ({ request, response }) => {
        const { headers, statusCode } = response
        exchanges.answered(request, statusCode, {
          announced: headers['content-length'],
          retryAfter: headers['retry-after'],
        })
        // The parser hands on the body with it; a listener for data would make the body flow.
        const push = response.push
        response.push = function (chunk, ...rest) {
          if (chunk === null) exchanges.end(request)
          else exchanges.count(request, chunk)
          return push.call(this, chunk, ...rest)
        }
        response.once('close', () => fail(request, response.errored))
      },
      'http.client.request.error': ({ request, error }) => fail(request, error),
    },
    say,
  )
}

/** Node reports a reset, too, where the program itself destroyed its request. */
function isEndedByServer(socket) {
  return socket?.readableEnded === true || socket?.errored?.syscall !== undefined
}

/** Raw names and values in turn, of which undici makes Buffers or strings, or by name. */
function headerOf(headers, name) {
  if (!Array.isArray(headers)) return headers[name]
  for (let at = 0; at < headers.length; at += 2)
    if (String(headers[at]).toLowerCase() === name) return String(headers[at + 1])
  return undefined
}

/** Undefined for anything else: Retry-After may be a date. */
function wholeNumber(text) {
  return /^\d{1,12}$/.test(text ?? '') ? Number(text) : undefined
}

const RESETS = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET'])
const TIMEOUTS = new Set([
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'ETIMEDOUT',
  'ESOCKETTIMEDOUT',
  'ECONNABORTED',
])

function isTimeout(error) {
  return TIMEOUTS.has(error?.code) || error?.name === 'TimeoutError' || error?.kind === 'timeout'
}

module.exports = { RECORD_VARIABLE, keyFileOf, recordExchanges }
