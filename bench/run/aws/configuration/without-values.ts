/** Shorter ones are no secrets, and would be found in any sentence. */
const SHORTEST = 4

/** The same error, its text without these values: Lambda repeats what it finds wrong, and variables may be secrets. */
export function withoutValues(error: unknown, values: readonly string[]): unknown {
  if (!(error instanceof Error)) return error
  // The longest first: it may hold others.
  const hidden = values.filter((value) => value.length >= SHORTEST).sort((a, b) => b.length - a.length)
  const hide = (text: string) => hidden.reduce((rest, value) => rest.replaceAll(value, '…'), text)
  const { message, stack = '' } = error
  return Object.assign(error, { message: hide(message), stack: hide(stack) })
}
