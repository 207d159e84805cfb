import type { buildConnector } from 'undici'

type Connect = buildConnector.connector

/** Connections opened in one turn of the event loop. */
const MOST_A_TURN = 4

/**
 * `connect`, a few connections a turn of the event loop: opening one takes some 100 microseconds, so that a burst of 256 kept the
 * thread busy for 25 ms before the first request went out. Now requests go out and answers come in while the rest are opened.
 * Those still waiting when `isOver` says so are never opened.
 */
export function openInTurns(connect: Connect, isOver: () => boolean): Connect {
  const waiting: (() => void)[] = []
  let opened = 0
  const beginTurn = () => {
    opened = 0
    if (isOver()) waiting.length = 0
    while (opened < MOST_A_TURN && waiting.length > 0) {
      opened++
      waiting.shift()!()
    }
    if (opened > 0) setImmediate(beginTurn)
  }
  return (to, tell) => {
    if (opened === MOST_A_TURN) {
      waiting.push(() => connectOrTell(connect, to, tell))
      return
    }
    if (opened++ === 0) setImmediate(beginTurn)
    connectOrTell(connect, to, tell)
  }
}

/** What is thrown in a later turn nobody would catch. */
function connectOrTell(connect: Connect, to: buildConnector.Options, tell: buildConnector.Callback): void {
  try {
    connect(to, tell)
  } catch (error) {
    tell(error as Error, null)
  }
}
