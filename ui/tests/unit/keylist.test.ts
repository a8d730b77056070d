import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import * as messages from '$messages'
import { KEYS } from '$shared/keylist'

const src = join(dirname(dirname(dirname(fileURLToPath(import.meta.url)))), 'src')
const text = readdirSync(src, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.(svelte|ts)$/.test(entry.name) && /\/(features|app)(\/|$)/.test(entry.parentPath) && !entry.name.endsWith('.test.ts'))
  .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
  .join('\n')

/** Shortcuts as the screens write them; the question for a key of `keyboard.chord({ … })` has no title. */
const written = [...text.matchAll(/id: '([\w.]+)',\s*chord: '([^']+)',\s*title: m\.(\w+)/g)].map(([, id = '', chord = '', title = '']) => ({ id, chord, title }))
const made = [...text.matchAll(/id: `([\w.]+)\$\{[^`]*`,\s*chord/g)].map((match) => match[1] ?? '')
const say = messages as unknown as Record<string, () => string>

describe('the list of keys', () => {
  it('has every key that a screen registers, with its chord and title', () => {
    expect(written.length).toBeGreaterThan(20)
    for (const { id, chord, title } of written) expect(KEYS.find((key) => key.id === id), id).toMatchObject({ chord })
    for (const { id, title } of written) expect(KEYS.find((key) => key.id === id)?.title(), id).toBe(say[title]?.())
  })

  it('has none that no screen registers', () => {
    expect(KEYS.filter(({ id }) => !written.some((other) => other.id === id) && !made.some((prefix) => id.startsWith(prefix))).map(({ id }) => id)).toEqual([])
  })

  it('gives no key two meanings in one place', () => {
    const all = KEYS.map(({ place, chord }) => `${place} ${chord}`)
    expect(all.filter((key, at) => all.indexOf(key) !== at)).toEqual([])
    expect(new Set(KEYS.map(({ id }) => id)).size).toBe(KEYS.length)
  })
})
