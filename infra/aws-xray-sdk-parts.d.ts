/** The file of the X-Ray SDK that is imported by its path, which comes without types of its own. */

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
