import type { ConsentEntry, ItemName, PersonConsent } from '$backend/bindings'
import { today } from '$shared/format'
import { describe, expect, it } from 'vitest'
import { ConsentDraft, dayFault } from './form.svelte'

const items: ItemName[] = ['participation', 'secondary_findings', 'secondary_findings_adult', 'recontact']
const page = { items, icf_versions: ['2.1', '1.4'] }
const person = (more: Partial<PersonConsent>): PersonConsent => ({ person: 'P1', name: null, relation: 'proband', birth_date: null, age_years: 40, minor: false, standing: 'none', closed: [], in_force: null, history: [], ...more })
const child = person({ age_years: 9, minor: true, closed: ['secondary_findings_adult'] })
const record = (agreed: ItemName[], more: Partial<ConsentEntry> = {}): ConsentEntry => ({ id: 'e', icf_version: '1.4', decider: 'person', proxy: null, date: '2024-01-01', choices: items.map((item) => ({ item, agreed: agreed.includes(item) })), closed: [], withdrawn: false, recorded_by: '', recorded_on: '', ...more })

describe('the simple form', () => {
  it('decides nothing for the person', () => {
    const draft = new ConsentDraft(page, person({}))
    expect(draft.unanswered).toEqual(items)
    expect(draft.ready).toBe(false)
    draft.answers = Object.fromEntries(items.map((item) => [item, item !== 'recontact']))
    expect(draft.request()).toEqual({ person: 'P1', icf_version: '2.1', decider: 'person', proxy: null, date: today(), agreed: ['participation', 'secondary_findings', 'secondary_findings_adult'], withdrawn: false })
  })

  it('begins with the record in force, not with a withdrawn one', () => {
    expect(new ConsentDraft(page, person({ in_force: record(['participation']) })).answers).toMatchObject({ participation: true, recontact: false })
    const withdrawn = new ConsentDraft(page, person({ in_force: record(['participation'], { withdrawn: true }) }))
    expect(withdrawn.filled).toBe(false)
    expect(withdrawn.answers).toEqual({})
  })

  it('asks a person who has come of age for what was closed when it was signed', () => {
    const draft = new ConsentDraft(page, person({ in_force: record(items, { closed: ['secondary_findings_adult'] }) }))
    expect(draft.unanswered).toEqual(['secondary_findings_adult'])
  })

  it('never asks nor records what is closed for a minor', () => {
    const draft = new ConsentDraft(page, { ...child, in_force: record(items) })
    expect(draft.asked).toEqual(['participation', 'secondary_findings', 'recontact'])
    expect(draft.request().agreed).not.toContain('secondary_findings_adult')
  })

  it('is a proxy’s for a child under 16, and leaves it open at 16 and 17 and where the age is not known', () => {
    const young = new ConsentDraft(page, child)
    expect(young.decider).toBe('proxy')
    young.decider = 'person'
    expect(young.tooYoung).toBe(true)
    expect(young.ready).toBe(false)
    for (const age_years of [16, 17, null]) {
      const draft = new ConsentDraft(page, { ...child, age_years })
      expect(draft.decider).toBeUndefined()
      draft.decider = 'person'
      expect(draft.tooYoung).toBe(false)
    }
  })

  it('names a proxy, and asks each time whether the person assents', () => {
    const before = { name: '佐藤 美咲', relation: 'mother', assented: true } as const
    const draft = new ConsentDraft(page, { ...child, in_force: record(['participation'], { decider: 'proxy', proxy: before }) })
    expect(draft.proxy.name).toBe('佐藤 美咲')
    expect(draft.lacksProxy).toBe(true)
    expect(draft.ready).toBe(false)
    draft.proxy.assent = 'not_given'
    expect(draft.ready).toBe(true)
    expect(draft.request().proxy).toEqual({ ...before, assented: false })
    draft.proxy.name = ' '
    expect(draft.ready).toBe(false)
    draft.decider = 'person'
    expect(draft.request().proxy).toBeNull()
  })

  it('records everything as refused where the person takes no part', () => {
    const draft = new ConsentDraft(page, person({ in_force: record(items) }))
    draft.answers = { ...draft.answers, participation: false }
    expect(draft.asked).toEqual(['participation'])
    expect(draft.request().agreed).toEqual([])
  })
})

describe('a day', () => {
  it('is right, missing, no day, or has not come', () => {
    expect(dayFault(today())).toBeUndefined()
    expect(dayFault('')).toBe('missing')
    expect(dayFault('21.11.2026')).toBe('wrong')
    expect(dayFault('2999-01-01')).toBe('future')
  })
})
