/** A mistake of the caller: one or more lines that say what was expected, what was given and what to do. Exit code 1. */
export class UsageError extends Error {}
