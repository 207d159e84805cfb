import { agreement } from './ja/agreement.ts'
import { calibration } from './ja/calibration.ts'
import { causes } from './ja/causes.ts'
import { charts } from './ja/charts.ts'
import { checks } from './ja/checks.ts'
import { comparison } from './ja/comparison.ts'
import { emulation } from './ja/emulation.ts'
import { gate } from './ja/gate.ts'
import { lambda } from './ja/lambda.ts'
import { live } from './ja/live.ts'
import { load } from './ja/load.ts'
import { logs } from './ja/logs.ts'
import { next } from './ja/next.ts'
import { page } from './ja/page.ts'
import { prediction } from './ja/prediction.ts'
import { recommendation } from './ja/recommendation.ts'
import { sweep } from './ja/sweep.ts'
import { traces } from './ja/traces.ts'
import { trials } from './ja/trials.ts'
import { units } from './ja/units.ts'
import { verdicts } from './ja/verdicts.ts'
import { formatInstant, type Noun } from './formats.ts'
import type { Messages } from './messages.ts'

/** How many there are of each. */
const COUNTED: Readonly<Record<Noun, (count: number) => string>> = {
  item: (count) => `${count} 件の項目`,
  notification: (count) => `${count} 件の通知`,
  post: (count) => `${count} 件の送信`,
  iteration: (count) => `${count} イテレーション`,
  process: (count) => `${count} プロセス`,
  container: (count) => `${count} コンテナ`,
  'more process': (count) => `あと ${count} プロセス`,
  'more container': (count) => `あと ${count} コンテナ`,
  job: (count) => `${count} 件のジョブ`,
  'more job': (count) => `さらに ${count} 件のジョブ`,
  comparison: (count) => `${count} 件の比較`,
  invocation: (count) => `${count} 回の呼び出し`,
  function: (count) => `${count} 個の関数`,
  core: (count) => `${count} コア`,
  'cold start': (count) => `${count} 回のコールドスタート`,
  'failed start': (count) => `${count} 回の起動失敗`,
  'log line': (count) => `${count} 行のログ`,
}

/** Such as `a、b、または c`: a space stands between Japanese and Latin letters alone. */
function either(items: readonly string[]): string {
  const [last, ...others] = items.toReversed()
  if (last === undefined || others.length === 0) return items.join('')
  return `${others.toReversed().join('、')}、または${/^[\x20-\x7E]/.test(last) ? ' ' : ''}${last}`
}

export const JAPANESE: Messages = {
  code: 'ja',
  count: (count, what) => COUNTED[what](count),
  all: (items) => items.join('、'),
  either,
  beside: (items) => items.join('、'),
  clauses: (items) => items.join('／'),
  labelled: (name, text) => `${name}：${text}`,
  sentences: (all) => all.join(''),
  instant: (iso) => formatInstant(iso, 'ja-JP').replaceAll(/\d(?=[年月日])|[年月](?=\d)/g, '$& '),
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
