import type { LabelRequest, Pdf, Specimen } from '../bindings'

/** Millimetres in points. */
const MM = 72 / 25.4
const SHEETS = {
  standard: { columns: 3, rows: 8, width: 70, height: 37, left: 0, top: 0.5 },
  tube: { columns: 5, rows: 13, width: 38, height: 21, left: 10, top: 12 },
} as const

/** A sheet of labels that looks enough like the one of the workbench: outlines, number, date. */
export function sheet(request: LabelRequest, specimens: readonly Specimen[]): Pdf {
  const { columns, rows, width, height, left, top } = SHEETS[request.sheet]
  const printed = request.specimens.flatMap((number) => Array.from({ length: request.copies }, () => specimens.find((specimen) => specimen.number === number))).filter((specimen) => specimen !== undefined)
  const places = printed.map((specimen, at) => ({ specimen, place: request.first - 1 + at }))
  const pages = Math.max(1, Math.ceil((request.first - 1 + printed.length) / (columns * rows)))
  const bodies = Array.from({ length: pages }, (_, page) =>
    places
      .filter(({ place }) => Math.floor(place / (columns * rows)) === page)
      .map(({ specimen, place }) => {
        const on = place % (columns * rows)
        const x = (left + (on % columns) * width) * MM
        const y = 842 - (top + (Math.floor(on / columns) + 1) * height) * MM
        const small = request.sheet === 'tube'
        const line = (text: string, up: number, size: number): string => `BT /F1 ${size} Tf ${x + 6} ${y + height * MM - up} Td (${text}) Tj ET\n`
        return (
          `0.75 G 0.5 w ${x + 2} ${y + 2} ${width * MM - 4} ${height * MM - 4} re S 0 g\n` +
          line(specimen.number ?? '', small ? 16 : 22, small ? 8 : 13) +
          line(`${specimen.person}  ${specimen.collected ?? ''}`, small ? 28 : 40, small ? 6 : 9) +
          (request.with_name ? line('(name)', small ? 38 : 56, small ? 6 : 9) : '') +
          `${x + width * MM - (small ? 30 : 52)} ${y + 8} ${small ? 22 : 40} ${small ? 22 : 40} re f\n`
        )
      })
      .join(''),
  )
  const base64 = btoa(pdf(bodies))
  return { base64, sha256: `${base64.length.toString(16)}`.padStart(64, '0'), file_name: `${request.case}-labels.pdf` }
}

function pdf(bodies: readonly string[]): string {
  const kids = bodies.map((_, page) => `${4 + page * 2} 0 R`).join(' ')
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Kids [${kids}] /Count ${bodies.length} >>`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    ...bodies.flatMap((body, page) => [
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents ${5 + page * 2} 0 R >>`,
      `<< /Length ${body.length} >>\nstream\n${body}\nendstream`,
    ]),
  ]
  let text = '%PDF-1.4\n'
  const offsets = objects.map((object, at) => {
    const offset = text.length
    text += `${at + 1} 0 obj\n${object}\nendobj\n`
    return offset
  })
  const start = text.length
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')}`
  return `${text}trailer << /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`
}
