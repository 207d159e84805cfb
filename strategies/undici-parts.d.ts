/** The files of undici that are imported by their path, which come without types of their own. */

declare module 'undici/lib/dispatcher/client.js' {
  import { Client } from 'undici'
  export default Client
}
