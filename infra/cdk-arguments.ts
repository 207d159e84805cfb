import { Refusal, toldText } from './refusal.ts'
import { SETTING_KEYS } from './settings.ts'

/**
 * Refuses what would be passed over without a word: a setting that npm or the CDK's command line keeps to itself, or that is given
 * twice, of which the last would count. Throws a Refusal.
 */
export function checkArguments(args: readonly string[], { npm_config_call: kept }: NodeJS.ProcessEnv): void {
  if (kept)
    throw new Refusal({
      key: `-c ${kept}`,
      expected: 'two dashes in front of it, as in: npm run deploy -- -c memory=512',
      got: 'none, so that npm takes it for its own',
    })
  const seen = new Set<string>()
  for (const [index, arg] of args.entries()) {
    const option = /^--([\w-]+)/.exec(arg)?.[1] ?? ''
    if (SETTING_KEYS.includes(option))
      throw new Refusal({ key: `--${option}`, expected: `a setting as -c ${option}=VALUE`, got: 'an option' })
    if (arg !== '-c' && arg !== '--context') continue
    const [, key, value] = /^([^=]*)=(.*)$/s.exec(args[index + 1] ?? '') ?? []
    if (key === undefined || value === undefined)
      throw new Refusal({ key: arg, expected: 'KEY=VALUE', got: toldText(args[index + 1] ?? '') })
    if (seen.has(key)) throw new Refusal({ key: `-c ${key}`, expected: 'it once', got: 'it again' })
    seen.add(key)
  }
}
