import type { Language } from './messages/language.ts'

/** What a part of an invocation or of a run is called; names that functions have given to their own parts stay as they are. */
export function phaseIn(name: string, { say }: Language): string {
  const names: Readonly<Record<string, string>> = {
    waiting: say`waiting`,
    CPU: say`CPU`,
    queueing: say`queueing`,
    'start-up': say`start-up`,
    fetch: say`fetch`,
    check: say`check`,
    notify: say`notify`,
    service: say`service`,
    handler: say`handler`,
    run: say`run`,
    around: say`around`,
    overhead: say`overhead`,
  }
  return Object.hasOwn(names, name) ? names[name]! : name
}
