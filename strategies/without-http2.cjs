/**
 * Lets undici's client load without its part for HTTP/2, and Node's own with it: 9 ms and 5 MB in every process, for what connections here
 * never speak. Bundles leave it out when they are built, and find nothing here.
 */
try {
  const filename = require.resolve('undici/lib/dispatcher/client-h2.js')
  require.cache[filename] ??= Object.assign(new module.constructor(filename), { filename, loaded: true })
} catch {
  // Bundled.
}
