// Plain JavaScript on purpose: the launcher imports it on whatever Node the host has.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, isAbsolute, join } from 'node:path'

/** The first line of Node that runs the sources as they are. */
const NEEDED = 24

/**
 * Which Node runs utakata: the host's own where it is at least as new as the bundled one, which is a third party's copy; else the
 * bundled one. `wanted`, of UTAKATA_NODE, forces one of them. Gives `{ path, is }`, or `{ mistake }` in words.
 */
export function chooseNode({ wanted, host, bundled, system = `${process.platform} ${process.arch}` }) {
  const [hosts, ours] = [
    { is: 'host', path: host?.path },
    { is: 'bundled', path: bundled?.path },
  ]
  const got = host?.version ?? 'none'
  const isEnough = host !== undefined && !isOlder(host.version, `v${NEEDED}.0.0`)
  if (wanted === 'host')
    return isEnough
      ? hosts
      : {
          mistake: `UTAKATA_NODE=host: expected a Node of this machine's own, ${NEEDED} or later, got ${got}; unset UTAKATA_NODE`,
        }
  if (wanted === 'bundled')
    return bundled
      ? ours
      : {
          mistake: `UTAKATA_NODE=bundled: expected a Node installed by npm ci, found none for ${system}; unset UTAKATA_NODE, or run npm ci without --omit=optional`,
        }
  if (wanted)
    return {
      mistake: `UTAKATA_NODE: expected host or bundled, got "${wanted}"; for any other Node, start bench/launch.mjs with it and set UTAKATA_NODE=host`,
    }
  if (bundled) return isEnough && !isOlder(host.version, bundled.version) ? hosts : ours
  if (isEnough) return hosts
  return {
    mistake:
      `expected Node ${NEEDED} or later, got ${got}, and no newer one is installed for ${system}. ` +
      `On Linux, npm ci brings one along (not with --omit=optional); elsewhere install it first, for example: nvm install ${NEEDED}`,
  }
}

/** The first Node that runs what is built: earlier ones lack `process.threadCpuUsage`. */
const NEEDED_BY_PACKAGE = '22.19'

/** The Node of a package is the one that it was started with: gives `{ path }`, or `{ mistake }` in words where that is too old. */
export function checkOwnNode({ version, path } = { version: process.version, path: process.execPath }) {
  // 23 ended without what 22 was given later.
  const is23 = version.startsWith('v23.')
  if (!is23 && !isOlder(version, `v${NEEDED_BY_PACKAGE}.0`)) return { path }
  return {
    mistake: `expected Node ${NEEDED_BY_PACKAGE} or later${is23 ? ', but not 23' : ''}, got ${version}; install a newer one, for example: nvm install ${NEEDED}`,
  }
}

/** Of versions such as `v24.21.0`; one before its release, such as `v25.0.0-nightly`, is older than that. */
function isOlder(version, than) {
  const [one, other] = [version, than].map((text) => {
    const [, ...numbers] = /^v(\d+)\.(\d+)\.(\d+)/.exec(text)
    return [...numbers.map(Number), text.includes('-') ? 0 : 1]
  })
  const place = one.findIndex((number, index) => number !== other[index])
  return place !== -1 && one[place] < other[place]
}

/** How long a Node may take to print its version. */
const VERSION_MS = 10_000

/**
 * The Node of the host, with its `version` and `path`: the one that runs this, or, where that is the bundled one, the first other one on
 * the PATH. npx and npm run put the bundled one before all others there. Undefined where there is none.
 */
export function findHost(
  bundled,
  { own = { version: process.version, path: process.execPath }, path: searched = process.env.PATH ?? '' } = {},
) {
  if (!bundled || !isSameFile(own.path, bundled.path)) return own
  // What is relative depends on where somebody stands, and may be anybody's.
  for (const folder of searched.split(delimiter).filter(isAbsolute)) {
    const path = join(folder, process.platform === 'win32' ? 'node.exe' : 'node')
    if (!existsSync(path) || isSameFile(path, bundled.path)) continue
    const { stdout } = spawnSync(path, ['--version'], { encoding: 'utf8', timeout: VERSION_MS })
    const [version] = /^v\d+\.\d+\.\d+\S*/.exec(stdout ?? '') ?? []
    if (version !== undefined) return { version, path }
  }
  return undefined
}

function isSameFile(one, other) {
  return realpathSync(one) === realpathSync(other)
}

/** The Node that npm ci installs for this system as an npm package, with its `version` and `path`; undefined where there is none. */
export function findBundled() {
  const isWindows = process.platform === 'win32'
  const name = `node-${isWindows ? 'win' : process.platform}-${process.arch}`
  try {
    const { resolve } = createRequire(import.meta.url)
    const { version } = JSON.parse(readFileSync(resolve(`${name}/package.json`), 'utf8'))
    return { version: `v${version}`, path: resolve(`${name}/bin/${isWindows ? 'node.exe' : 'node'}`) }
  } catch {
    return undefined
  }
}
