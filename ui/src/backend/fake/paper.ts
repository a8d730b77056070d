/** A part of a page of the fake's documents. */
export type Block =
  | { title: string; mark?: string }
  | { heading: string }
  | { facts: readonly (readonly [name: string, value: string])[] }
  | { words: string; quiet?: boolean }
  | { points: readonly string[] }
  | { rows: readonly (readonly string[])[]; widths: readonly number[] }

const [WIDTH, HEIGHT, EDGE] = [595, 842, 56]
const ROOM = WIDTH - 2 * EDGE

/** Half of the letter's size for Latin, the whole for Japanese. */
const wide = (letter: string): number => ((letter.codePointAt(0) ?? 0) < 0x250 ? 0.5 : 1)
const span = (text: string, size: number): number => [...text].reduce((sum, letter) => sum + wide(letter) * size, 0)

function wrapped(text: string, size: number, room: number): string[] {
  const lines = ['']
  for (const word of text.split(/(?<=[\s\u3000-\u9fff\uff00-\uffef])/u)) {
    const line = lines.at(-1) ?? ''
    if (line !== '' && span(line + word.trimEnd(), size) > room && !/^[。、）」]/.test(word)) lines.push(word)
    else lines[lines.length - 1] = line + word
  }
  return lines
}

class Sheet {
  pages: string[][] = [[]]
  y = HEIGHT - EDGE

  #put(drawing: string): void {
    this.pages.at(-1)?.push(drawing)
  }
  room(points: number): void {
    if (this.y - points >= EDGE + 24) return
    this.pages.push([])
    this.y = HEIGHT - EDGE
  }
  down(points: number): void {
    this.y -= points
  }
  text(text: string, x: number, size: number, grey = 0.1): void {
    const hex = [...text].map((letter) => (letter.codePointAt(0) ?? 0).toString(16).padStart(4, '0')).join('')
    this.#put(`${grey} g BT /F1 ${size} Tf ${x} ${this.y} Td <${hex}> Tj ET`)
  }
  line(grey = 0.75): void {
    this.#put(`${grey} G 0.5 w ${EDGE} ${this.y} m ${WIDTH - EDGE} ${this.y} l S`)
  }
  paragraph(text: string, x: number, size: number, room: number, grey = 0.1): void {
    for (const line of text.split('\n').flatMap((part) => wrapped(part, size, room))) {
      this.room(size)
      this.text(line, x, size, grey)
      this.down(size * 1.6)
    }
  }
}

function lay(sheet: Sheet, block: Block): void {
  if ('title' in block) {
    sheet.down(18)
    sheet.text(block.title, EDGE, 18)
    sheet.down(14)
    sheet.line(0.3)
    sheet.down(16)
    if (block.mark) sheet.paragraph(block.mark, EDGE, 9, ROOM, 0.4)
  } else if ('heading' in block) {
    sheet.room(60)
    sheet.down(16)
    sheet.paragraph(block.heading, EDGE, 12, ROOM)
    sheet.down(-12)
    sheet.line()
    sheet.down(16)
  } else if ('facts' in block) {
    for (const [name, value] of block.facts) {
      sheet.room(16)
      sheet.text(name, EDGE, 9, 0.4)
      sheet.paragraph(value, EDGE + 110, 10, ROOM - 110)
    }
  } else if ('points' in block) {
    for (const point of block.points) {
      sheet.room(16)
      sheet.text('・', EDGE, 10)
      sheet.paragraph(point, EDGE + 14, 10, ROOM - 14)
    }
  } else if ('rows' in block) {
    block.rows.forEach((row, at) => {
      sheet.room(18)
      let x = EDGE
      row.forEach((cell, column) => {
        sheet.text(cell, x, 9, at === 0 ? 0.4 : 0.1)
        x += (block.widths[column] ?? 0) * ROOM
      })
      sheet.down(6)
      sheet.line(0.85)
      sheet.down(13)
    })
  } else sheet.paragraph(block.words, EDGE, 10, ROOM, block.quiet ? 0.4 : 0.1)
}

/** A PDF of A4 pages, always the same bytes for the same blocks. Its Japanese font is not embedded. */
export function paper(lang: 'ja' | 'en', foot: string, blocks: readonly Block[]): Uint8Array {
  const sheet = new Sheet()
  for (const block of blocks) lay(sheet, block)
  const count = sheet.pages.length
  const streams = sheet.pages.map((drawings, at) => {
    const own = new Sheet()
    own.y = EDGE - 18
    own.text(`${foot}    ${at + 1} / ${count}`, EDGE, 8, 0.45)
    return [...drawings, ...own.pages.flat()].join('\n')
  })
  const objects = [
    `<</Type/Catalog/Pages 2 0 R/Lang(${lang})>>`,
    `<</Type/Pages/Kids[${streams.map((_, at) => `${6 + 2 * at} 0 R`).join(' ')}]/Count ${count}>>`,
    '<</Type/Font/Subtype/Type0/BaseFont/HeiseiKakuGo-W5/Encoding/UniJIS-UCS2-HW-H/DescendantFonts[4 0 R]>>',
    '<</Type/Font/Subtype/CIDFontType0/BaseFont/HeiseiKakuGo-W5/CIDSystemInfo<</Registry(Adobe)/Ordering(Japan1)/Supplement 2>>/DW 1000/W[1 230 500 231 632 500]/FontDescriptor 5 0 R>>',
    '<</Type/FontDescriptor/FontName/HeiseiKakuGo-W5/Flags 4/FontBBox[-92 -250 1010 922]/ItalicAngle 0/Ascent 752/Descent -221/CapHeight 737/StemV 114>>',
    ...streams.flatMap((stream, at) => [
      `<</Type/Page/Parent 2 0 R/MediaBox[0 0 ${WIDTH} ${HEIGHT}]/Contents ${7 + 2 * at} 0 R/Resources<</Font<</F1 3 0 R>>>>>>`,
      `<</Length ${stream.length}>>stream\n${stream}\nendstream`,
    ]),
  ]
  let text = '%PDF-1.7\n'
  const at: number[] = []
  objects.forEach((object, index) => {
    at.push(text.length)
    text += `${index + 1} 0 obj\n${object}\nendobj\n`
  })
  const start = text.length
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${at.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')}trailer<</Size ${objects.length + 1}/Root 1 0 R>>\nstartxref\n${start}\n%%EOF\n`
  return new TextEncoder().encode(text)
}

/** SHA-256 in hex. */
export async function sha256(data: Uint8Array): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', data.slice().buffer)
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

export function base64(data: Uint8Array): string {
  let letters = ''
  for (const byte of data) letters += String.fromCharCode(byte)
  return btoa(letters)
}
