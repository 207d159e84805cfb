/** The environment as it was before utakata was launched, for a program of the user's own. */
export function userEnvironment({ UTAKATA_ENVIRONMENT: given = '{}', ...env }: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const changed = JSON.parse(given) as Readonly<Record<string, string | null>>
  const before = Object.entries(changed).map(([name, value]) => [name, value ?? undefined])
  return { ...env, ...Object.fromEntries(before) }
}
