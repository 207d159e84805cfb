import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { type LabKey, newLabKey, requireKey } from '../access/access-key.ts'
import { LOOPBACK, ownPagesOnly, startLoopbackServer } from '../access/loopback-server.ts'
import { ServiceError } from '../lambda/service-error.ts'
import { type LogFaults, NO_LOG_FAULTS } from './fault-injection.ts'
import { filterLogEvents } from './filter-log-events.ts'
import { type LogLimits, LogStore } from './store.ts'

/** Local CloudWatch Logs, for `await using`. */
export interface LogsService extends AsyncDisposable {
  /** For `AWS_ENDPOINT_URL_CLOUDWATCH_LOGS`. */
  readonly endpoint: string
  /** With which its clients sign their requests. */
  readonly key: LabKey
  readonly store: LogStore
  readonly figures: () => { readonly calls: number; readonly throttled: number }
}

export interface LogsServiceOptions {
  /** By default a new one. */
  readonly key?: LabKey
  /** Epoch milliseconds. */
  readonly now?: () => number
  readonly faults?: Partial<LogFaults> | undefined
  readonly limits?: Partial<LogLimits>
}

const MAX_BODY_BYTES = 1024 * 1024
const TYPE = 'application/x-amz-json-1.1'

/**
 * Answers FilterLogEvents as AWS does, for its SDKs and its command line, from what is put into its store. Of a signature only the access key is
 * checked. Source: Smithy, "AWS JSON 1.1 protocol"; Amazon CloudWatch Logs API Reference.
 */
export async function startLogsService({
  key = newLabKey(),
  now = Date.now,
  faults: given = {},
  limits,
}: LogsServiceOptions = {}): Promise<LogsService> {
  const faults: LogFaults = { ...NO_LOG_FAULTS, ...given }
  const store = new LogStore(limits, now)
  let calls = 0
  let throttled = 0
  const app = new Hono()
  app.onError((error, c) => {
    const refused =
      error instanceof ServiceError
        ? error
        : new ServiceError(500, 'InternalFailure', `the local logs failed: ${error.message}`)
    return c.json({ __type: refused.type, message: refused.message }, refused.status, {
      'content-type': TYPE,
      'x-amzn-errortype': refused.type,
    })
  })
  app.use(
    ownPagesOnly,
    requireKey(key, (reason) => new ServiceError(400, 'UnrecognizedClientException', reason)),
    bodyLimit({
      maxSize: MAX_BODY_BYTES,
      onError() {
        throw new ServiceError(413, 'RequestEntityTooLargeException', `expected at most ${MAX_BODY_BYTES} bytes`)
      },
    }),
  )
  app.post('/', async (c) => {
    const target = c.req.header('x-amz-target') ?? ''
    if (target !== 'Logs_20140328.FilterLogEvents')
      throw new ServiceError(400, 'UnknownOperationException', 'the local logs have FilterLogEvents alone')
    if (++calls % faults.throttleEvery === 0) {
      throttled++
      throw new ServiceError(400, 'ThrottlingException', 'Rate exceeded')
    }
    return c.json(filterLogEvents(await c.req.text(), { store, faults, now }), 200, { 'content-type': TYPE })
  })
  app.notFound((c) =>
    c.json({ __type: 'UnknownOperationException', message: 'there is nothing here' }, 404, { 'content-type': TYPE }),
  )
  const { port, close } = await startLoopbackServer(0, app.fetch)
  return {
    endpoint: `http://${LOOPBACK}:${port}`,
    key,
    store,
    figures: () => ({ calls, throttled }),
    [Symbol.asyncDispose]: close,
  }
}
