import { afterEach, describe, expect, it } from 'vitest'
import { language } from '../../src/shared/language.svelte'
import { age, relation, sex } from '../../src/shared/person'

afterEach(() => (language.current = 'ja'))

describe('people', () => {
  it('have their relation and sex in words', () => {
    expect(relation('maternal_grandmother')).toBe('母方の祖母')
    expect(sex('unknown')).toBe('性別不明')
  })

  it('have months in their age while they are small', () => {
    expect(age(9, null)).toBe('9歳')
    expect(age(1, 15)).toBe('1歳3か月')
    expect(age(1, 12)).toBe('1歳')
    expect(age(0, 5)).toBe('5か月')
    expect(age(0, 0)).toBe('生後1か月未満')
    language.current = 'en'
    expect(age(1, 15)).toBe('1 y 3 mo')
  })

  it('have no age where it is not known, which is not zero', () => {
    expect(age(null, null)).toBeUndefined()
    expect(age(0, null)).toBe('0歳')
  })
})
