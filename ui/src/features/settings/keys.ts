import type { Shortcut } from '$shared/keyboard.svelte'

export type Named = Pick<Shortcut, 'id' | 'chord' | 'title' | 'group'>

/** Keys of which the window, the system or the writing of text needs every one. */
const KEPT = /^(Tab|Enter|Escape|Space|Backspace|Delete|CapsLock|NumLock|ContextMenu|Convert|NonConvert|KanaMode|Lang\d|Meta.*|Control.*|Shift.*|Alt.*|F\d+)$/
const EDITING = /^Ctrl\+(Shift\+)?Key[ACVXZY]$/

/** Whether a chord may be given to something. Modifiers alone and the keys of text fields may not. */
export function free(chord: string): boolean {
  return !KEPT.test(chord.split('+').at(-1) ?? '') && !EDITING.test(chord)
}

/** The part of a shortcut's id that says where it works; a review is made on the screen of the variants. */
function place(id: string): string {
  const first = id.split('.')[0] ?? ''
  return first === 'review' ? 'variants' : first
}
const everywhere = (id: string): boolean => ['window', 'screen'].includes(place(id))

/** The shortcut that has the chord already where the other one works. */
export function holder<S extends Pick<Shortcut, 'id' | 'chord'>>(all: readonly S[], id: string, chord: string, of: (shortcut: S) => string | null): S | undefined {
  return all.find((other) => other.id !== id && of(other) === chord && (place(other.id) === place(id) || everywhere(other.id) || everywhere(id)))
}
