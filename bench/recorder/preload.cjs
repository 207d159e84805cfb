// Loaded into each Node program, and each of its threads, that `utakata record` runs.
const { RECORD_VARIABLE, recordExchanges } = require('./exchanges.cjs')

const file = process.env[RECORD_VARIABLE]
if (file) process.once('exit', recordExchanges(file).stop)
