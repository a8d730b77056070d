import { getContext, onDestroy, setContext } from 'svelte'
import { preferences } from './preferences.svelte'

/** One thing that can be done by key. */
export interface Shortcut {
  /** `feature.action`; a person's own choice of key is kept under it. */
  id: string
  /** The physical key with its modifiers, for example `KeyD`, `Shift+Slash`, `Ctrl+KeyK`. */
  chord: string
  title: () => string
  /** The heading under which `?` lists it. */
  group: () => string
  run: () => void
  /** Acts in text fields, too. For chords with Ctrl only. */
  inText?: boolean
  /** Acts again while the key is held. */
  repeats?: boolean
}

interface Entry extends Shortcut {
  layer: number
}

const LAYER = Symbol('layer')

/** Chord of a key press by the place of the key, whatever it prints. */
export function chordOf(event: Pick<KeyboardEvent, 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>): string {
  const code = event.code.replace(/^Numpad(\d)$/, 'Digit$1').replace(/^NumpadEnter$/, 'Enter')
  return `${event.ctrlKey || event.metaKey ? 'Ctrl+' : ''}${event.altKey ? 'Alt+' : ''}${event.shiftKey ? 'Shift+' : ''}${code}`
}

/** Whether an input method holds the key: 229 is what old engines send while composing. */
export function composing(event: Pick<KeyboardEvent, 'isComposing' | 'keyCode'>): boolean {
  return event.isComposing || event.keyCode === 229
}

/** Whether the key would write text. */
export function writing(target: EventTarget | null): boolean {
  if (typeof HTMLElement === 'undefined' || !(target instanceof HTMLElement)) return false
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true
  return target instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'range', 'submit', 'file'].includes(target.type)
}

/** Whether Enter and the space bar belong to what has the focus. */
function pressing(target: EventTarget | null): boolean {
  return typeof HTMLElement !== 'undefined' && target instanceof HTMLElement && target.closest('button, a[href], summary, input, [role="tab"]') !== null
}

/** Whether a chord is one character key alone, which a person may switch off. */
export function single(chord: string): boolean {
  return /^(Shift\+)?(Key|Digit|Slash|Comma|Period|Semicolon|Quote|Bracket|Backslash|Minus|Equal|Intl)/.test(chord)
}

/** The keys that work now. Dialogs put a layer on top, under which nothing answers. */
class Keyboard {
  // A component that goes reads the state as it was before the one that takes its place has come. So the lists are kept plain, and
  // the state follows them.
  #all: readonly Entry[] = []
  #stack: readonly number[] = [0]
  #entries = $state.raw(this.#all)
  #layers = $state.raw(this.#stack)

  /** What can be done by key in the layer on top, as `?` lists it. */
  get listed(): readonly Shortcut[] {
    return this.#entries.filter((entry) => entry.layer === 0)
  }

  chord(shortcut: Pick<Shortcut, 'id' | 'chord'>): string | null {
    const own = preferences.keys[shortcut.id]
    const chord = own === undefined ? shortcut.chord : own
    return chord !== null && single(chord) && !preferences.singleKeys ? null : chord
  }

  register(shortcut: Shortcut, layer = 0): () => void {
    const entry: Entry = { ...shortcut, layer }
    this.#entries = this.#all = [...this.#all, entry]
    return () => {
      this.#entries = this.#all = this.#all.filter((other) => other !== entry)
    }
  }

  push(layer: number): () => void {
    this.#layers = this.#stack = [...this.#stack, layer]
    return () => {
      this.#layers = this.#stack = this.#stack.toSpliced(this.#stack.lastIndexOf(layer), 1)
    }
  }

  /** Runs what the key stands for; true when something did. */
  press(event: KeyboardEvent): boolean {
    if (event.defaultPrevented || composing(event)) return false
    const chord = chordOf(event)
    const top = Math.max(...this.#layers)
    const text = writing(event.target)
    if ((chord === 'Enter' || chord === 'Space') && pressing(event.target)) return false
    for (const entry of this.#entries.toReversed()) {
      if (entry.layer !== top || this.chord(entry) !== chord) continue
      if (text && entry.inText !== true) continue
      if (event.repeat && entry.repeats !== true) continue
      event.preventDefault()
      entry.run()
      return true
    }
    return false
  }
}

export const keyboard = new Keyboard()

/** Registers shortcuts for as long as the calling component lives. */
export function shortcuts(...list: Shortcut[]): void {
  const layer = getContext<number | undefined>(LAYER) ?? 0
  const ends = list.map((shortcut) => keyboard.register(shortcut, layer))
  onDestroy(() => ends.forEach((end) => end()))
}

/** The number of the layer that a dialog in this component opens; its content registers there. */
export function nextLayer(): number {
  const layer = (getContext<number | undefined>(LAYER) ?? 0) + 1
  setContext(LAYER, layer)
  return layer
}

const SIGNS: Record<string, string> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Slash: '/',
  Comma: ',',
  Period: '.',
  Semicolon: ';',
  Minus: '-',
  Escape: 'Esc',
  PageUp: 'PgUp',
  PageDown: 'PgDn',
  Space: 'Space',
}

/** The chord as printed on the keys, one text per key. */
export function keycaps(chord: string): string[] {
  const keys = chord.split('+')
  const last = keys.at(-1) ?? ''
  // `?` is what a person looks for; the shift key is part of the sign.
  if (chord === 'Shift+Slash') return ['?']
  return [...keys.slice(0, -1), SIGNS[last] ?? last.replace(/^(Key|Digit)/, '')]
}
