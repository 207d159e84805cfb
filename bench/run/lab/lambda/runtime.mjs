/**
 * What a function's process runs: the unmodified aws-lambda-ric, with a stand-in for its compiled client where that was not built.
 * Not with --import, which every thread of the function would run again.
 */
import { existsSync } from 'node:fs'
import { registerHooks } from 'node:module'

const CLIENT = './rapid-client.node'
const main = import.meta.resolve('aws-lambda-ric')

if (!existsSync(new URL(CLIENT, main)))
  registerHooks({
    resolve(specifier, context, next) {
      if (specifier !== CLIENT) return next(specifier, context)
      return { url: new URL('./rapid-client.cjs', import.meta.url).href, format: 'commonjs', shortCircuit: true }
    },
  })

await import(main)
