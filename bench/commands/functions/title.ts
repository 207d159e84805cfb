/** As long as a title is of use in a table of several results. */
const MOST = 60

/** What the report of a comparison is called: after its stack, or after its functions, without the numbers of accounts. */
export function abTitle(stack: string | undefined, functions: readonly string[]): string {
  if (stack !== undefined) return cut(`ab of ${stack}`)
  const names = functions.map((name) => name.replace(/^.*\bfunction:/, ''))
  for (let shown = names.length; shown > 0; shown--) {
    const more = shown < names.length ? ` and ${names.length - shown} more` : ''
    const title = `ab of ${names.slice(0, shown).join(', ')}${more}`
    if (title.length <= MOST) return title
  }
  return cut(`ab of ${names[0]}`)
}

function cut(text: string): string {
  return text.length > MOST ? `${text.slice(0, MOST - 1)}…` : text
}
