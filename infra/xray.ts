import { readDaemonAddress, sendToDaemon } from './daemon.ts'
import type { BeginTrace } from './trace.ts'
import type { TraceHeader } from './trace-header.ts'
import { xrayDocuments } from './xray-documents.ts'

/** Traces to the X-Ray daemon: a few documents, built and sent after the makespan, without any part of the X-Ray SDK. */
export function createXRay(header: TraceHeader, { isWhole }: { readonly isWhole: boolean }): BeginTrace {
  return () => ({
    async send(run) {
      const { documents, rows } = xrayDocuments(run, header, { isWhole })
      const address = readDaemonAddress(process.env.AWS_XRAY_DAEMON_ADDRESS)
      return { id: header.root, rows, ...(await sendToDaemon(documents, address)) }
    },
  })
}
