import ja from '../../messages/variants.ja.json'
import { describe, expect, it } from 'vitest'
import type { CriterionLine, MemberColumn } from '$backend/bindings'
import { language } from '$shared/language.svelte'
import { codeOf, strengthOf, withStrength } from './decision/criterion'
import { consequence, named, note, population, sentence, signed } from './words'

const MEMBERS: MemberColumn[] = [
  { id: 'F1-1', name: null, sex: 'female', affection: 'affected', relation: 'proband' },
  { id: 'F1-3', name: null, sex: 'female', affection: 'unaffected', relation: 'mother' },
]
const say = (key: string, args: Record<string, string> = {}): string => sentence({ key, args: Object.entries(args).map(([name, value]) => ({ name, value })) }, MEMBERS)

describe('sentences', () => {
  it('say the words of the domain in the language on screen', () => {
    language.current = 'ja'
    expect(say('why_genotype_against_pattern', { pattern: 'de_novo', person: 'F1-3' })).toBe('「新生（de novo）」には、母の遺伝型が合いません。')
    expect(say('why_frequency', { value: '0.0342', population: 'tommo', limit: '0.01' })).toBe('ToMMo（日本人）での頻度が0.034で、上限の0.010を超えています。')
    language.current = 'en'
    expect(say('why_genotype_against_pattern', { pattern: 'de_novo', person: 'F1-3' })).toBe('The genotype of Mother does not fit “De novo”.')
    language.current = 'ja'
  })

  it('leave no placeholder open when every argument is given', () => {
    // Each sentence of the messages with its own placeholders filled: whatever Rust sends, nothing in braces reaches a person.
    for (const [key, words] of Object.entries(ja).filter(([key]) => key.startsWith('variants_why_'))) {
      const args = Object.fromEntries([...words.matchAll(/\{(\w+)\}/g)].map((match) => [match[1] ?? '', '1']))
      expect(say(key.replace('variants_', ''), args), key).not.toMatch(/[{}]/)
    }
  })

  it('keep what is new to them as it is', () => {
    expect(consequence('brand_new_variant')).toBe('brand_new_variant')
    expect(population('KOREA_AF')).toBe('KOREA_AF')
    expect(note('note_phase_not_known')).toContain('不明')
  })

  it('fall back to the other language of a name', () => {
    language.current = 'en'
    expect(named({ ja: '網膜色素変性症', en: null })).toBe('網膜色素変性症')
    language.current = 'ja'
    expect(named({ ja: null, en: 'Retinitis pigmentosa' })).toBe('Retinitis pigmentosa')
  })

  it('write signs that cannot be overlooked, and no minus before a zero', () => {
    expect(signed(4.46)).toBe('+4.5')
    expect(signed(-4.46)).toBe('−4.5')
    expect(signed(-0.01)).toBe('+0.0')
  })
})

describe('criteria', () => {
  const pm2: CriterionLine = { code: 'PM2', pathogenic: true, strength: 'moderate', strengths: ['supporting', 'moderate'] }

  it('name their strength only where it is not their own', () => {
    expect(withStrength(pm2, 'moderate')).toBe('PM2')
    expect(withStrength(pm2, 'supporting')).toBe('PM2_Supporting')
  })

  it('read back what they wrote', () => {
    for (const strength of ['supporting', 'moderate'] as const) {
      expect(strengthOf(withStrength(pm2, strength), pm2)).toBe(strength)
      expect(codeOf(withStrength(pm2, strength))).toBe('PM2')
    }
    expect(strengthOf('PVS1_VeryStrong', undefined)).toBe('very_strong')
  })
})
