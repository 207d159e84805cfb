import { JSONParser } from '@streamparser/json'
import { bytesIn } from '../../io/read-file.ts'

/** Parts of a JSON document as it is read: a part is dropped once it is taken. */
export interface DocumentParts {
  /** Such as `$.log.entries.*`. */
  readonly paths: readonly string[]
  readonly take: (part: unknown) => void
}

/** Where a document ends in the middle, or is none. What came before was taken. */
export class BrokenDocument extends Error {}

/** Reads one JSON document, or several that follow each other, of any size; throws a BrokenDocument where one is cut off. */
export function readDocument(file: string, { paths, take }: DocumentParts): void {
  const parser = new JSONParser({ paths: [...paths], keepStack: false, separator: '\n' })
  let isBroken = false
  parser.onValue = ({ value }) => take(value)
  parser.onError = () => {
    isBroken = true
  }
  for (const chunk of bytesIn(file)) {
    parser.write(chunk)
    if (isBroken) break
  }
  if (!isBroken && !parser.isEnded) {
    try {
      parser.end()
    } catch {
      isBroken = true
    }
  }
  if (isBroken) throw new BrokenDocument()
}
