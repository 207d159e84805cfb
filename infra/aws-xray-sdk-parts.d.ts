/** The files of the X-Ray SDK that are imported by their path, which come without types of their own. */

declare module 'aws-xray-sdk-core/dist/lib/segments/attributes/subsegment.js' {
  export { Subsegment as default } from 'aws-xray-sdk-core'
}

declare module 'aws-xray-sdk-core/dist/lib/segment_emitter.js' {
  const emitter: {
    getIp(): string
    getPort(): number | string
    setDaemonAddress(address: string): void
    /** What it sends through; it makes one of its own when there is none. */
    socket?: {
      send(
        datagram: Buffer,
        offset: number,
        length: number,
        port: number | string,
        address: string,
        sent: (error: Error | null) => void,
      ): void
    }
  }
  export default emitter
}
