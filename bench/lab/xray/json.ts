/** What JSON calls an object. */
export type JsonObject = Readonly<Record<string, unknown>>

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A member, if it is an object. */
export function objectIn(value: unknown, key: string): JsonObject | undefined {
  const member = memberOf(value, key)
  return isObject(member) ? member : undefined
}

/** A member, if it is a string. */
export function stringIn(value: unknown, key: string): string | undefined {
  const member = memberOf(value, key)
  return typeof member === 'string' ? member : undefined
}

/** A member, if it is a finite number: `1e999` is Infinity to JSON.parse. */
export function numberIn(value: unknown, key: string): number | undefined {
  const member = memberOf(value, key)
  return Number.isFinite(member) ? (member as number) : undefined
}

/** How deep objects and arrays of a JSON text stand in each other; told from the text, since a walk of the value could overflow. */
export function levelsOf(text: string): number {
  let levels = 0
  let most = 0
  for (const [mark] of text.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}]/g)) {
    if (mark === '[' || mark === '{') most = Math.max(most, ++levels)
    else if (mark === ']' || mark === '}') levels--
  }
  return most
}

/** A value as the words of a mistake have it. */
export function shown(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value)
  return text.length > 60 ? `${text.slice(0, 60).toWellFormed()}...` : text
}

function memberOf(value: unknown, key: string): unknown {
  return isObject(value) ? value[key] : undefined
}
