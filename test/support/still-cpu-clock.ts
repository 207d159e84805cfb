/** To be imported before all else: no thread has any processor time, so that what ends a check is never the machine's speed. */
import { syncBuiltinESMExports } from 'node:module'
import process from 'node:process'

process.threadCpuUsage = () => ({ user: 0, system: 0 })
syncBuiltinESMExports()
