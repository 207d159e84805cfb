const live = document.getElementById('live')
const SCROLLING = '[tabindex]'
const FOCUSABLE = `summary, ${SCROLLING}`
/** By the block that each is in, and which one it is there: blocks come and go above it. */
const all = (selector) => {
  const counts = new Map()
  const keyed = [...live.querySelectorAll(selector)].map((one) => {
    const { id } = one.closest('[id]')
    counts.set(id, (counts.get(id) ?? 0) + 1)
    return [`${id} ${counts.get(id)}`, one]
  })
  return new Map(keyed)
}
const report = (ticket) => void fetch(`drawn/${ticket}`, { method: 'POST' })
const whenDrawn = (ticket) => {
  // A page that nobody sees is never drawn.
  if (document.hidden) report(ticket)
  else requestAnimationFrame(() => requestAnimationFrame(() => report(ticket)))
}
const events = new EventSource('events')
events.addEventListener('open', () => whenDrawn(live.dataset.ticket), { once: true })
events.addEventListener('update', ({ data, lastEventId }) => {
  // What a reader has opened stays open, and where a reader is stays so too.
  const [opened, scrolled] = [all('details'), all(SCROLLING)]
  const lefts = new Map([...scrolled].map(([key, { scrollLeft }]) => [key, scrollLeft]))
  const [focused] = [...all(FOCUSABLE)].find(([, one]) => one === document.activeElement) ?? []
  live.innerHTML = data
  for (const [key, one] of all('details')) one.open = opened.get(key)?.open ?? one.open
  for (const [key, one] of all(SCROLLING)) one.scrollLeft = lefts.get(key) ?? 0
  if (focused !== undefined) all(FOCUSABLE).get(focused)?.focus({ preventScroll: true })
  whenDrawn(lastEventId)
})
events.addEventListener('over', () => {
  events.close()
  location.reload()
})
