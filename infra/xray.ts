import emitter from 'aws-xray-sdk-core/dist/lib/segment_emitter.js'
import { sendToDaemon } from './daemon.ts'
import type { BeginTrace } from './trace.ts'
import type { TraceHeader } from './trace-header.ts'
import { xrayDocuments } from './xray-documents.ts'

/**
 * Traces to the X-Ray daemon: a few documents, built and sent after the makespan. Of the SDK only the model of documents
 * and the daemon's address are loaded: the whole of it turns async_hooks on, which makes every await forty times as dear.
 */
export function createXRay(header: TraceHeader, { isWhole }: { readonly isWhole: boolean }): BeginTrace {
  return () => ({
    async send(run) {
      const { documents, rows } = xrayDocuments(run, header, { isWhole })
      const address = { host: emitter.getIp(), port: Number(emitter.getPort()) }
      return { id: header.root, rows, ...(await sendToDaemon(documents, address)) }
    },
  })
}
