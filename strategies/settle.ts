import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'

/** Long enough for whatever lies in the sockets of this process to be read, and for their ends to be passed on by their clients. */
export async function settle(): Promise<void> {
  await sleep(SETTLE_MS)
  for (let turn = 0; turn < SETTLE_TURNS; turn++) await nextTurn()
}

const SETTLE_MS = 5
const SETTLE_TURNS = 10
