import { defineJob } from 'utakata/job'

/** An order as the shop's API has it. */
interface Order {
  readonly id: string
  readonly lines: readonly Line[]
}

interface Line {
  readonly sku: string
  readonly quantity: number
  readonly promisedDay: number
  readonly history: readonly string[]
}

/** What is posted to the people who can still do something about it. */
interface Late {
  readonly order: string
  readonly sku: string
  readonly days: number
}

const TODAY = 20_467

/** GETs each order, finds the lines that are late, and posts each of them. */
export default defineJob({
  // Bytes rather than the parsed order: handing them to another thread costs one copy, and check-threads parses them there.
  async fetch(_order, { url, signal }) {
    const response = await fetch(url, { signal })
    if (!response.ok) throw new Error(`the shop answered ${response.status}`)
    return new Uint8Array(await response.arrayBuffer())
  },

  check(body): Late[] {
    const { id, lines } = JSON.parse(new TextDecoder().decode(body)) as Order
    return lines.filter(isLate).map(({ sku, promisedDay }) => ({ order: id, sku, days: TODAY - promisedDay }))
  },

  async notify(late, { url, signal }) {
    const headers = { 'content-type': 'application/json' }
    const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(late), signal })
    if (!response.ok) throw new Error(`the desk answered ${response.status}`)
  },
})

/** Late, and not delivered since: reading through the history of a line is most of the work. */
function isLate({ promisedDay, history }: Line): boolean {
  return promisedDay < TODAY && !history.some((entry) => /^\d{4}-\d{2}-\d{2} (?:delivered|returned) /.test(entry))
}
