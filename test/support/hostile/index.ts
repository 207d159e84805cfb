import { rules } from './rules.ts'
import { dates } from './dates.ts'
import { lines } from './lines.ts'
import { zones } from './zones.ts'
import { components } from './components.ts'
import type { Hostile } from './writing.ts'

export const hostile: Readonly<Record<string, Hostile>> = { ...rules, ...dates, ...lines, ...zones, ...components }
