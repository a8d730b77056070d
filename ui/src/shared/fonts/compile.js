// Cuts the fonts into what every screen needs, what names need, and the rest, so that the window does not read twelve megabytes
// before its first words stand in their own letters.
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Blob, Face } from 'harfbuzzjs'
import subset from 'subset-font'
import { DOOR } from '../../../messages.inlang/compile.js'

const here = dirname(fileURLToPath(import.meta.url))
const source = join(here, '../..')
const assets = join(here, '../../../../assets')
const fonts = join(assets, 'fonts')
const WEIGHTS = { 400: 'Regular', 700: 'Bold' }

/** What M PLUS 1 sets, because the Latin letters and figures of BIZ UDGothic are half-width: Latin, Greek, punctuation, signs. */
const LATIN = [[0x20, 0x24f], [0x370, 0x3ff], [0x1e00, 0x1eff], [0x2010, 0x2027], [0x2030, 0x205e], [0x2070, 0x209f], [0x2190, 0x21ff], [0x2200, 0x22ff]]
/** Punctuation of East Asia, kana, full-width and half-width forms. */
const KANA = [[0x3000, 0x30ff], [0xff00, 0xffef]]

const spread = (ranges) => ranges.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, at) => from + at))

/** Every character beyond ASCII in the files of a folder. */
function written(folder, kinds, without = /^$/) {
  const files = readdirSync(folder, { recursive: true }).filter((name) => kinds.test(name) && !without.test(name))
  return [...files.map((name) => readFileSync(join(folder, name), 'utf8')).join('')].map((letter) => letter.codePointAt(0)).filter((point) => point > 0x7f)
}

/**
 * The kanji of everyday use, level 1 of JIS X 0208 (lead bytes 0x88 to 0x98 of Shift_JIS), and those that hospitals' computers have
 * added for family names, as 髙 and 﨑 (0xfa to 0xfc).
 */
function everyday() {
  const decoder = new TextDecoder('shift_jis')
  const trails = spread([[0x40, 0x7e], [0x80, 0xfc]])
  const pairs = spread([[0x88, 0x98], [0xfa, 0xfc]]).flatMap((lead) => trails.map((trail) => decoder.decode(Uint8Array.of(lead, trail))))
  return pairs.filter((letters) => /^\p{Script=Han}$/u.test(letters)).map((letter) => letter.codePointAt(0))
}

/** The letters that a font has. */
const letters = (name) => [...new Face(new Blob(new Uint8Array(readFileSync(join(fonts, name))).buffer)).collectUnicodes()]

// Each cut is a family of its own, and a letter is looked for in one after the other: WebKit goes through every range of a family
// whenever it draws a word, so that ranges cost more than a tenth of the drawing.
const face = (family, weight, path) => `@font-face {\n  font-family: '${family}';\n  src: url('${path}');\n  font-weight: ${weight};\n  font-display: block;\n}\n`

/** Cuts when a source has changed. */
export async function compileFonts() {
  const hash = createHash('sha256')
  const sources = readdirSync(fonts).filter((name) => /\.[ot]tf$/.test(name))
  for (const name of sources) hash.update(readFileSync(join(fonts, name)))
  // M PLUS 1 lacks some of the signs that are written, for example arrows: BIZ UDGothic has those.
  const set = new Set(letters('Mplus1-Regular.otf'))
  const latin = new Set(spread(LATIN).filter((point) => set.has(point)))
  const door = new Set(written(join(source, 'messages'), new RegExp(`^(${DOOR.join('|')})\\.`)).filter((point) => !latin.has(point)))
  const words = new Set([...spread(KANA), ...written(source, /\.(json|svelte|ts)$/, /compiled|fake/)].filter((point) => !door.has(point)))
  // Of medicine more than of everyday use: the names of diseases and signs, and what the documents say.
  const names = new Set([...everyday(), ...written(assets, /\.(tsv|json)$/)].filter((point) => !words.has(point) && !door.has(point)))
  for (const points of [latin, door, words, names]) hash.update([...points].sort((a, b) => a - b).join())
  hash.update(readFileSync(fileURLToPath(import.meta.url)))
  const stamp = hash.digest('hex')
  const stampFile = join(here, 'stamp')
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return
  const cut = async (source, name, points) => {
    writeFileSync(join(here, name), await subset(readFileSync(join(fonts, source)), String.fromCodePoint(...points), { targetFormat: 'sfnt' }))
    return `./${name}`
  }
  // The way in reads what its own words need; the rest comes with the first screen.
  const [first, later] = [[], []]
  for (const [weight, name] of Object.entries(WEIGHTS)) {
    const [mplus, gothic] = [`Mplus1-${name}.otf`, `BIZUDGothic-${name}.ttf`]
    const known = new Set([...latin, ...door, ...words, ...names, ...letters(gothic)])
    const rare = letters(mplus).filter((point) => !known.has(point))
    first.push(face('Shirube Latin', weight, await cut(mplus, `latin-${name}.otf`, latin)), face('Shirube Door', weight, await cut(gothic, `door-${name}.ttf`, door)))
    later.push(
      face('Shirube Words', weight, await cut(gothic, `words-${name}.ttf`, words)),
      face('Shirube Names', weight, await cut(gothic, `names-${name}.ttf`, names)),
      face('Shirube Rare', weight, await cut(mplus, `rare-${name}.otf`, rare)),
      // The whole file is read only where a letter stands on screen that no cut has.
      face('BIZ UDGothic', weight, `../../../../assets/fonts/${gothic}`),
    )
  }
  writeFileSync(join(here, 'fonts.css'), first.join(''))
  writeFileSync(join(here, 'rest.css'), `${later.join('')}:root {\n  --font: 'Shirube Latin', 'Shirube Door', 'Shirube Words', 'Shirube Names', 'Shirube Rare', 'BIZ UDGothic', sans-serif;\n}\n`)
  writeFileSync(stampFile, stamp)
}
