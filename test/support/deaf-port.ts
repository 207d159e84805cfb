/** A program that listens on a free port, says which and stops: what connects fills its backlog, and then gets no answer at all. */
import { createServer, type AddressInfo } from 'node:net'

const server = createServer(() => {})
server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
  process.send!((server.address() as AddressInfo).port, () =>
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0),
  )
})
