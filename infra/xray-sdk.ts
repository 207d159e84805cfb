import { createSocket } from 'node:dgram'
import xray, { type Subsegment } from 'aws-xray-sdk-core'
import emitter from 'aws-xray-sdk-core/dist/lib/segment_emitter.js'
import { describeLoss, ECHO_MS, PATIENCE_MS } from './daemon.ts'
import { type BeginTrace, beginNoTrace, type Trace } from './trace.ts'
import type { TraceHeader } from './trace-header.ts'
import { annotate } from './xray-documents.ts'

/** Its doubts would fill a function's log: what was not sent is told in the report. */
const silent = () => {}
xray.setLogger({ error: silent, warn: silent, info: silent, debug: silent })

/**
 * The X-Ray SDK as it is meant to be used, `captureAsyncFunc` around every step: to see what that costs, and for small jobs. It
 * sends a document for each step the moment it ends. It knows the main thread alone.
 */
export function createSdkTrace(header: TraceHeader): BeginTrace {
  if (!header.isSampled) return beginNoTrace
  return (strategy): Trace => {
    let main: Subsegment | undefined
    const sending = countSendings()
    return {
      around: (run) =>
        xray.captureAsyncFunc(`utakata:${strategy}`, (subsegment) => {
          main = subsegment
          return run()
        }),
      observe: (step, feedIndex, work) =>
        xray.captureAsyncFunc(step, async (subsegment) => {
          subsegment?.addAnnotation('feed', feedIndex)
          try {
            return await work()
          } catch (error) {
            subsegment?.addErrorFlag()
            throw error
          } finally {
            subsegment?.close()
          }
        }),
      async tell(run) {
        if (main) annotate(main, run)
        main?.close()
        const note = run.strategy === 'worker-threads' || run.strategy === 'check-threads' ? { note: NOTE } : {}
        return { id: header.root, rows: 0, ...(await sending.done()), ...note }
      },
    }
  }
}

const NOTE = 'the SDK traces the main thread alone: steps that were taken on threads are not in the trace'

/** Puts a socket of ours where the SDK would make its own, which tells nobody when it is done or what was lost. */
function countSendings() {
  const socket = createSocket('udp4').unref()
  let documents = 0
  let bytes = 0
  let pending = 0
  let lost: string | undefined
  let idle = () => {}
  socket.on('error', (error) => {
    lost ??= describeLoss(error)
  })
  emitter.socket = {
    send(datagram, offset, length, port, address, told) {
      pending++
      socket.send(datagram, offset, length, Number(port), address, (error) => {
        pending--
        if (error) lost ??= describeLoss(error)
        else {
          documents++
          bytes += length
        }
        told(error)
        if (pending === 0) idle()
      })
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
