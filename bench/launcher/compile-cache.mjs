// Plain JavaScript on purpose: the launcher imports it on whatever Node the host has.
import { lstatSync, mkdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * The folder for NODE_COMPILE_CACHE, where Node keeps the code that it has compiled, so that the next process need not compile it again.
 * It is made if need be; undefined where there can be none, or none that can be trusted: Node executes what it finds there.
 *
 * It lies in the installation and goes with it, as `node_modules/.utakata`: whoever could put another folder in its place could
 * change the code itself. So it is enough that the folder is this user's own and nobody else may enter it, since files that Node creates in it
 * get permissions from the umask. Where the installation is somebody else's, as under `sudo`, none is made, since its owner could not remove it.
 */
export function compileCacheFolder(
  root = fileURLToPath(new URL('../../', import.meta.url)),
  // Windows has no such ids: there whoever may write into the installation may write into this.
  userId = process.geteuid?.(),
) {
  const folder = join(root, 'node_modules/.utakata')
  try {
    if (userId !== undefined && statSync(root).uid !== userId) return undefined
    mkdirSync(dirname(folder), { recursive: true })
    // Another command may be making it at this moment.
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const found = lstatSync(folder)
    const isOwn = userId === undefined || (found.uid === userId && (found.mode & 0o077) === 0)
    return found.isDirectory() && isOwn ? folder : undefined
  } catch {
    return undefined
  }
}

/**
 * The variables that let Node keep what it compiles, for processes of utakata; none where the user has set either variable, or there is no
 * folder for it.
 */
export function compileCacheVariables(env = process.env, folder = compileCacheFolder) {
  const { NODE_COMPILE_CACHE, NODE_DISABLE_COMPILE_CACHE } = env
  const path = NODE_COMPILE_CACHE || NODE_DISABLE_COMPILE_CACHE ? undefined : folder()
  return path === undefined ? {} : { NODE_COMPILE_CACHE: path }
}
