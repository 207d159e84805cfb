import { titleTexts } from '../../report/messages/commands.ts'

/** As long as a title is of use in a table of several results. */
const MOST = 60

/** What the report of a comparison is called: after its stack, or after its functions, without the numbers of accounts. */
export function abTitle(stack: string | undefined, functions: readonly string[]): string {
  if (stack !== undefined) return cut(titleTexts.stack(stack))
  const names = functions.map((name) => name.replace(/^.*\bfunction:/, ''))
  for (let shown = names.length; shown > 0; shown--) {
    const title = titleTexts.functions(names.slice(0, shown), names.length - shown)
    if (title.length <= MOST) return title
  }
  return cut(titleTexts.functions(names.slice(0, 1), 0))
}

function cut(text: string): string {
  return text.length > MOST ? `${text.slice(0, MOST - 1)}…` : text
}
