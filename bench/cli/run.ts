/** What each command does, by its name: the action to give to commander. */
export type Run = (name: string) => (...given: unknown[]) => Promise<void>
