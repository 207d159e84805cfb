export interface XmlElement {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly XmlElement[]
  /** Its own, without that of its children. */
  readonly text: string
}

const NAME = '[A-Za-z_][\\w.-]*'
const TAG = new RegExp(`^<(${NAME})((?:\\s+${NAME}="[^"<]*")*)\\s*(/?)>`)
const FORBIDDEN = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u
const PREDEFINED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** Reads what we write of XML 1.0, as a parser must: ends and attributes normalized, and an error for whatever is not well-formed. */
export function readXml(text: string): XmlElement {
  if (FORBIDDEN.test(text)) throw new Error('a character that XML does not have')
  const [declaration] = /^<\?xml version="1\.0" encoding="UTF-8"\?>\s*/.exec(text) ?? []
  if (declaration === undefined) throw new Error('no declaration')
  // Section 2.11: a parser is given line feeds alone.
  const { element, rest } = elementIn(text.slice(declaration.length).replaceAll(/\r\n?/g, '\n'))
  if (rest.trim() !== '') throw new Error(`more than one root: ${rest.slice(0, 40)}`)
  return element
}

function elementIn(text: string): { readonly element: XmlElement; readonly rest: string } {
  const [tag, name, written, isEmpty] = TAG.exec(text) ?? []
  if (tag === undefined) throw new Error(`no element: ${text.slice(0, 40)}`)
  const pairs = [...written!.matchAll(new RegExp(`(${NAME})="([^"]*)"`, 'g'))]
  const attributes = Object.fromEntries(
    pairs.map(([, key, value]) => [key, resolved(value!.replaceAll(/[\t\n]/g, ' '))]),
  )
  if (Object.keys(attributes).length < pairs.length) throw new Error(`an attribute twice: ${tag}`)
  const children: XmlElement[] = []
  let own = ''
  let rest = text.slice(tag.length)
  while (isEmpty === '') {
    const [plain] = /^[^<]*/.exec(rest)!
    if (plain.includes(']]>')) throw new Error(']]> in text')
    own += resolved(plain)
    rest = rest.slice(plain.length)
    if (rest.startsWith(`</${name}>`)) {
      rest = rest.slice(`</${name}>`.length)
      break
    }
    const child = elementIn(rest)
    children.push(child.element)
    rest = child.rest
  }
  return { element: { name: name!, attributes, children, text: own }, rest }
}

function resolved(text: string): string {
  return text.replaceAll(/&(?:#(\d+);|(\w+);)?/g, (whole, code?: string, name?: string) => {
    const character = code === undefined ? PREDEFINED[name ?? ''] : String.fromCodePoint(Number(code))
    if (character === undefined || FORBIDDEN.test(character)) throw new Error(`no character: ${whole}`)
    return character
  })
}
