import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { isObject } from '../io/json-fields.ts'
import { isPackage, readManifest } from '../io/installation.ts'
import { UserError } from '../io/user-error.ts'

const DRIVING = ['@aws-sdk/client-lambda', '@aws-sdk/client-xray'] as const

/** What the code of the functions is bundled with, and from. */
const BUNDLING = [
  '@aws-sdk/client-dynamodb',
  '@aws-sdk/client-s3',
  '@aws-sdk/client-secrets-manager',
  '@aws-sdk/client-ssm',
  'aws-xray-sdk-core',
  'esbuild',
] as const

/**
 * What only some commands need, by what needs it. A checkout has all of them; an installed package has none, so that it installs in
 * seconds, and names them where they are missing.
 */
export const OPTIONAL_PACKAGES = {
  xray: ['@aws-sdk/client-xray'],
  apply: ['@aws-sdk/client-lambda'],
  ab: [...DRIVING, '@aws-sdk/client-s3', '@aws-sdk/client-secrets-manager', '@aws-sdk/client-ssm'],
  logs: ['@aws-sdk/client-cloudwatch-logs'],
  lab: [...DRIVING, ...BUNDLING, 'aws-lambda-ric'],
  cdk: [...BUNDLING, '@aws-sdk/client-lambda', 'aws-cdk', 'aws-cdk-lib', 'constructs'],
  pictures: ['@resvg/resvg-js', 'dejavu-fonts-ttf'],
} as const

/** A command, or what else needs packages. */
export type Purpose = keyof typeof OPTIONAL_PACKAGES

export function needsPackages(command: string): command is Purpose {
  return Object.hasOwn(OPTIONAL_PACKAGES, command)
}

/** Whether a command was given what it reads without asking anybody: the arguments, and then the options. */
export function isWithoutPackages(command: Purpose, given: readonly unknown[]): boolean {
  return command === 'xray' && given.some((one) => isObject(one) && one.spans !== undefined)
}

/** Lambda runs this line of Node, and so does what stands in for it; earlier ones of it have no `tls.setDefaultCACertificates`. */
const NODE_OF_LAMBDA = '24.5'

/** Throws a UserError with the line that installs what is missing of the packages that something needs; in a checkout nothing is. */
export function requirePackages(purpose: Purpose): void {
  if (!isPackage) return
  if (purpose === 'lab' && process.versions.node.localeCompare(NODE_OF_LAMBDA, 'en', { numeric: true }) < 0)
    throw new UserError('node-of-lambda-missing', { needed: NODE_OF_LAMBDA, got: process.version })
  const missing = OPTIONAL_PACKAGES[purpose].filter((name) => !isInstalled(name))
  if (missing.length === 0) return
  const { testedWith = {} } = readManifest()
  throw new UserError('packages-missing', {
    purpose,
    packages: missing.map((name) => `${name}@${testedWith[name]}`),
  })
}

function isInstalled(name: string): boolean {
  const folders = createRequire(import.meta.url).resolve.paths(name) ?? []
  return folders.some((folder) => existsSync(join(folder, name)))
}
