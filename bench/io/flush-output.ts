/** Resolves once all that was printed has reached its reader, or the reader has gone: what a pipe has not taken yet is lost at the exit. */
export async function flushOutput(): Promise<void> {
  await Promise.all([process.stdout, process.stderr].map(flushed))
}

function flushed(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => stream.write('', () => resolve()))
}
