import { Refusal, quotedText } from './refusal.ts'
import { refuseUnknown, SETTING_KEYS } from './settings.ts'

/**
 * Refuses what would be passed over without a word: a setting that npm or the CDK's command line keeps to itself, or that is given
 * twice, of which the last would count. Throws a Refusal.
 */
export function checkArguments(args: readonly string[], variables: NodeJS.ProcessEnv): void {
  refuseKept(variables)
  const seen = new Set<string>()
  for (const [index, arg] of args.entries()) {
    const option = /^--([\w-]+)/.exec(arg)?.[1] ?? ''
    if (SETTING_KEYS.includes(option) && !OF_CDK.has(option))
      throw new Refusal({ key: `--${option}`, expected: `a setting as -c ${option}=VALUE`, got: 'an option' })
    const attached = /^(?:--context=|-c=?)(.+)$/s.exec(arg)?.[1]
    if (attached === undefined && arg !== '-c' && arg !== '--context') continue
    const setting = attached ?? args[index + 1] ?? ''
    const [, key] = /^([^=]+)=/.exec(setting) ?? []
    if (key === undefined) throw new Refusal({ key: '-c', expected: 'KEY=VALUE', got: quotedText(setting) })
    if (seen.has(key)) throw new Refusal({ key: `-c ${key}`, expected: 'it once', got: 'it twice' })
    seen.add(key)
  }
  refuseUnknown([...seen])
}

/** Options of the CDK's command line that are called like a setting. */
const OF_CDK = new Set(['trace'])

/** npm keeps what stands in front of two dashes, and passes it to its scripts in variables. */
function refuseKept(variables: NodeJS.ProcessEnv): void {
  const { npm_config_call: call, npm_config_context: context } = variables
  const settings = SETTING_KEYS.map((key) => [`--${key}`, variables[`npm_config_${key.toLowerCase()}`]] as const)
  for (const [option, value] of [['-c', call], ['--context', context], ...settings] as const)
    if (value)
      throw new Refusal({
        key: `${option} ${value.split('=')[0]}`,
        expected: 'two dashes in front of it, as in: npm run deploy -- -c memory=512',
        got: 'none, so that npm takes it for its own',
      })
}
