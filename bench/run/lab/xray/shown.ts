/** A value as the words of a mistake have it. */
export function shown(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value)
  return text.length > 60 ? `${text.slice(0, 60).toWellFormed()}...` : text
}
