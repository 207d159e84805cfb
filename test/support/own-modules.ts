import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { aFolder } from './folders.ts'

/** A module of somebody's, whose body is `code`. */
export function aModule(name: string, code: string): string {
  const file = join(aFolder(), name)
  writeFileSync(file, code)
  return file
}

/** Keeps the contract. */
export const GOOD = `export const mine = async ({ job: { feeds }, steps: { fetch, check, notify } }) => {
  const outcomes = []
  for (const feed of feeds) outcomes.push(await notify(await check(await fetch(feed))))
  return outcomes
}`
