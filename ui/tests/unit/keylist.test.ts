import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { KEYS } from '$shared/keylist'

/** Work in a dialog alone, where nothing else hears a key. */
const IN_DIALOGS = ['case.accept', 'review.reasons.done']

/** Every shortcut that a screen writes out, as `id chord`; those that it makes from a list are counted by hand below. */
function written(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.svelte'))
    .flatMap((name) => [...readFileSync(join(folder, name), 'utf8').matchAll(/id: '([a-z]+\.[a-z0-9.]+)',\s+chord: '([^']+)',\s+title/g)].map(([, id, chord]) => `${id} ${chord}`))
    .filter((line) => !IN_DIALOGS.includes(line.split(' ')[0] ?? ''))
}

describe('the list of keys', () => {
  const listed = KEYS.map(({ id, chord }) => `${id} ${chord}`)

  it('holds every key of every screen, because each must be there to be changed or switched off (WCAG 2.1.4)', () => {
    const found = [...written('src/features'), ...written('src/app')]
    expect(found.length).toBeGreaterThan(30)
    expect(found.filter((line) => !listed.includes(line))).toEqual([])
  })

  it('holds none that no screen has', () => {
    const made = /^(screen\.|report\.(physician|patient|consent) |settings\.(facility|store|users|appearance|keys|audit|about) |review\.class)/
    const found = new Set([...written('src/features'), ...written('src/app')])
    expect(listed.filter((line) => !made.test(line) && !found.has(line))).toEqual([])
  })

  it('gives no key twice on one screen', () => {
    const screen = (id: string): string => (id.startsWith('review.') ? 'variants' : (id.split('.')[0] ?? ''))
    const of = KEYS.map(({ id, chord }) => `${screen(id)} ${chord}`)
    expect(of.filter((line, at) => of.indexOf(line) !== at)).toEqual([])
  })
})
