import { agreement } from './en/agreement.ts'
import { calibration } from './en/calibration.ts'
import { causes } from './en/causes.ts'
import { charts } from './en/charts.ts'
import { checks } from './en/checks.ts'
import { comparison } from './en/comparison.ts'
import { emulation } from './en/emulation.ts'
import { gate } from './en/gate.ts'
import { lambda } from './en/lambda.ts'
import { live } from './en/live.ts'
import { load } from './en/load.ts'
import { logs } from './en/logs.ts'
import { next } from './en/next.ts'
import { page } from './en/page.ts'
import { prediction } from './en/prediction.ts'
import { recommendation } from './en/recommendation.ts'
import { sweep } from './en/sweep.ts'
import { traces } from './en/traces.ts'
import { trials } from './en/trials.ts'
import { units } from './en/units.ts'
import { verdicts } from './en/verdicts.ts'
import { counted, formatInstant, type Formats } from './formats.ts'

export const TEXTS = {
  agreement,
  calibration,
  causes,
  charts,
  checks,
  comparison,
  emulation,
  gate,
  lambda,
  live,
  load,
  logs,
  next,
  page,
  prediction,
  recommendation,
  sweep,
  traces,
  trials,
  units,
  verdicts,
}

const ALL = new Intl.ListFormat('en-GB')
const EITHER = new Intl.ListFormat('en', { type: 'disjunction' })

const FORMATS: Formats = {
  code: 'en',
  count: counted,
  all: (items) => ALL.format(items),
  either: (items) => EITHER.format(items),
  beside: (items) => items.join(', '),
  clauses: (items) => items.join('; '),
  labelled: (name, text) => `${name}: ${text}`,
  sentences: (all) => all.filter((sentence) => sentence !== '').join(' '),
  instant: (iso) => formatInstant(iso, 'en-GB'),
}

export const ENGLISH = { ...FORMATS, ...TEXTS }
