import type { NotePlace, NoteSign, Sign } from '$backend/bindings'
import { describe, expect, it } from 'vitest'
import { NoteDraft } from './note.svelte'

const TEXT = '両眼開離あり。\n母に難聴。ASD'
const term = (id: string) => ({ term: id, label_ja: null, label_en: id, by: null, definition: null })
const place = (from: number, to: number, sign: number, more: Partial<NotePlace> = {}): NotePlace => ({ from, to, sign, stated: 'present', relative: false, ...more })
const sign = (proposed: NoteSign['proposed'], ...ids: string[]): NoteSign => ({ terms: ids.map(term), proposed })

function draft(recorded: readonly Sign[] = []): NoteDraft {
  const draft = new NoteDraft()
  draft.text = TEXT
  draft.take({ places: [place(0, 4, 0), place(10, 12, 1, { relative: true }), place(13, 16, 2)], signs: [sign('present', 'A'), sign(null, 'B'), sign(null, 'C', 'D')] }, recorded)
  return draft
}

describe('a note', () => {
  it('is cut at its places and loses no letter', () => {
    const pieces = draft().pieces
    expect(pieces.map(({ text }) => text).join('')).toBe(TEXT)
    expect(pieces.filter(({ place }) => place !== undefined).map(({ text }) => text)).toEqual(['両眼開離', '難聴', 'ASD'])
  })

  it('records what is proposed and nothing else', () => {
    expect(draft().requests).toEqual([{ term: 'A', state: 'present', onset: null, severity: null, observed: null, note: null }])
  })

  it('leaves what is recorded so already', () => {
    const before = { term: 'A', label_ja: null, label_en: 'A', state: 'present', onset: null, severity: null, observed: null, note: null, recorded_by: null, recorded_on: null, earlier: [] } as const
    expect(draft([{ ...before, earlier: [] }]).requests).toEqual([])
    expect(draft([{ ...before, state: 'absent', earlier: [] }]).requests).toHaveLength(1)
  })

  it('waits for a choice between terms', () => {
    const note = draft()
    note.say(2, 'absent')
    expect([note.open, note.requests.length]).toEqual([1, 1])
    note.choose(2, 'D')
    expect([note.open, note.requests.map(({ term, state }) => [term, state])]).toEqual([0, [['A', 'present'], ['D', 'absent']]])
  })

  it('says why nothing is proposed', () => {
    expect([0, 1, 2].map((at) => draft().doubts(at))).toEqual([[], ['relative'], ['several']])
  })

  it('is not recorded with a day that has not come', () => {
    const note = draft()
    note.observed = '2999-01-01'
    expect(note.badDay).toBe('future')
  })
})
