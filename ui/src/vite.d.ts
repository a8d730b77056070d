/// <reference types="vite/client" />

declare module 'igv/dist/igv.esm.min.js' {
  export { default } from 'igv'
}
declare module '*?bytes' {
  const base64: string
  export default base64
}
declare module 'pdfjs-dist/build/pdf.worker.min.mjs?worker&url' {
  const address: string
  export default address
}
