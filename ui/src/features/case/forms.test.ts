import type { Sign } from '$backend/bindings'
import { today } from '$shared/format'
import { describe, expect, it } from 'vitest'
import { hasCome } from './dates'
import { EligibilityDraft } from './eligibility.svelte'
import { SignDraft } from './sign.svelte'

const sign = (more: Partial<Sign>): Sign => ({ term: 'HP:0000662', label_ja: null, label_en: 'Nyctalopia', state: 'present', onset: null, severity: null, observed: null, note: null, recorded_by: null, recorded_on: null, earlier: [], ...more })

describe('a sign that is filled in', () => {
  it('was observed today unless it is changed', () => {
    expect(new SignDraft().request('HP:0000662')).toEqual({ term: 'HP:0000662', state: 'present', onset: null, severity: null, observed: today(), note: null })
  })

  it('keeps what was recorded before, whatever kind of onset that was', () => {
    for (const onset of ['HP:0011463', 'P4Y', 'P1M15D', 'P3Y/P5Y', '30w2d', '学童期']) expect(new SignDraft(sign({ onset })).request('HP:0000662').onset).toBe(onset)
  })

  it('has neither onset nor severity where it is not there', () => {
    const draft = new SignDraft(sign({ onset: 'P4Y', severity: 'mild' }))
    draft.state = 'absent'
    expect(draft.request('HP:0000662')).toMatchObject({ state: 'absent', onset: null, severity: null })
  })

  it('is not ready with an age that is none or a day that has not come', () => {
    const draft = new SignDraft()
    draft.onset = 'age'
    expect(draft.ready).toBe(false)
    draft.years = '4'
    expect(draft.ready).toBe(true)
    draft.observed = '2999-01-01'
    expect(draft.badDay).toBe('future')
    draft.observed = 'yesterday'
    expect(draft.badDay).toBe('wrong')
  })

  it('does not take the reason of a taken-back record for a note', () => {
    expect(new SignDraft(sign({ state: 'withdrawn', note: 'of another patient' })).request('HP:0000662')).toMatchObject({ state: 'present', note: null })
  })
})

describe('earlier tests', () => {
  it('need a name and a time that has come', () => {
    const draft = new EligibilityDraft({ class: null, atypical: false, question: null, tests: [], recorded_by: null, recorded_on: null })
    draft.add()
    const [test] = draft.tests
    if (test === undefined) throw new Error('it was added')
    expect(draft.ready).toBe(false)
    test.name = ' エクソーム '
    expect(draft.request().tests).toEqual([{ kind: 'panel', name: 'エクソーム', date: null, result: '' }])
    test.date = '2024-13'
    expect(draft.ready).toBe(false)
    test.date = '2024-05'
    expect(draft.ready).toBe(true)
    draft.remove(test)
    expect(draft.tests).toEqual([])
  })
})

describe('a time that has come', () => {
  it.each(['2024', '2026-05', '2026-05-17', '2026'])('%s', (text) => expect(hasCome(text, '2026-05-17')).toBe(true))
  it.each(['2026-05-18', '2026-06', '2027', '2024-02-30', '2024-5', '令和6年', ''])('not %s', (text) => expect(hasCome(text, '2026-05-17')).toBe(false))
})
