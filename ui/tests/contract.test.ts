// What holds for every file of the window.
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse, type AST } from 'svelte/compiler'
import { describe, expect, it } from 'vitest'
import { findings } from '../messages.inlang/compile.js'

const src = join(dirname(dirname(fileURLToPath(import.meta.url))), 'src')
const files = readdirSync(src, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.(svelte|ts)$/.test(entry.name))
  .map((entry) => join(entry.parentPath, entry.name))
  .filter((file) => !file.includes('/messages/compiled/'))
const name = (file: string): string => relative(src, file)

function imports(file: string): string[] {
  const text = readFileSync(file, 'utf8')
  return [...text.matchAll(/\b(?:from|import)\s*\(?\s*['"]([^'"]+)['"]/g)].map((match) => match[1] ?? '')
}

/** The path inside src that an import leads to; a package keeps its name. */
function led(file: string, to: string): string {
  if (to.startsWith('.')) return relative(src, join(dirname(file), to))
  return to.replace(/^\$(shared|backend)\//, '$1/').replace(/^\$messages$/, 'messages/compiled')
}

const feature = (path: string): string | undefined => /^features\/([^/]+)\//.exec(path)?.[1]

describe('imports', () => {
  const all = files.flatMap((file) => imports(file).map((to) => ({ from: name(file), to: led(file, to) })))

  it('sees the imports at all', () => {
    expect(all.length).toBeGreaterThan(50)
  })

  it('lets no feature import another, because each screen must be able to change alone', () => {
    expect(all.filter(({ from, to }) => feature(from) !== undefined && feature(to) !== undefined && feature(from) !== feature(to))).toEqual([])
  })

  it('lets shared import neither a feature nor the app', () => {
    expect(all.filter(({ from, to }) => from.startsWith('shared/') && /^(features|app)\//.test(to))).toEqual([])
  })

  it('lets a feature import nothing of the app', () => {
    expect(all.filter(({ from, to }) => feature(from) !== undefined && to.startsWith('app/'))).toEqual([])
  })

  it('knows Tauri in one place only', () => {
    const allowed = ['backend/tauri.ts', 'backend/bindings.ts']
    expect(all.filter(({ from, to }) => to.startsWith('@tauri-apps') && !allowed.includes(from))).toEqual([])
  })

  it('lets nothing but the connection reach the fake, so that it never ships', () => {
    expect(all.filter(({ from, to }) => /^backend\/fake/.test(to) && !from.startsWith('backend/fake'))).toEqual([])
  })
})

describe('markup', () => {
  const components = files.filter((file) => file.endsWith('.svelte'))

  it.each(components.map((file) => [name(file), file]))('%s has no text and no style of its own', (_, file) => {
    expect(wrong(readFileSync(file, 'utf8'))).toEqual([])
  })

  it('finds text, named attributes, styles and raw HTML', () => {
    expect(wrong('<p>Hello</p>')).toEqual(['text: Hello'])
    expect(wrong('<p>症例</p>')).toEqual(['text: 症例'])
    expect(wrong('<p title="More">{x}</p>')).toEqual(['title: More'])
    expect(wrong('<Field label="Name" />')).toEqual(['label: Name'])
    expect(wrong('<p>{"Hello there"}</p>')).toEqual(['expression: Hello there'])
    expect(wrong("<p>{ok ? 'はい' : x}</p>")).toEqual(['expression: はい'])
    expect(wrong('<p style="top: 1px">{x}</p>')).toEqual(['style: top: 1px'])
    expect(wrong('{@html x}')).toEqual(['raw HTML'])
    expect(wrong('<p class="a">{x} / {y} → (%) kB chr</p>')).toEqual([])
  })
})

describe('messages', () => {
  it('has the same keys with the same placeholders in ja and en', () => {
    expect(findings()).toEqual([])
  })

  it('uses every key of a feature, or reaches it by a prefix', () => {
    const text = files.map((file) => readFileSync(file, 'utf8')).join('\n')
    const prefixes = [...text.matchAll(/text\(\s*`([a-z0-9_]+_)\$\{/g)].map((match) => match[1] ?? '')
    const words = new Set(text.match(/[a-z][a-z0-9_]*/g))
    const unused = readdirSync(join(src, 'messages'))
      .filter((file) => file.endsWith('.ja.json'))
      .flatMap((file) => Object.keys(JSON.parse(readFileSync(join(src, 'messages', file), 'utf8')) as object))
      .filter((key) => !/^(error|fault|shared)_/.test(key) && !words.has(key) && !prefixes.some((prefix) => key.startsWith(prefix)))
    expect(unused).toEqual([])
  })
})

/** Signs, units and words that are the same in every language. */
const SAME = /\b(kB|MB|GB|px|bp|chr|rs|c|p|g|m|n|x|ID|FILTER|PDF|SVG|CSV|VCF|HPO|ACMG|HGVS|OMIM|ClinVar|gnomAD|ToMMo|REVEL|CADD|SpliceAI)\b/g
const NAMED = ['aria-label', 'title', 'placeholder', 'alt', 'label', 'text', 'hint', 'aria-description', 'aria-roledescription', 'aria-valuetext']

function letters(text: string): boolean {
  return /\p{L}/u.test(text.replace(SAME, ''))
}

function wrong(source: string): string[] {
  const found: string[] = []
  const walk = (node: unknown): void => {
    if (Array.isArray(node)) return node.forEach(walk)
    if (typeof node !== 'object' || node === null || !('type' in node)) return
    const at = node as { type: string } & Record<string, unknown>
    if (at.type === 'Text') {
      const data = (at as unknown as AST.Text).data.trim()
      if (letters(data)) found.push(`text: ${data}`)
      return
    }
    if (at.type === 'StyleDirective') return
    if (at.type === 'HtmlTag') found.push('raw HTML')
    if (at.type === 'ExpressionTag') found.push(...literals((at as unknown as AST.ExpressionTag).expression).map((text) => `expression: ${text}`))
    if (at.type === 'Attribute') {
      const attribute = at as unknown as AST.Attribute
      const value = attribute.value
      if (attribute.name === 'style') found.push(`style: ${value === true ? '' : source.slice(attribute.start + 7, attribute.end - 1)}`)
      if (!NAMED.includes(attribute.name) || value === true) return
      for (const part of Array.isArray(value) ? value : [value]) {
        if (part.type === 'Text' && letters(part.data)) found.push(`${attribute.name}: ${part.data}`)
        if (part.type === 'ExpressionTag') found.push(...literals(part.expression).map((text) => `${attribute.name}: ${text}`))
      }
      return
    }
    for (const [key, value] of Object.entries(at)) if (!['attributes', 'expression', 'context', 'parameters', 'test', 'key', 'metadata'].includes(key)) walk(value)
    if ('attributes' in at) walk(at['attributes'])
  }
  walk(parse(source, { modern: true }).fragment)
  return found
}

/** Text that an expression gives straight to the page: not the arguments of a call, not what is compared. */
function literals(expression: unknown): string[] {
  const at = expression as { type: string } & Record<string, unknown>
  switch (at?.type) {
    case 'Literal':
      return typeof at['value'] === 'string' && letters(at['value']) ? [at['value']] : []
    case 'TemplateLiteral':
      return (at['quasis'] as { value: { raw: string } }[]).map((quasi) => quasi.value.raw.trim()).filter(letters)
    case 'ConditionalExpression':
      return [...literals(at['consequent']), ...literals(at['alternate'])]
    case 'LogicalExpression':
      return [...literals(at['left']), ...literals(at['right'])]
    case 'BinaryExpression':
      return at['operator'] === '+' ? [...literals(at['left']), ...literals(at['right'])] : []
    default:
      return []
  }
}
