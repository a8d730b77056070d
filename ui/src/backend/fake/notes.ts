import type { NotePlace, NoteSign, ScannedNote, StatedName } from '../bindings'
import { shown, TERMS } from './terms'

/** Words that stand for two terms. */
const SEVERAL: Record<string, readonly string[]> = { 斜下: ['HP:0000494', 'HP:0200006'] }

/** A scan by the names of the fake's terms, with as much grammar as the tests of the window need. */
export function scan(note: string): ScannedNote {
  const names = [
    ...TERMS.flatMap(({ id, ja, en }) => [ja, en].filter((name) => name !== null && name.length > 1).map((name) => ({ name: name ?? '', ids: [id] as readonly string[] }))),
    ...Object.entries(SEVERAL).map(([name, ids]) => ({ name, ids })),
  ].sort((a, b) => b.name.length - a.name.length)
  const text = note.toLowerCase()
  const places: NotePlace[] = []
  const signs: { ids: readonly string[]; of: NotePlace[] }[] = []
  for (let at = 0; at < text.length; at++) {
    const found = names.find(({ name }) => text.startsWith(name.toLowerCase(), at))
    if (found === undefined) continue
    const to = at + found.name.length
    const sentence = Math.max(text.lastIndexOf('。', at), text.lastIndexOf('. ', at)) + 1
    const [before, after] = [text.slice(sentence, at), /^[^。.]*/.exec(text.slice(to))?.[0] ?? '']
    const stated: StatedName = /疑い|possible/.test(after) ? 'uncertain' : /^[^あ]*(なし|ない|認めず)/.test(after) || /\bno\b/.test(before) ? 'absent' : 'present'
    const key = found.ids.join()
    let sign = signs.findIndex(({ ids }) => ids.join() === key)
    if (sign < 0) sign = signs.push({ ids: found.ids, of: [] }) - 1
    const place: NotePlace = { from: at, to, sign, stated, relative: /[父母兄姉弟妹][はにが]|mother|father/.test(before) }
    places.push(place)
    signs[sign]?.of.push(place)
    at = to - 1
  }
  return { places, signs: signs.map(({ ids, of }): NoteSign => ({ terms: TERMS.filter(({ id }) => ids.includes(id)).map((term) => shown(term)), proposed: proposed(ids, of) })) }
}

function proposed(ids: readonly string[], of: readonly NotePlace[]): NoteSign['proposed'] {
  const stated = new Set(of.filter(({ relative }) => !relative).map((place) => place.stated))
  const [first] = stated
  return ids.length > 1 || stated.size !== 1 || first === undefined || first === 'uncertain' ? null : first
}
