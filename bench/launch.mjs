#!/usr/bin/env node
// Plain JavaScript on purpose: it has to run on whatever Node the host has, and finds the Node that utakata needs.
import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { closeSync, existsSync, fstatSync, readFileSync } from 'node:fs'
import nodeModule from 'node:module'
import { constants } from 'node:os'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { checkOwnNode, chooseNode, findBundled, findHost } from './launcher/choose-node.mjs'
import { compileCacheVariables } from './launcher/compile-cache.mjs'
import { endTree, TREE_VARIABLE, treeOf } from './launcher/end-tree.mjs'

/**
 * Whether hang-ups were to be ignored, as nohup has it. Node resets what it inherits before any script runs, so only
 * traces of it are left: the shell's variable for the command it ran, and a parent that ignores them, such as a script under nohup.
 */
function ignoresHangUps() {
  const { UTAKATA_NOHUP, _ } = process.env
  if (UTAKATA_NOHUP === '1' || basename(_ ?? '') === 'nohup') return true
  try {
    // A mask in hexadecimal, whose lowest bit is signal 1, SIGHUP. Source: proc_pid_status(5).
    const [, lowest] = /^SigIgn:\s*[\da-f]*([\da-f])$/m.exec(readFileSync(`/proc/${process.ppid}/status`, 'utf8'))
    return parseInt(lowest, 16) % 2 === 1
  } catch {
    return false
  }
}

/** A package has no sources, and what was built from them runs on older Nodes. */
const isPackage = !existsSync(new URL('./program.ts', import.meta.url))
const moduleAt = (path) => new URL(isPackage ? `${path}.js` : `${path}.ts`, import.meta.url)

// --start MODULE runs another module of the checkout in the same way.
const given = process.argv.slice(2)
const isTool = given[0] === '--start'
const [module, args] = isTool ? [given[1], given.slice(2)] : [fileURLToPath(moduleAt('./program')), given]

/** Node hands on no descriptor from 3 to 15 by itself, and a shell may have opened one for an argument, as zsh does for <(...). */
function descriptors() {
  const stdio = ['inherit', 'inherit', 'inherit']
  for (const [, digits] of args.join('\n').matchAll(/\/fd\/(\d{1,2})$/gm)) {
    const descriptor = Number(digits)
    if (descriptor < 3 || descriptor > 15 || !isOpen(descriptor)) continue
    while (stdio.length < descriptor) stdio.push('ignore')
    stdio[descriptor] = descriptor
  }
  return stdio
}

function isOpen(descriptor) {
  try {
    fstatSync(descriptor)
    return true
  } catch {
    return false
  }
}

/** A checkout chooses between the machine's Node and the one that npm ci installs. */
function chooseForCheckout() {
  const wanted = process.env.UTAKATA_NODE
  const bundled = findBundled()
  return chooseNode({ wanted, host: wanted === 'bundled' ? undefined : findHost(bundled), bundled })
}

const chosen = isPackage ? checkOwnNode() : chooseForCheckout()
if (chosen.mistake !== undefined) {
  console.error(`utakata: ${chosen.mistake}`)
  process.exit(1)
}

const isNohup = ignoresHangUps()
const { TZ, UV_THREADPOOL_SIZE, NODE_COMPILE_CACHE } = process.env
/** Set before anything of utakata runs: loading modules may start libuv's pool, and floating times are read in the process's zone. */
const variables = {
  TZ: 'UTC',
  UV_THREADPOOL_SIZE: UV_THREADPOOL_SIZE ?? '64',
  // Not for tools: tests run code from temporary folders, and every copy would stay.
  ...(!isTool && compileCacheVariables()),
  UTAKATA_NOHUP: isNohup ? '1' : '',
  // For a program of the user's own, which is to run as if it had been started without utakata.
  UTAKATA_ENVIRONMENT: JSON.stringify({
    TZ: TZ ?? null,
    UV_THREADPOOL_SIZE: UV_THREADPOOL_SIZE ?? null,
    NODE_COMPILE_CACHE: NODE_COMPILE_CACHE ?? null,
  }),
}

if (isPackage && !isTool) await runHere()
else runOn(chosen.path)

/** A package runs on the Node that it was started with: a second process would take longer to start than most commands take. */
async function runHere() {
  Object.assign(process.env, variables)
  if (isNohup) process.on('SIGHUP', () => {})
  const { NODE_COMPILE_CACHE: folder } = variables
  if (folder !== undefined) nodeModule.enableCompileCache(folder)
  await import(moduleAt('./program').href)
}

function runOn(node) {
  const handedOn = descriptors()
  const tree = randomUUID()
  // Signals are listened to before anything is started: on a busy machine the child may be at work before this goes on.
  // The child decides what a signal means. A terminal sends Ctrl-C to it as well, so that it may hear of one twice.
  // What a tool has started by then could outlive it, as the servers of a test do; commands end their own, but for the browser of --open.
  let toBeEnded
  const heard = new Set()
  function pass(signal) {
    if (isTool) toBeEnded = new Map([...(toBeEnded ?? []), ...treeOf(tree)])
    child.kill(signal)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.on(signal, () => {
      heard.add(signal)
      if (signal !== 'SIGHUP' || !isNohup) pass(signal)
    })
  const follow = `--import=${moduleAt('./launcher/follow-launcher').href}`
  const child = spawn(node, [follow, module, ...args], {
    // The system closes the last one when this process ends, even by SIGKILL, and the child sees its end.
    stdio: [...handedOn, 'pipe'],
    env: {
      ...process.env,
      ...variables,
      UTAKATA_LAUNCHER_FD: String(handedOn.length),
      ...(isTool && { [TREE_VARIABLE]: [process.env[TREE_VARIABLE], tree].filter(Boolean).join(' ') }),
    },
  })
  // What it was about to exit with, when a signal that was handed on came too late.
  let exitCode = ''
  child.stdio[handedOn.length]
    .setEncoding('utf8')
    .on('data', (text) => (exitCode += text))
    .on('error', () => {})
  child.on('error', (error) => {
    console.error(`utakata: could not start ${child.spawnfile}: ${error.message}`)
    process.exit(70)
  })
  // Not at its exit: what it has written last may still have to be read.
  child.on('close', async (code, signal) => {
    if (toBeEnded) await endTree(tree, toBeEnded)
    // Node 20 sets a terminal back as it ends, and aborts where it has gone.
    if (heard.has('SIGHUP')) for (const fd of [0, 1, 2]) closeSync(fd)
    // As a shell reports it: a run that was ended from outside must not look like one that went well.
    const isLate = heard.has(signal) && exitCode !== ''
    process.exit(signal && !isLate ? 128 + constants.signals[signal] : (code ?? Number(exitCode || 70)))
  })
}
