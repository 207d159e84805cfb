import { registerHooks } from 'node:module'
import { moduleBeside } from '../../../strategies/module-beside.ts'

const JOB = moduleBeside('../../../strategies/own-job', import.meta.url).href

let isHelping = false

/**
 * Helps the modules of this thread to find others, where Node by itself does not: `utakata/job` wherever a job lies, as outside of any project,
 * and TypeScript by the name of what it is compiled to, as `./invoice.js` for `invoice.ts`.
 */
export function helpToFindModules(): void {
  if (isHelping) return
  isHelping = true
  registerHooks({
    resolve(specifier, context, next) {
      try {
        return next(specifier, context)
      } catch (error) {
        const meant = meantBy(specifier)
        if (meant === undefined) throw error
        try {
          return next(meant, context)
        } catch {
          throw error
        }
      }
    },
  })
}

function meantBy(specifier: string): string | undefined {
  if (specifier === 'utakata/job') return JOB
  const [, path, kind] = /^(\.{1,2}\/.*|file:.*)\.([cm]?)js$/.exec(specifier) ?? []
  return path === undefined ? undefined : `${path}.${kind}ts`
}
