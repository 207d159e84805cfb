import { JSONParser, type ParsedElementInfo } from '@streamparser/json'
import { bytesIn } from './read-file.ts'

/** Where a part stands: its parent, and above that the objects and lists around it, each with its key in the one before. */
type PartPlace = Pick<ParsedElementInfo, 'parent' | 'stack'>

/** Parts of a JSON document as it is read: a part is dropped once it is taken. */
export interface DocumentParts {
  /** Such as `$.log.entries.*`. */
  readonly paths: readonly string[]
  readonly take: (part: unknown, place: PartPlace) => void
}

/** Where a document ends in the middle, or is none. What came before was taken. */
export class BrokenDocument extends Error {}

/** Reads one JSON document, or several that follow each other, of any size; throws a BrokenDocument where one is cut off. */
export function readDocument(file: string, parts: DocumentParts): void {
  const document = new OpenDocument(parts)
  for (const chunk of bytesIn(file)) {
    document.write(chunk)
    if (document.isBroken) break
  }
  document.end()
  if (document.isBroken) throw new BrokenDocument()
}

export interface DocumentLines extends DocumentParts {
  /** How a line begins that can only be the begin of a document. */
  readonly begin: RegExp
  /** Called where a document is cut off or none, after what of it came before was taken. */
  readonly torn: () => void
}

/**
 * The same of a file to which documents are appended, one a line, by a program that may be killed: after one that is cut off it goes on with
 * the next line that begins one.
 */
export function readDocumentLines(file: string, { begin, torn, ...parts }: DocumentLines): void {
  let document = new OpenDocument(parts)
  const endDocument = () => {
    document.end()
    if (document.isBroken) torn()
  }
  let isLineBegin = true
  for (const chunk of bytesIn(file)) {
    let from = 0
    const write = (until: number) => {
      if (until > from && !document.isBroken) document.write(chunk.subarray(from, until))
      from = until
    }
    for (const at of lineBegins(chunk, isLineBegin)) {
      write(at)
      if (document.isList) break
      // Where the end of a chunk cuts it off, the documents are told apart by their own ends.
      if (!begin.test(chunk.toString('latin1', at, at + BEGIN_BYTES))) continue
      endDocument()
      document = new OpenDocument(parts)
    }
    write(chunk.length)
    isLineBegin = chunk.at(-1) === NEWLINE
  }
  endDocument()
}

const NEWLINE = 0x0a
const LINE_WITH_BRACE = Buffer.from('\n{')
const BEGIN_BYTES = 40

/** Where lines begin with a brace. */
function* lineBegins(chunk: Buffer, isFirst: boolean): Generator<number> {
  if (isFirst && chunk[0] === LINE_WITH_BRACE[1]) yield 0
  for (let at = chunk.indexOf(LINE_WITH_BRACE); at >= 0; at = chunk.indexOf(LINE_WITH_BRACE, at + 1)) yield at + 1
}

class OpenDocument {
  readonly #parser: JSONParser
  #isBroken = false
  #first: string | undefined
  #thrown: { readonly error: unknown } | undefined

  constructor({ paths, take }: DocumentParts) {
    this.#parser = new JSONParser({ paths: [...paths], keepStack: false, separator: '\n' })
    this.#parser.onValue = ({ value, parent, stack }) => {
      try {
        take(value, { parent, stack })
      } catch (error) {
        // The parser takes whatever is thrown for a mistake in the document.
        this.#thrown = { error }
        throw error
      }
    }
    this.#parser.onError = () => {
      this.#isBroken = true
    }
  }

  get isBroken(): boolean {
    return this.#isBroken
  }

  /** Whether it is a list: lines within it begin like documents. */
  get isList(): boolean {
    return this.#first === '[' && !this.#isBroken
  }

  write(chunk: Uint8Array): void {
    this.#first ??= /[^\s\uFEFF]/.exec(Buffer.from(chunk.subarray(0, BEGIN_BYTES)).toString('utf8'))?.[0]
    this.#parser.write(chunk)
    if (this.#thrown) throw this.#thrown.error
  }

  end(): void {
    if (this.#isBroken || this.#parser.isEnded) return
    try {
      this.#parser.end()
    } catch {
      this.#isBroken = true
    }
  }
}
