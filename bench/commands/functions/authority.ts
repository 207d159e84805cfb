import { X509Certificate } from 'node:crypto'
import { readTextFile, type UnreadableFile } from '../../io/read-file.ts'
import { UserError } from '../../io/user-error.ts'

/** Reads a certificate authority as PEM; throws a UserError for what is none. */
export function readAuthority(file: string): string {
  let text: string
  try {
    text = readTextFile(file, { mostBytes: 1_000_000, isPipeAllowed: true })
  } catch (error) {
    throw new UserError('authority-unreadable', { file, why: (error as UnreadableFile).why })
  }
  try {
    if (!text.includes('-----BEGIN CERTIFICATE-----')) throw new Error('no PEM')
    void new X509Certificate(text)
    return text
  } catch {
    throw new UserError('not-an-authority', { file })
  }
}
