/**
 * Runs in a browser, where there is no TypeScript: texts of pictures that cover each other, leave their picture, lie on its band or are
 * crossed by one of its lines, whatever makes the page wider than its window, and texts that are cut off where nothing scrolls.
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
    const inherited = (element, name) => element.getAttribute(name) ?? element.parentElement?.getAttribute(name)
    // What shares its place with something drawn after it, in the colour of the page, is not seen there.
    const [lines, covers] = [[], []]
    for (const [index, mark] of [...svg.querySelectorAll('line, rect, text')].entries()) {
      const at = { index, box: mark.getBoundingClientRect() }
      if (mark.tagName === 'rect' && inherited(mark, 'fill') === 'var(--page)') covers.push(at)
      else if (mark.tagName === 'rect' && inherited(mark, 'fill') === 'var(--band)')
        lines.push({ ...at, what: 'the band' })
      else if (mark.tagName === 'line') lines.push({ ...at, what: 'a line' })
    }
    const isHidden = (line, box) =>
      covers.some(
        (cover) =>
          cover.index > line.index &&
          cover.box.top <= box.top + 1 &&
          cover.box.bottom >= box.bottom - 1 &&
          cover.box.left <= Math.max(box.left, line.box.left) + 1 &&
          cover.box.right >= Math.min(box.right, line.box.right) - 1,
      )
    for (const [index, { said, box }] of texts.entries()) {
      const out = Math.max(
        frame.left - box.left,
        box.right - frame.right,
        frame.top - box.top,
        box.bottom - frame.bottom,
      )
      if (out > 1) found.push(`${where}: "${said}" leaves its picture by ${out.toFixed(1)} px`)
      for (const line of lines) {
        const across = Math.min(box.right, line.box.right) - Math.max(box.left, line.box.left)
        const down = Math.min(box.bottom, line.box.bottom) - Math.max(box.top, line.box.top)
        // A line has no width, and the boxes of letters are a little higher than what is seen of them.
        if (across >= 0 && down >= 0 && (across > 1 || down > 3) && !isHidden(line, box))
          found.push(`${where}: "${said}" is crossed by ${line.what}`)
      }
      for (const other of texts.slice(0, index)) {
        const across = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left)
        const down = Math.min(box.bottom, other.box.bottom) - Math.max(box.top, other.box.top)
        // The boxes of letters are a little higher than what is seen of them.
        if (across > 1 && down > 3) found.push(`${where}: "${said}" covers "${other.said}"`)
      }
    }
  }
  const { scrollWidth, clientWidth } = document.documentElement
  for (const element of document.querySelectorAll('body *:not(svg *)')) {
    const { overflowX } = getComputedStyle(element)
    const isCut = overflowX === 'hidden' || overflowX === 'clip'
    if (isCut && element.scrollWidth > element.clientWidth + 1 && isSeen(element))
      found.push(`"${element.textContent.trim().slice(0, 60)}" is cut off`)
    // What scrolls by itself may be wider than the page, and nothing else.
    if (element.closest('.table, .scrolls') === null && element.getBoundingClientRect().right > clientWidth + 1)
      found.push(`<${element.localName} class="${element.className}"> is wider than the page`)
  }
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
      // What keeps lines away from texts is no mark.
      if (
        mark.tagName === 'rect' &&
        [mark, mark.parentElement].some((one) => one.getAttribute('fill') === 'var(--page)')
      )
        continue
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

/** Runs in a browser: what of a first screen lies below it or is not there, by these selectors, and every text that is read on it. */
export function firstScreenInDocument(selectors) {
  const missing = selectors.filter((selector) => {
    const [box] = document.querySelector(selector)?.getClientRects() ?? []
    return box === undefined || box.height === 0 || box.bottom > innerHeight || box.right > innerWidth
  })
  return {
    missing,
    read: textsInDocument()
      .filter(({ top }) => top < innerHeight)
      .map(({ said }) => said)
      .join(' '),
  }

  function textsInDocument() {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    const found = []
    while (walker.nextNode()) {
      const range = document.createRange()
      range.selectNodeContents(walker.currentNode)
      const isRead = walker.currentNode.parentElement.checkVisibility() && range.getClientRects().length > 0
      if (isRead) found.push({ said: walker.currentNode.textContent, top: range.getBoundingClientRect().top })
    }
    return found
  }
}

/** Runs in a browser: headings of which a text takes three lines or more. */
export function highHeadingsInDocument() {
  return [...document.querySelectorAll('h1, h2, h3')]
    .filter((heading) => {
      const walker = document.createTreeWalker(heading, NodeFilter.SHOW_TEXT)
      while (walker.nextNode()) {
        const range = document.createRange()
        range.selectNodeContents(walker.currentNode)
        if (new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size > 2) return true
      }
      return false
    })
    .map(({ textContent }) => textContent.trim())
}
