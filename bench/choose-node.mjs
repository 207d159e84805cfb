// Plain JavaScript on purpose: the launcher imports it on whatever Node the host has.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

/** The first line of Node that runs the sources as they are. */
const NEEDED = 24

/**
 * Which Node runs utakata: the host's own where it is at least as new as the bundled one, which is a third party's copy; else the
 * bundled one. `wanted`, of UTAKATA_NODE, forces one of them. Gives `{ path, is }`, or `{ mistake }` in words.
 */
export function chooseNode({ wanted, host, bundled, system = `${process.platform} ${process.arch}` }) {
  const [hosts, ours] = [
    { is: 'host', path: host.path },
    { is: 'bundled', path: bundled?.path },
  ]
  const isEnough = !isOlder(host.version, `v${NEEDED}.0.0`)
  if (wanted === 'host')
    return isEnough
      ? hosts
      : { mistake: `UTAKATA_NODE=host: expected Node ${NEEDED} or later, got ${host.version}; unset UTAKATA_NODE` }
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
      `expected Node ${NEEDED} or later, got ${host.version}, and no newer one is installed for ${system}. ` +
      `On Linux, npm ci brings one along (not with --omit=optional); elsewhere install it first, for example: nvm install ${NEEDED}`,
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
