import { Observations } from '../../bench/scenario/learn/observations.ts'
import { readRecording } from '../../bench/scenario/learn/recording.ts'
import { answering } from './wire.ts'

/** A server each of whose answers is as its path says. */
export const servers = () =>
  answering((response, { path, method }) => {
    const { socket } = response
    if (path.startsWith('/reset')) return void socket?.destroy()
    if (path.startsWith('/hang')) return
    if (path.startsWith('/busy')) return void response.writeHead(429, { 'retry-after': '3' }).end('no')
    if (path.startsWith('/torn')) {
      response.writeHead(200, { 'content-length': '1000' }).write('some')
      return void setTimeout(() => socket?.destroy(), 20)
    }
    response.writeHead(200, { 'set-cookie': 'SECRET=1' }).write('x'.repeat(1000))
    setTimeout(() => response.end(method === 'POST' ? '' : 'y'.repeat(500)), 20)
  })

/** What `utakata learn` reads in a recording. */
export function observed(file: string) {
  const observations = new Observations()
  readRecording(file, observations)
  const exchanges = Array.from({ length: observations.length }, (_, at) => observations.exchange(at))
  return { exchanges, hosts: observations.hosts, omissions: observations.omissions, busyShare: observations.busyShare }
}
