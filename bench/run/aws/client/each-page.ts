/** Asks for page after page until there is no further page; one that was asked for already would never end. */
export async function eachPage(page: (token: string | undefined) => Promise<string | undefined>): Promise<void> {
  const seen = new Set<string>()
  for (let token = await page(undefined); token && !seen.has(token); token = await page(token)) seen.add(token)
}
