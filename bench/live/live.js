const live = document.getElementById('live')
const drawn = () => void fetch('drawn', { method: 'POST' })
// A page that nobody sees is never drawn.
const whenDrawn = () => {
  if (document.hidden) drawn()
  else requestAnimationFrame(() => requestAnimationFrame(drawn))
}
const events = new EventSource('events')
events.addEventListener('open', whenDrawn, { once: true })
events.addEventListener('round', ({ data }) => {
  live.innerHTML = data
  whenDrawn()
})
events.addEventListener('over', () => {
  events.close()
  location.reload()
})
