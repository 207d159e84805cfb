const { existsSync } = require('node:fs')
const path = require('node:path')

/**
 * undici's client loads its part for HTTP/2, and Node's own with it: 9 ms and 5 MB in every process, for what connections here never speak.
 * A stand-in loads it when it is called, which only code of the user's would do that shares this copy of undici. Bundles leave the part out
 * when they are built, and a package has no copy here.
 */
const filename = path.join(__dirname, '../node_modules/undici/lib/dispatcher/client-h2.js')
if (existsSync(filename) && !(filename in require.cache)) {
  let connect
  const load = () => {
    delete require.cache[filename]
    return require(filename)
  }
  const standIn = Object.assign(new module.constructor(filename), { filename, loaded: true })
  standIn.exports = (...given) => (connect ??= load())(...given)
  require.cache[filename] = standIn
}
