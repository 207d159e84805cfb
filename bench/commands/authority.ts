import { X509Certificate } from 'node:crypto'
import { readTextFile } from '../io/read-file.ts'
import { UsageError } from '../io/usage-error.ts'

/** Reads a certificate authority as PEM; throws a UsageError for what is none. */
export function readAuthority(file: string): string {
  let text: string
  try {
    text = readTextFile(file, { mostBytes: 1_000_000, isPipeAllowed: true })
  } catch (error) {
    throw new UsageError(
      `--mock-ca: expected a file that can be read, got "${file}", which ${(error as Error).message}`,
    )
  }
  try {
    if (!text.includes('-----BEGIN CERTIFICATE-----')) throw new Error('no PEM')
    void new X509Certificate(text)
    return text
  } catch {
    throw new UsageError(`--mock-ca: expected a certificate authority as PEM in "${file}", which has none`)
  }
}
