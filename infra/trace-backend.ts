import { hideAddresses } from '../strategies/failure.ts'
import {
  type BeginTrace,
  beginNoTrace,
  DEFAULT_TRACE_MODE,
  NOTHING_SENT,
  TRACE_MODES,
  type TraceMode,
} from './trace.ts'
import { readTraceHeader, type TraceHeader } from './trace-header.ts'

/** Loads the tracing of a mode, while a function is started, so that no invocation waits for it. */
export async function preloadTrace(text: string | undefined): Promise<void> {
  const mode = TRACE_MODES.find((one) => one === text) ?? DEFAULT_TRACE_MODE
  await load(mode)?.catch(() => {})
}

/** How to trace, given the trace's header (`_X_AMZN_TRACE_ID`). Never rejects: what cannot be loaded is a trace that is lost. */
export async function chooseTrace(mode: TraceMode, headerText: string | undefined): Promise<BeginTrace> {
  const header = readTraceHeader(headerText)
  if (!header?.isSampled) return beginNoTrace
  try {
    const create = await load(mode)
    return create ? await create(header) : beginNoTrace
  } catch (error) {
    const lost = `tracing could not be loaded (${hideAddresses((error as Error).message)})`
    return () => ({ send: async () => ({ ...NOTHING_SENT, id: header.root, lost }) })
  }
}

type Create = (header: TraceHeader) => BeginTrace | Promise<BeginTrace>

/** The SDK's whole is loaded for `sdk` alone, since it slows every await; neither part for `off`. */
function load(mode: TraceMode): Promise<Create> | undefined {
  switch (mode) {
    case 'off':
      return undefined
    case 'sdk':
      return import('./xray-sdk.ts').then(({ createSdkTrace }) => createSdkTrace)
    case 'summary':
    case 'exemplars':
      return import('./xray.ts').then(
        ({ createXRay }) =>
          (header) =>
            createXRay(header, { isWhole: mode === 'exemplars' }),
      )
  }
}
