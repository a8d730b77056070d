const DRAWING = 'http://www.w3.org/2000/svg'

/** What a drawing may hold. Everything else goes: scripts, styles, foreign objects, links, images, animation. */
const ELEMENTS = new Set(['svg', 'g', 'path', 'rect', 'circle', 'ellipse', 'line', 'polyline', 'polygon', 'text', 'tspan', 'title', 'desc', 'defs', 'clippath', 'marker', 'pattern', 'lineargradient', 'stop', 'use', 'symbol'])

const ATTRIBUTES =
  /^(id|class|role|lang|xml:lang|xml:space|viewBox|preserveAspectRatio|width|height|x|y|x1|x2|y1|y2|cx|cy|r|rx|ry|d|points|dx|dy|transform|opacity|fill|fill-opacity|fill-rule|stroke|stroke-(width|opacity|dasharray|dashoffset|linecap|linejoin|miterlimit)|font-(family|size|weight|style)|text-anchor|dominant-baseline|letter-spacing|clip-path|clip-rule|marker-(start|mid|end)|markerWidth|markerHeight|markerUnits|orient|refX|refY|patternUnits|patternTransform|gradientUnits|gradientTransform|offset|stop-color|stop-opacity|aria-[a-z]+|data-[a-z-]+|href|xlink:href)$/

/** A reference may only point into the drawing itself. */
const INNER = /^#[\w:.-]+$/
const OUTER_URL = /url\s*\(\s*(?!['"]?#)/i

/**
 * The drawing of an SVG text, cleaned: known elements and attributes only, no reference that leaves it.
 * Undefined when the text is not SVG.
 */
export function drawing(svg: string): SVGSVGElement | undefined {
  const parsed = new DOMParser().parseFromString(svg, 'image/svg+xml')
  const root = parsed.documentElement
  if (root.namespaceURI !== DRAWING || root.localName !== 'svg' || parsed.querySelector('parsererror') !== null) return undefined
  clean(root)
  return document.importNode(root, true) as unknown as SVGSVGElement
}

function clean(element: Element): void {
  for (const attribute of [...element.attributes]) {
    const { name, value } = attribute
    if (name === 'xmlns' || name.startsWith('xmlns:')) continue
    const reference = name === 'href' || name === 'xlink:href'
    if (!ATTRIBUTES.test(name) || (reference && !INNER.test(value)) || OUTER_URL.test(value)) element.removeAttributeNode(attribute)
  }
  for (const child of [...element.childNodes]) {
    if (child.nodeType === Node.TEXT_NODE) continue
    if (child.nodeType === Node.ELEMENT_NODE && (child as Element).namespaceURI === DRAWING && ELEMENTS.has((child as Element).localName.toLowerCase())) clean(child as Element)
    else child.remove()
  }
}
