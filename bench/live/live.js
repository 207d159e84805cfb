const live = document.getElementById('live')
const SCROLLING = '[tabindex]'
const FOCUSABLE = `summary, ${SCROLLING}`
const all = (selector) => [...live.querySelectorAll(selector)]
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
  const opened = all('details').map(({ open }) => open)
  const scrolled = all(SCROLLING).map(({ scrollLeft }) => scrollLeft)
  const focused = all(FOCUSABLE).indexOf(document.activeElement)
  live.innerHTML = data
  for (const [index, one] of all('details').entries()) one.open = opened[index] ?? one.open
  for (const [index, one] of all(SCROLLING).entries()) one.scrollLeft = scrolled[index] ?? 0
  if (focused >= 0) all(FOCUSABLE)[focused]?.focus({ preventScroll: true })
  whenDrawn(lastEventId)
})
events.addEventListener('over', () => {
  events.close()
  location.reload()
})
