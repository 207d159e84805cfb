import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import xray, { type Subsegment } from 'aws-xray-sdk-core'
import emitter from 'aws-xray-sdk-core/dist/lib/segment_emitter.js'
import { strategies } from '../strategies/index.ts'
import { hasThreads } from '../strategies/limits.ts'
import { describeLoss, ECHO_MS, PATIENCE_MS } from './daemon.ts'
import type { BeginTrace, Trace } from './trace.ts'
import type { TraceHeader } from './trace-header.ts'
import { annotationsOf } from './xray-documents.ts'

/** Its doubts would fill a function's log: the report says what was not sent. */
const silent = () => {}
xray.setLogger({ error: silent, warn: silent, info: silent, debug: silent })

/**
 * The X-Ray SDK as it is meant to be used, `captureAsyncFunc` around every step: to see what that costs, and for small jobs. It
 * sends a document for each step the moment it ends. It knows the main thread alone.
 */
export async function createSdkTrace(header: TraceHeader): Promise<BeginTrace> {
  const sending = await countSendings()
  return (strategy): Trace => {
    let main: Subsegment | undefined
    return {
      around: (run) =>
        xray.captureAsyncFunc(`utakata:${strategy}`, (subsegment) => {
          main = subsegment
          return run()
        }),
      observe: (step, feedIndex, work) =>
        xray.captureAsyncFunc(step, async (subsegment) => {
          // As an annotation of every step it would take the place of those by which a run is found: X-Ray indexes 50 of a trace.
          subsegment?.addMetadata('feed', feedIndex, 'utakata')
          try {
            return await work()
          } catch (error) {
            subsegment?.addErrorFlag()
            throw error
          } finally {
            subsegment?.close()
          }
        }),
      async send(run) {
        for (const [key, value] of Object.entries(annotationsOf(run))) main?.addAnnotation(key, value)
        main?.close()
        const note = hasThreads(strategies[run.strategy]) && { note: NOTE }
        return { id: header.root, rows: 0, ...(await sending.done()), ...note }
      },
    }
  }
}

const NOTE = 'the SDK traces the main thread alone: steps that were taken on threads are not in the trace'

/** Puts a socket of ours where the SDK would make its own, which reports neither when it is done nor what was lost. */
async function countSendings() {
  const socket = createSocket('udp4').unref()
  let documents = 0
  let bytes = 0
  let pending = 0
  let lost: string | undefined
  let idle = () => {}
  socket.on('error', (error) => {
    lost ??= describeLoss(error)
  })
  try {
    // Only a connected socket hears that nobody listens.
    socket.connect(Number(emitter.getPort()), emitter.getIp())
    await once(socket, 'connect', { signal: AbortSignal.timeout(PATIENCE_MS) })
  } catch (error) {
    lost ??= describeLoss(error)
  }
  emitter.socket = {
    send(datagram, offset, length, _port, _address, callback) {
      const ended = (error: Error | null) => {
        pending--
        if (error) lost ??= describeLoss(error)
        else {
          documents++
          bytes += length
        }
        callback(error)
        if (pending === 0) idle()
      }
      pending++
      try {
        socket.send(datagram, offset, length, ended)
      } catch (error) {
        // Thrown, it would come out of the step that is traced.
        ended(error as Error)
      }
    },
  }
  return {
    /** Resolves when nothing is on its way out any more. */
    async done() {
      const { promise, resolve } = Promise.withResolvers<void>()
      const timer = setTimeout(resolve, pending === 0 ? ECHO_MS : PATIENCE_MS)
      idle = resolve
      await promise
      clearTimeout(timer)
      if (pending > 0) lost ??= describeLoss(new DOMException('', 'TimeoutError'))
      socket.close()
      return { documents, bytes, ...(lost !== undefined && { lost }) }
    },
  }
}
