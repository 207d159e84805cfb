/**
 * The parts of undici that the job needs. The whole of it takes twice as long to load (48 ms to 27, as one bundled file), which
 * a function in the cloud pays at every cold start. Its version is pinned: these files are not part of its public interface.
 */
import './without-http2.cjs'

export { default as Client } from 'undici/lib/dispatcher/client.js'
