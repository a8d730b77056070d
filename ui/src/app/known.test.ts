import { describe, expect, it } from 'vitest'
import type { SignOfDisease } from '$backend/bindings'
import { knownSheet } from '$shared/known.svelte'
import { language } from '$shared/language.svelte'
import { frequency, nameOf, otherName, panelLine, shared, validity } from './known'

const sign = (more: Partial<SignOfDisease>): SignOfDisease => ({ term: 'HP:0000510', label_ja: null, label_en: 'x', share: null, examined: null, class: null, patient: null, ...more })

describe('what is known', () => {
  it('tells a frequency as it was published: counted, a share, a class, or not at all', () => {
    expect(frequency(sign({ share: 0.97, examined: 1120 }))).toBe('97%（1,120人中）')
    expect(frequency(sign({ share: 0.5 }))).toBe('50%')
    expect(frequency(sign({ class: 'occasional' }))).toBe('ときに（5～29%）')
    expect(frequency(sign({}))).toBe('記載なし')
  })

  it('counts the signs that patients with the disease show', () => {
    expect(shared([sign({ patient: 'present', share: 0.5 }), sign({ class: 'frequent' }), sign({ patient: 'present', class: 'excluded' }), sign({ patient: 'absent', share: 0, examined: 20 }), sign({ patient: 'present' })])).toEqual({ n: 2, of: 3 })
  })

  it("tells ClinGen's class in the language on screen, and a new one as it is", () => {
    expect([validity('No Known Disease Relationship'), validity('Animal Model Only')]).toEqual(['疾患との関連の報告なし（No Known Disease Relationship）', 'Animal Model Only'])
    language.current = 'en'
    expect(validity('Definitive')).toBe('Definitive')
    expect(frequency(sign({ share: 1, examined: 1 }))).toBe('100% (patients: 1)')
    language.current = 'ja'
  })

  it('names a disease in the language on screen, and in the other one beside it', () => {
    const disease = { id: 'OMIM:1', name_ja: 'アペール症候群', name_en: 'Apert syndrome', shitei_nanbyo: 182, modes: [], also: [] }
    expect([nameOf(disease), otherName(disease)]).toEqual(['アペール症候群', 'Apert syndrome'])
    language.current = 'en'
    expect([nameOf(disease), otherName(disease)]).toEqual(['Apert syndrome', 'アペール症候群'])
    language.current = 'ja'
    expect([nameOf({ ...disease, name_ja: null }), otherName({ ...disease, name_ja: null })]).toEqual(['Apert syndrome', undefined])
    expect(nameOf({ ...disease, name_ja: null, name_en: null })).toBe('OMIM:1')
  })

  it('says of a panel no more than it states', () => {
    const panel = { name: 'aortopathy', version: null, published: null, grade: null, mode: null }
    expect(panelLine(panel)).toBe('マルファン症候群と遺伝性大動脈疾患')
    expect(panelLine({ ...panel, name: 'X', version: '2', grade: 'amber' })).toBe('X（版 2、黄）')
  })

  it('keeps the way from a gene to a disease and back', () => {
    knownSheet.show('FBN1')
    knownSheet.show('OMIM:154700')
    knownSheet.show('OMIM:154700')
    expect(knownSheet.trail).toEqual(['FBN1', 'OMIM:154700'])
    knownSheet.back()
    expect(knownSheet.what).toBe('FBN1')
    knownSheet.close()
    expect(knownSheet.what).toBeUndefined()
  })
})
