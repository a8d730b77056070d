import { describe, expect, it } from 'vitest'
import type { PanelChoice } from '$backend/bindings'
import { language } from '$shared/language.svelte'
import { change, facts, matching, title } from './panels'

const panel = (more: Partial<PanelChoice>): PanelChoice => ({ name: 'p', kind: 'own', name_ja: null, name_en: null, kana: null, version: null, published: null, grades: null, genes: 3, diseases_known: null, diseases: null, ...more })
const marfan = panel({ name: '指定難病167', kind: 'designated', name_ja: 'マルファン症候群', name_en: 'Marfan syndrome', kana: 'まるふぁんしょうこうぐん' })
const aorta = panel({ name: 'aortopathy', kind: 'shipped', version: '1' })

describe('a panel', () => {
  it.each(['マルファン', 'まるふぁん', 'ﾏﾙﾌｧﾝ', 'marfan', '167', '難病 症候群'])('is found by %s', (query) => {
    expect(matching([panel({}), marfan], query)).toEqual([marfan])
  })

  it('is found by the name that it has in the language on screen, and not by what it has nothing of', () => {
    expect(matching([panel({}), aorta], '大動脈')).toEqual([aorta])
    expect(matching([marfan, aorta], '腎')).toEqual([])
    expect(matching([marfan, aorta], ' ')).toEqual([marfan, aorta])
  })

  it('of a designated disease carries its number in both languages', () => {
    expect(title(marfan)).toBe('指定難病167　マルファン症候群')
    language.current = 'en'
    expect(title(marfan)).toBe('Designated intractable disease 167: Marfan syndrome')
    language.current = 'ja'
    expect(title(panel({ name: '施設パネル' }))).toBe('施設パネル')
  })

  it('says version, day and genes of each grade', () => {
    expect(facts(panel({ version: '7.12', published: '2026-08-14', genes: 1412, grades: { green: 1301, amber: 47, red: 64 } }))).toBe('版 7.12、2026年8月14日、1,412遺伝子（緑1,301・黄47・赤64）')
    language.current = 'en'
    expect(facts(panel({ version: '1', genes: 1 }))).toBe('version 1, genes: 1')
    language.current = 'ja'
    expect(facts(panel({ diseases: 78, diseases_known: 61 }))).toBe('版の記載なし、3遺伝子、78疾患のうち、遺伝子が分かるのは61疾患')
  })
})

describe('a gene of another version', () => {
  it('tells what differs, and no more', () => {
    const [green, amber] = [{ grade: 'green', mode: 'BIALLELIC' } as const, { grade: 'amber', mode: 'BIALLELIC' } as const]
    expect(change({ gene: 'G', older: amber, newer: green })).toBe('黄 → 緑')
    expect(change({ gene: 'G', older: green, newer: { ...green, mode: null } })).toBe('BIALLELIC → 遺伝形式の記載なし')
    expect(change({ gene: 'G', older: null, newer: green })).toBe('緑、BIALLELIC')
    expect(change({ gene: 'G', older: { grade: null, mode: null }, newer: null })).toBe('評価なし')
  })
})
