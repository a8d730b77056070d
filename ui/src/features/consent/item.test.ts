import type { Choice, ConsentEntry, ItemName } from '$backend/bindings'
import { describe, expect, it } from 'vitest'
import { changes, effects, meaning, stands } from './item'

const ITEMS: ItemName[] = ['participation', 'secondary_findings', 'secondary_findings_adult', 'recontact']
const choices = (...agreed: ItemName[]): Choice[] => ITEMS.map((item) => ({ item, agreed: agreed.includes(item) }))
const entry = (more: Partial<ConsentEntry>): ConsentEntry => ({ id: 'e', icf_version: '1', decider: 'person', proxy: null, date: '2026-04-01', choices: choices(), closed: [], withdrawn: false, recorded_by: '', recorded_on: '', ...more })

describe('a choice', () => {
  it('is closed for a minor whatever was ticked, and says so', () => {
    const all = choices(...ITEMS)
    expect(stands('secondary_findings_adult', all, ['secondary_findings_adult'])).toBe('closed_agreed')
    expect(stands('secondary_findings_adult', choices('participation'), ['secondary_findings_adult'])).toBe('closed')
    expect(meaning('secondary_findings_adult', 'closed_agreed')).toBe(meaning('secondary_findings_adult', 'refused'))
  })

  it('opens nothing without participation', () => {
    expect(stands('secondary_findings', choices('secondary_findings'), [])).toBe('void')
    expect(meaning('secondary_findings', 'void')).toBe(meaning('secondary_findings', 'refused'))
  })

  it('that was never asked is refused', () => {
    expect(stands('matchmaking', choices('participation'), [])).toBe('refused')
  })
})

describe('a new record', () => {
  it('changes what was decided otherwise', () => {
    expect(changes(ITEMS, choices('participation', 'recontact'), entry({ choices: choices('participation', 'secondary_findings') }))).toEqual([
      { item: 'secondary_findings', from: true, to: false },
      { item: 'recontact', from: false, to: true },
    ])
  })

  it('after a withdrawal or as the first is new as a whole', () => {
    expect(changes(ITEMS, choices(), undefined)).toBeUndefined()
    expect(changes(ITEMS, choices(), entry({ withdrawn: true }))).toBeUndefined()
  })

  it('says what follows at once', () => {
    const person = { relation: 'mother' as const, closed: [], in_force: entry({ choices: choices('participation') }) }
    expect(effects(person, choices('participation', 'recontact'))).toEqual([])
    expect(effects(person, choices('participation', 'secondary_findings'))).toEqual(['「二次的所見の開示」の対象遺伝子が解析に入ります。'])
    expect(effects(person, choices())).toHaveLength(1)
    expect(effects({ ...person, relation: 'proband' }, choices())).toHaveLength(2)
    expect(effects({ ...person, in_force: null }, choices('participation', 'secondary_findings'))).toHaveLength(2)
    expect(effects({ ...person, in_force: entry({ choices: choices(...ITEMS), withdrawn: true }) }, choices('participation'))).toHaveLength(1)
  })

  it('says that an adult opens what a proxy could not', () => {
    const before = entry({ choices: choices(...ITEMS), closed: ['secondary_findings_adult'] })
    expect(effects({ relation: 'proband', closed: [], in_force: before }, choices(...ITEMS))).toHaveLength(1)
  })

  it('promises no effect of an item that is closed for a minor', () => {
    const child = { relation: 'proband' as const, closed: ['secondary_findings_adult' as const], in_force: entry({ choices: choices('participation') }) }
    expect(effects(child, choices('participation', 'secondary_findings_adult'))).toEqual([])
  })
})
