import type { PDFDocumentProxy } from 'pdfjs-dist'

/** Dots per inch of the printed pages: text stays sharp, a page of A4 takes about 9 MB while it prints. */
const DPI = 200

/** An engine that never says that it has printed. */
const LONGEST_MS = 5 * 60_000

/** Prints the pages of a document and nothing else of the window. The pages leave the window when it is printed or `gone` says so. */
export async function printPages(pdf: PDFDocumentProxy, gone: AbortSignal): Promise<void> {
  const sheet = document.createElement('div')
  sheet.className = 'print-sheet'
  const rules = new CSSStyleSheet()
  try {
    for (let number = 1; number <= pdf.numPages; number++) {
      gone.throwIfAborted()
      const page = await pdf.getPage(number)
      const { width, height } = page.getViewport({ scale: 1 })
      if (number === 1) rules.replaceSync(`@page { size: ${width}pt ${height}pt; margin: 0 }`)
      const viewport = page.getViewport({ scale: DPI / 72 })
      const canvas = document.createElement('canvas')
      canvas.width = Math.floor(viewport.width)
      canvas.height = Math.floor(viewport.height)
      canvas.style.width = `${width}pt`
      canvas.style.height = `${height}pt`
      await page.render({ canvas, viewport, intent: 'print' }).promise
      sheet.append(canvas)
    }
    document.body.append(sheet)
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, rules]
    document.documentElement.dataset['printing'] = 'pages'
    await new Promise<void>((done) => {
      addEventListener('afterprint', () => done(), { once: true, signal: gone })
      gone.addEventListener('abort', () => done(), { once: true })
      setTimeout(done, LONGEST_MS)
      window.print()
    })
  } finally {
    delete document.documentElement.dataset['printing']
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((other) => other !== rules)
    sheet.remove()
  }
}
