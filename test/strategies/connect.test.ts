import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { openInTurns } from '../../strategies/connect.ts'

/** Opens nothing; `ports` are those that were asked for, in order. */
function aConnector(isOver: () => boolean = () => false) {
  const ports: string[] = []
  const connect = openInTurns(({ port }) => ports.push(port), isOver)
  const open = (count: number) => {
    for (let port = 1; port <= count; port++)
      connect({ hostname: 'feeds.test', protocol: 'http:', port: String(port) }, () => {})
  }
  return { ports, open }
}

// Breakage: all connections of a burst opened before the first request goes out.
test('a burst of connections is opened four a turn, in the order of asking', async () => {
  const { ports, open } = aConnector()
  open(10)
  for (const opened of [4, 8, 10, 10]) {
    expect(ports).toHaveLength(opened)
    await nextTurn()
  }
  expect(ports).toEqual(['1', '2', '3', '4', '5', '6', '7', '8', '9', '10'])
  open(1)
  expect(ports, 'without a burst nothing waits').toHaveLength(11)
})

// Breakage: hundreds of connections opened after Ctrl-C, for requests that nobody waits for any more.
test('what waits to be opened when all is over never is', async () => {
  let isOver = false
  const { ports, open } = aConnector(() => isOver)
  open(10)
  isOver = true
  for (let turn = 0; turn < 3; turn++) await nextTurn()
  expect(ports).toHaveLength(4)
})

// Breakage: an uncaught exception for, say, a certificate authority that cannot be read.
test('what opening a connection throws is told as its error, in later turns too', async () => {
  const broken = openInTurns(
    () => {
      throw new Error('no such certificate')
    },
    () => false,
  )
  const told: (string | undefined)[] = []
  for (let asked = 0; asked < 5; asked++)
    broken({ hostname: 'feeds.test', protocol: 'https:', port: '443' }, (...[error]) => {
      told.push(error?.message)
    })
  await nextTurn()
  expect(told).toEqual(Array.from({ length: 5 }, () => 'no such certificate'))
})
