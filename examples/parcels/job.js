import { request } from 'node:http'
import { defineJob } from 'utakata/job'

/** In JavaScript, with the client of node:http: looks up where parcels are, and notifies the sender and the receiver of each that has moved. */
export default defineJob({
  fetch: (_parcel, { url, signal }) => send(url, { signal }),

  check(body) {
    const { parcels } = JSON.parse(body.toString())
    return parcels.filter(({ moved }) => moved)
  },

  // Two posts for each finding, one after the other, each with the time at which it was sent.
  async notify({ id, place, sender, receiver }, { url, signal }) {
    for (const to of [sender, receiver]) {
      const text = JSON.stringify({ to, text: `Parcel ${id} is in ${place}.`, sentAt: new Date().toISOString() })
      await send(`${url}/messages`, { method: 'POST', signal, headers: { 'content-type': 'application/json' } }, text)
    }
  },
})

/** Resolves to the body of the answer. */
function send(url, options, text = '') {
  return new Promise((resolve, reject) => {
    const asked = request(url, options, async (response) => {
      try {
        const chunks = await response.toArray()
        if (response.statusCode !== 200) throw new Error(`answered ${response.statusCode}`)
        resolve(Buffer.concat(chunks))
      } catch (error) {
        reject(error)
      }
    })
    asked.on('error', reject).end(text)
  })
}
