// Checks the messages of both languages against each other and compiles them into src/messages/compiled.
import { compile } from '@inlang/paraglide-js'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const ui = dirname(dirname(fileURLToPath(import.meta.url)))
const sources = join(ui, 'src/messages')
const compiled = join(sources, 'compiled')
const LANGUAGES = ['ja', 'en']
/** The features whose messages the way in may say, beside the errors of all. */
export const DOOR = ['session', 'shared']

/** Every finding in the message files as one line of text; empty when ja and en agree. */
export function findings(folder = sources) {
  const found = []
  const owner = new Map()
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'))
  const features = [...new Set(files.map((name) => name.split('.')[0]))].sort()
  const declared = JSON.parse(readFileSync(join(ui, 'messages.inlang/settings.json'), 'utf8'))
  const patterns = declared['plugin.inlang.messageFormat'].pathPattern
  for (const feature of features) {
    if (!patterns.includes(`./src/messages/${feature}.{locale}.json`)) found.push(`${feature}: not listed in messages.inlang/settings.json`)
    const [ja, en] = LANGUAGES.map((language) => {
      const name = `${feature}.${language}.json`
      if (!files.includes(name)) return found.push(`${name}: missing`), {}
      const text = readFileSync(join(folder, name), 'utf8')
      for (const key of repeated(text)) found.push(`${name}: ${key} is there twice`)
      try {
        return JSON.parse(text)
      } catch (error) {
        return found.push(`${name}: ${error.message}`), {}
      }
    })
    for (const key of new Set([...Object.keys(ja), ...Object.keys(en)])) {
      if (key.startsWith('$')) continue
      if (!(key in ja)) found.push(`${feature}.ja.json: ${key} is missing`)
      else if (!(key in en)) found.push(`${feature}.en.json: ${key} is missing`)
      else {
        const [a, b] = [placeholders(ja[key]), placeholders(en[key])]
        if (a !== b) found.push(`${feature}: ${key} has the placeholders ${a || 'none'} in ja and ${b || 'none'} in en`)
        if (text(ja[key]).trim() === '' || text(en[key]).trim() === '') found.push(`${feature}: ${key} is empty`)
      }
      if (!key.startsWith(`${feature}_`) && !key.startsWith('error_') && !(feature === 'shared' && key.startsWith('fault_'))) found.push(`${feature}: ${key} must begin with ${feature}_ or error_`)
      if (!/^[a-z][a-z0-9_]*$/.test(key)) found.push(`${feature}: ${key} must be lower case with underscores`)
      if (owner.has(key)) found.push(`${feature}: ${key} is already in ${owner.get(key)}`)
      owner.set(key, feature)
    }
  }
  return found
}

const text = (message) => (typeof message === 'string' ? message : JSON.stringify(message))

function placeholders(message) {
  return [...new Set([...text(message).matchAll(/\{(\w+)\}/g)].map((match) => match[1]))].sort().join(' ')
}

function repeated(text) {
  const keys = [...text.matchAll(/^\s*"([a-z0-9_]+)"\s*:/gm)].map((match) => match[1])
  return keys.filter((key, at) => keys.indexOf(key) !== at)
}

const features = () => readdirSync(sources).filter((name) => name.endsWith('.ja.json')).map((name) => name.split('.')[0])

/** Compiles when a source has changed. Files are replaced one by one, so that a build beside this one never meets a half. */
export async function compileMessages() {
  const found = findings()
  if (found.length > 0) throw new Error(`messages:\n  ${found.join('\n  ')}`)
  const hash = createHash('sha256')
  for (const name of ['../../messages.inlang/settings.json', '../../package.json', ...readdirSync(sources).filter((name) => name.endsWith('.json')).sort()])
    hash.update(readFileSync(join(sources, name)))
  hash.update(readFileSync(fileURLToPath(import.meta.url)))
  const stamp = hash.digest('hex')
  const stampFile = join(compiled, 'stamp')
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return
  mkdirSync(join(ui, 'node_modules/.cache'), { recursive: true })
  const fresh = mkdtempSync(join(ui, 'node_modules/.cache/messages-'))
  try {
    await compile({
      project: join(ui, 'messages.inlang'),
      outdir: fresh,
      outputStructure: 'locale-modules',
    })
    for (const language of LANGUAGES) divide(fresh, language)
    for (const name of readdirSync(fresh)) if (!LANGUAGES.includes(name)) rmSync(join(fresh, name), { recursive: true })
    index(fresh)
    for (const file of readdirSync(fresh, { recursive: true, withFileTypes: true })) {
      if (!file.isFile()) continue
      const from = join(file.parentPath, file.name)
      const to = join(compiled, relative(fresh, from))
      mkdirSync(dirname(to), { recursive: true })
      if (!existsSync(to) || readFileSync(to, 'utf8') !== readFileSync(from, 'utf8')) renameSync(from, to)
    }
    writeFileSync(stampFile, stamp)
  } finally {
    rmSync(fresh, { recursive: true, force: true })
  }
}

/** The messages of a feature by key. */
function messagesOf(feature, language) {
  const messages = JSON.parse(readFileSync(join(sources, `${feature}.${language}.json`), 'utf8'))
  return Object.entries(messages).filter(([key]) => !key.startsWith('$'))
}

/** The texts of a language in two files: what the way in says, and all the rest. */
function divide(folder, language) {
  const [head, ...texts] = readFileSync(join(folder, `messages/${language}.js`), 'utf8').split(/^(?=export const )/m)
  const count = features().reduce((sum, feature) => sum + messagesOf(feature, language).length, 0)
  if (/^import /m.test(head) || texts.length !== count) throw new Error('messages: the compiler writes another form than before; see divide')
  const door = new Set(DOOR.flatMap((feature) => messagesOf(feature, language)).map(([key]) => key))
  const atDoor = (text) => {
    const key = /^export const (\w+)/.exec(text)?.[1]
    return door.has(key) || key.startsWith('error_')
  }
  mkdirSync(join(folder, language))
  writeFileSync(join(folder, language, 'door.js'), texts.filter(atDoor).join(''))
  writeFileSync(join(folder, language, 'rest.js'), texts.filter((text) => !atDoor(text)).join(''))
}

/**
 * The names by which the window calls its messages, a file for each feature, so that each screen brings its own. The texts are
 * apart from them: see `shared/language.svelte.ts`.
 */
function index(folder) {
  for (const feature of features()) {
    const line = ([key, message]) => {
      const inputs = placeholders(message).split(' ').filter(Boolean).map((name) => `${name}: unknown`)
      return `export const ${key} = /* @__PURE__ */ say${inputs.length > 0 ? `<{ ${inputs.join('; ')} }>` : ''}('${key}')\n`
    }
    writeFileSync(join(folder, `${feature}.ts`), `import { say } from '../../shared/language.svelte'\n\n${messagesOf(feature, 'ja').map(line).join('')}`)
  }
  writeFileSync(join(folder, 'index.ts'), features().map((feature) => `export * from './${feature}'\n`).join(''))
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    await compileMessages()
  } catch (error) {
    process.stderr.write(`${error.message}\n`)
    process.exit(1)
  }
}
