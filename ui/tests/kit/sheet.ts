/** A PDF of two pages made here: Helvetica and a Japanese font by its character map, neither embedded. */
export function sheet(): Uint8Array {
  const utf16 = (text: string): string => [...text].map((letter) => (letter.codePointAt(0) ?? 0).toString(16).padStart(4, '0')).join('')
  const page = (text: string, latin: string): string => `BT /F1 24 Tf 72 740 Td <${utf16(text)}> Tj ET BT /F2 14 Tf 72 700 Td (${latin}) Tj ET 72 690 451 1 re f`
  const streams = [page('遺伝学的検査の結果報告書', 'Report 2026-03-05, page 1'), page('検査の限界', 'Limits, page 2')]
  const objects = [
    '<</Type/Catalog/Pages 2 0 R/Lang(ja)>>',
    '<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2>>',
    ...[5, 6].map((stream) => `<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents ${stream} 0 R/Resources<</Font<</F1 7 0 R/F2 8 0 R>>>>>>`),
    ...streams.map((stream) => `<</Length ${stream.length}>>stream\n${stream}\nendstream`),
    '<</Type/Font/Subtype/Type0/BaseFont/HeiseiKakuGo-W5/Encoding/UniJIS-UCS2-H/DescendantFonts[9 0 R]>>',
    '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>',
    '<</Type/Font/Subtype/CIDFontType0/BaseFont/HeiseiKakuGo-W5/CIDSystemInfo<</Registry(Adobe)/Ordering(Japan1)/Supplement 2>>/DW 1000/FontDescriptor 10 0 R>>',
    '<</Type/FontDescriptor/FontName/HeiseiKakuGo-W5/Flags 4/FontBBox[-92 -250 1010 922]/ItalicAngle 0/Ascent 752/Descent -221/CapHeight 737/StemV 114>>',
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
