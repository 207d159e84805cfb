import { expect, onTestFinished, test } from 'vitest'
import type { ContractReply, ContractRequest } from '../../../../bench/run/contract/child.ts'
import { startPeer } from '../../../../bench/run/local/process.ts'
import { sampleOf } from '../../../support/samples.ts'

const CHILD = new URL('../../../../bench/run/contract/child.ts', import.meta.url)
const SOON = { withinMs: 60_000 }

// Breakage: warm threads that count as left open, or what is loaded with a module of ours.
test.each(sampleOf(['worker-threads', 'check-threads', 'sequential', 'look-ahead', 'promise-all', 'pipelined']))(
  'our own %s leaves nothing open where it is loaded as a file of the user’s',
  async (name) => {
    const peer = startPeer<ContractRequest, ContractReply>(CHILD, { called: name })
    onTestFinished(() => peer.stop())
    const module = new URL(`../../../../strategies/${name}.ts`, import.meta.url).href
    await peer.ask({ is: 'open', module }, SOON)
    expect(await peer.ask({ is: 'keep', clause: 'nothing-open' }, SOON)).toEqual({ is: 'kept' })
  },
)
