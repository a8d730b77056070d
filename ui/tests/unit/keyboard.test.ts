import { afterEach, describe, expect, it } from 'vitest'
import { chordOf, composing, keyboard, keycaps, single, type Shortcut } from '../../src/shared/keyboard.svelte'
import { preferences } from '../../src/shared/preferences.svelte'

type Press = Partial<KeyboardEvent>

const press = (event: Press): KeyboardEvent & { stopped: boolean } => {
  const made = { code: '', key: '', keyCode: 0, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, repeat: false, isComposing: false, defaultPrevented: false, target: null, stopped: false, preventDefault: () => (made.stopped = true), ...event }
  return made as unknown as KeyboardEvent & { stopped: boolean }
}

const ends: (() => void)[] = []
let ran: string[] = []
function register(id: string, chord: string, more: Partial<Shortcut> = {}, layer = 0): void {
  ends.push(keyboard.register({ id, chord, title: () => id, group: () => '', run: () => ran.push(id), ...more }, layer))
}

afterEach(() => {
  ends.splice(0).forEach((end) => end())
  ran = []
  preferences.singleKeys = true
  preferences.setKey('d', undefined)
})

describe('a key', () => {
  it('is known by its place: on a Dvorak or a kana layout the same key does the same', () => {
    register('d', 'KeyD')
    expect(keyboard.press(press({ code: 'KeyD', key: 'e' }))).toBe(true)
    expect(keyboard.press(press({ code: 'KeyD', key: 'し' }))).toBe(true)
    expect(keyboard.press(press({ code: 'KeyE', key: 'd' }))).toBe(false)
    expect(ran).toEqual(['d', 'd'])
  })

  it('is silent while an input method composes', () => {
    register('enter', 'Enter')
    register('d', 'KeyD')
    expect(keyboard.press(press({ code: 'Enter', isComposing: true }))).toBe(false)
    // WebKit sends the key that ends the composition with 229 and without isComposing.
    expect(keyboard.press(press({ code: 'Enter', keyCode: 229 }))).toBe(false)
    expect(keyboard.press(press({ code: 'KeyD', keyCode: 229, key: 'Process' }))).toBe(false)
    expect(ran).toEqual([])
    expect(composing({ isComposing: false, keyCode: 68 })).toBe(false)
  })

  it('does not repeat while it is held, unless it moves', () => {
    register('d', 'KeyD')
    register('j', 'KeyJ', { repeats: true })
    keyboard.press(press({ code: 'KeyD', repeat: true }))
    keyboard.press(press({ code: 'KeyJ', repeat: true }))
    expect(ran).toEqual(['j'])
  })

  it('is another with a modifier', () => {
    register('d', 'KeyD')
    expect(keyboard.press(press({ code: 'KeyD', ctrlKey: true }))).toBe(false)
    expect(keyboard.press(press({ code: 'KeyD', shiftKey: true }))).toBe(false)
    expect(chordOf(press({ code: 'KeyK', metaKey: true }))).toBe('Ctrl+KeyK')
  })

  it('counts on the number pad, too', () => {
    register('class3', 'Digit3')
    expect(keyboard.press(press({ code: 'Numpad3' }))).toBe(true)
  })

  it('answers the last who asked for it, and nobody under a dialog', () => {
    register('page', 'KeyD')
    register('part', 'KeyD')
    keyboard.press(press({ code: 'KeyD' }))
    const pop = keyboard.push(1)
    expect(keyboard.press(press({ code: 'KeyD' }))).toBe(false)
    register('dialog', 'KeyD', {}, 1)
    keyboard.press(press({ code: 'KeyD' }))
    pop()
    keyboard.press(press({ code: 'KeyD' }))
    expect(ran).toEqual(['part', 'dialog', 'part'])
  })

  it('does what the person chose for it', () => {
    register('d', 'KeyD')
    preferences.setKey('d', 'KeyX')
    expect(keyboard.press(press({ code: 'KeyD' }))).toBe(false)
    expect(keyboard.press(press({ code: 'KeyX' }))).toBe(true)
    preferences.setKey('d', null)
    expect(keyboard.press(press({ code: 'KeyX' }))).toBe(false)
  })

  it('can be switched off where it is a single character (WCAG 2.1.4), and others stay', () => {
    register('d', 'KeyD')
    register('help', 'Shift+Slash')
    register('palette', 'Ctrl+KeyK')
    register('down', 'ArrowDown')
    preferences.singleKeys = false
    for (const event of [{ code: 'KeyD' }, { code: 'Slash', shiftKey: true }, { code: 'KeyK', ctrlKey: true }, { code: 'ArrowDown' }]) keyboard.press(press(event))
    expect(ran).toEqual(['palette', 'down'])
    expect(single('Shift+KeyD')).toBe(true)
    expect(single('Ctrl+KeyD')).toBe(false)
  })
})

it('prints keys as they are on the keyboard', () => {
  expect(keycaps('Ctrl+KeyK')).toEqual(['Ctrl', 'K'])
  expect(keycaps('Shift+Slash')).toEqual(['?'])
  expect(keycaps('Digit3')).toEqual(['3'])
  expect(keycaps('Alt+ArrowLeft')).toEqual(['Alt', '←'])
})
