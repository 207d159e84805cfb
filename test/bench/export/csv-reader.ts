/** Reads CSV by the grammar of RFC 4180, section 2, and throws wherever a text departs from it; records are of equal length. */
export function readCsv(text: string): string[][] {
  const field = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/y
  const records: string[][] = []
  let record: string[] = []
  while (field.lastIndex < text.length) {
    const at = field.lastIndex
    const match = field.exec(text)
    if (!match) throw new Error(`not RFC 4180 at ${at}: ${JSON.stringify(text.slice(at, at + 40))}`)
    const [, quoted, plain, end] = match
    record.push(quoted?.replaceAll('""', '"') ?? plain!)
    if (end === ',') continue
    records.push(record)
    record = []
  }
  if (record.length > 0) throw new Error('the last record does not end')
  if (new Set(records.map(({ length }) => length)).size > 1) throw new Error('records of different lengths')
  return records
}
