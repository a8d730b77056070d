import type { PDFDocumentProxy } from 'pdfjs-dist'
import workerAddress from 'pdfjs-dist/build/pdf.worker.min.mjs?worker&url'

// Japanese character maps and the standard fonts, for documents of others that do not embed theirs. As modules, because the
// wall lets no page fetch a file.
const files = import.meta.glob<{ default: string }>(
  [
    '/node_modules/pdfjs-dist/cmaps/{Adobe-Japan1-*,UniJIS*,78*,83pv*,90*,Add-*,EUC-*,Ext-*,H,V,Hankaku,Hiragana,Katakana,Roman,WP-Symbol,NWP-*,RKSJ-*}.bcmap',
    '/node_modules/pdfjs-dist/standard_fonts/*.{pfb,ttf}',
  ],
  { query: '?bytes' },
)

const found = new Map(Object.entries(files).map(([path, load]) => [path.slice(path.lastIndexOf('/') + 1), load]))

class Files {
  async fetch({ filename }: { kind: string; filename: string }): Promise<Uint8Array> {
    const load = found.get(filename)
    if (load === undefined) throw new Error(filename)
    return Uint8Array.from(atob((await load()).default), (letter) => letter.charCodeAt(0))
  }
}

export interface Opened {
  document: PDFDocumentProxy
  TextLayer: typeof import('pdfjs-dist').TextLayer
  close: () => void
}

/** Opens a document. The reader is loaded when the first one is opened. */
export async function openPdf(bytes: Uint8Array): Promise<Opened> {
  const pdfjs = await import('pdfjs-dist')
  pdfjs.GlobalWorkerOptions.workerSrc = workerAddress
  const task = pdfjs.getDocument({
    // The reader takes the bytes for itself; the caller keeps its own.
    data: bytes.slice(),
    BinaryDataFactory: Files,
    cMapUrl: 'cmaps/',
    cMapPacked: true,
    standardFontDataUrl: 'fonts/',
    useWorkerFetch: false,
    useSystemFonts: false,
    useWasm: false,
    isEvalSupported: false,
    enableXfa: false,
    stopAtErrors: false,
    // A reader that is closed while it still draws says so in warnings.
    verbosity: pdfjs.VerbosityLevel.ERRORS,
  })
  return { document: await task.promise, TextLayer: pdfjs.TextLayer, close: () => void task.destroy() }
}
