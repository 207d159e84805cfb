/**
 * Runs in a browser, where there is no TypeScript: texts of pictures that cover each other or leave their picture, and whatever makes the
 * page wider than its window.
 */
export function faultsInDocument() {
  const found = []
  const isSeen = (element) => element.getClientRects().length > 0
  for (const svg of document.querySelectorAll('figure svg')) {
    if (!isSeen(svg)) continue
    const frame = svg.getBoundingClientRect()
    const texts = [...svg.querySelectorAll('text text, text:not(:has(text))')]
      .map((text) => ({ said: text.textContent, box: text.getBoundingClientRect() }))
      .filter(({ box }) => box.width > 0)
    const where = svg.closest('figure').id
    for (const [index, { said, box }] of texts.entries()) {
      const out = Math.max(
        frame.left - box.left,
        box.right - frame.right,
        frame.top - box.top,
        box.bottom - frame.bottom,
      )
      if (out > 1) found.push(`${where}: "${said}" leaves its picture by ${out.toFixed(1)} px`)
      for (const other of texts.slice(0, index)) {
        const across = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left)
        const down = Math.min(box.bottom, other.box.bottom) - Math.max(box.top, other.box.top)
        // The boxes of letters are a little higher than what is seen of them.
        if (across > 1 && down > 3) found.push(`${where}: "${said}" covers "${other.said}"`)
      }
    }
  }
  const { scrollWidth, clientWidth } = document.documentElement
  if (scrollWidth > clientWidth) found.push(`the page is ${scrollWidth} px wide in a window of ${clientWidth}`)
  return found
}

/** Runs in a browser: what of the pictures that are seen takes no room, by picture and kind of mark, and how many of each there are. */
export function marksInDocument() {
  const found = { empty: [], counts: {} }
  for (const svg of document.querySelectorAll('figure svg[role=img]')) {
    if (svg.getClientRects().length === 0) continue
    const { id } = svg.closest('figure')
    for (const mark of svg.querySelectorAll('circle, rect, path, text')) {
      const kind = `${id} ${mark.tagName}`
      found.counts[kind] = (found.counts[kind] ?? 0) + 1
      const { width, height } = mark.getBoundingClientRect()
      // What is drawn as strokes has a length where it has no area; of a hatched cell nothing else is seen.
      const isSeen = width > 0 || height > 0 || (mark.getTotalLength?.() ?? 0) > 0
      if (!isSeen) found.empty.push(`${kind}: ${mark.outerHTML.slice(0, 120)}`)
    }
  }
  return found
}
