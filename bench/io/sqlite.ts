/** SQLite as Node brings it. Node 22 warns on standard error that it may change, which is no concern of whoever calls utakata. */
const warn = process.emitWarning.bind(process)
process.emitWarning = () => {}
export const { DatabaseSync } = process.getBuiltinModule('node:sqlite')
process.emitWarning = warn

export type { DatabaseSync as Database } from 'node:sqlite'
