import type { TimelineEntry } from '$backend/bindings'
import { describe, expect, it } from 'vitest'
import { aboutWords, days, kindWords } from './timeline'

const entry = (id: string, time: string, kind = 'decision', about: string | null = null): TimelineEntry => ({ id, time, kind, author: 'a', role: 'geneticist', about })
const people = [
  { id: 'P1', name: '佐々木 結衣', relation: 'proband' as const },
  { id: 'P2', name: null, relation: 'mother' as const },
]

/** The kinds that the workbench puts into a timeline. */
const KINDS = ['case_imported', 'case_shared', 'consent_recorded', 'consent_withdrawn', 'panel_chosen', 'sign_recorded', 'eligibility_recorded', 'decision', 'panel_decision', 'doubt_answered', 'report_released', 'payload_erased', 'variants_viewed', 'variant_viewed', 'kinship_viewed', 'document_viewed']

describe('a timeline', () => {
  it('is parted by days and keeps its order', () => {
    const list = [entry('c', '2026-05-02T12:00:00'), entry('b', '2026-05-01T18:00:00'), entry('a', '2026-05-01T09:00:00')]
    expect(days(list).map((day) => [day.title, day.entries.map(({ id }) => id)])).toEqual([
      ['2026年5月2日', ['c']],
      ['2026年5月1日', ['b', 'a']],
    ])
  })

  it('names every kind of event, and says of an unknown one that it is another record', () => {
    for (const kind of KINDS) expect(kindWords(kind)).not.toBe(kindWords('unheard_of'))
    expect(kindWords('unheard_of')).toBe('その他の記録')
  })

  it('names people and documents instead of their ids', () => {
    expect(aboutWords(entry('a', '', 'consent_recorded', 'P1 · ICF 2.1 · 2026-04-01'), people)).toBe('佐々木 結衣　ICF 2.1　2026-04-01')
    expect(aboutWords(entry('a', '', 'consent_withdrawn', 'P2 · ICF 2.1 · 2026-04-01'), people)).toBe('母　ICF 2.1　2026-04-01')
    expect(aboutWords(entry('a', '', 'report_released', 'physician · ja'), people)).toBe('医師向け報告書　日本語')
    expect(aboutWords(entry('a', '', 'decision', 'P1 · x'), people)).toBe('P1　x')
    expect(aboutWords(entry('a', ''), people)).toBeUndefined()
  })
})
