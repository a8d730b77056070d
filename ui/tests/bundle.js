// What the window loads, gzip: everything but the lazy reader of documents, the lazy genome browser and the fonts, which are
// counted apart. More than 500 kB fails; 250 kB is the aim.
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

const LIMIT = 500_000
const AIM = 250_000

const ui = dirname(dirname(fileURLToPath(import.meta.url)))
const { output } = await build({ root: ui, configFile: join(ui, 'vite.config.ts'), logLevel: 'warn', build: { write: false } })
const size = (file) => gzipSync(file.type === 'chunk' ? file.code : file.source, { level: 9 }).length

function part(file) {
  if (/\.(ttf|otf|woff2?)$/.test(file.fileName)) return 'fonts'
  const modules = file.type === 'chunk' ? file.moduleIds : (file.originalFileNames ?? [])
  const of = (name) => modules.some((id) => id.includes(`node_modules/${name}/`)) || file.fileName.includes(name === 'igv' ? 'igv' : 'pdf.worker')
  if (of('pdfjs-dist')) return 'documents, lazy'
  if (of('igv')) return 'genome browser, lazy'
  return 'window'
}

const files = output.map((file) => ({ name: file.fileName, part: part(file), size: size(file) }))
const sums = new Map()
for (const file of files) sums.set(file.part, (sums.get(file.part) ?? 0) + file.size)
for (const file of files.filter((file) => file.part === 'window').sort((a, b) => b.size - a.size).slice(0, 12)) process.stdout.write(`  ${(file.size / 1000).toFixed(1).padStart(7)} kB  ${file.name}\n`)
for (const [part, sum] of [...sums].sort()) process.stdout.write(`${part}: ${(sum / 1000).toFixed(1)} kB gzip\n`)

// What the first screen needs: the entry, what it imports at once, and what the way in says.
const entry = output.find((file) => file.type === 'chunk' && file.isEntry)
const first = new Set()
const follow = (name) => {
  const chunk = output.find((file) => file.fileName === name)
  if (chunk === undefined || first.has(name)) return
  first.add(name)
  for (const next of [...(chunk.imports ?? []), ...(chunk.viteMetadata?.importedCss ?? [])]) follow(next)
}
follow(entry.fileName)
follow(output.find((file) => file.type === 'chunk' && file.facadeModuleId?.endsWith('/messages/compiled/ja/door.js')).fileName)
process.stdout.write(`of it at the start: ${([...first].reduce((sum, name) => sum + size(output.find((file) => file.fileName === name)), 0) / 1000).toFixed(1)} kB gzip\n`)

// The fake and its invented people never ship.
const fake = output.filter((file) => file.type === 'chunk' && file.moduleIds.some((id) => id.includes('/backend/fake')))
const html = readFileSync(join(ui, 'index.html'), 'utf8')
const inline = /<script(?![^>]*\bsrc=)|<style|\son\w+=|\sstyle=/i.test(html + output.filter((file) => file.fileName.endsWith('.html')).map((file) => file.source).join(''))
const window = sums.get('window') ?? 0
process.stdout.write(`${window <= AIM ? 'within the aim' : window <= LIMIT ? 'over the aim, within the limit' : 'over the limit'} (aim ${AIM / 1000} kB, limit ${LIMIT / 1000} kB)\n`)
if (fake.length > 0) process.stdout.write(`the fake is in ${fake.map((file) => file.fileName).join(' ')}\n`)
if (inline) process.stdout.write('inline script or style in the page\n')
process.exit(window > 0 && window <= LIMIT && fake.length === 0 && !inline ? 0 : 1)
