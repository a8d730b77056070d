import { language } from '$shared/language.svelte'
import { afterEach, describe, expect, it } from 'vitest'
import { ageOf, isoAge, onsetWords } from './onset'

afterEach(() => (language.current = 'ja'))

describe('an onset in words', () => {
  it.each([
    ['HP:0011463', '幼児期', 'Childhood'],
    ['P4Y', '4歳', '4 y'],
    ['P7Y6M', '7歳6か月', '7 y 6 mo'],
    ['P3M', '3か月', '3 mo'],
    ['P1M15D', '1か月15日', '1 mo 15 d'],
    ['P2W', '14日', '14 d'],
    ['P10Y/P12Y', '10歳〜12歳', '10 y to 12 y'],
    ['30w2d', '妊娠30週2日', 'Gestation 30\u00a0w 2\u00a0d'],
  ])('%s', (onset, ja, en) => {
    expect(onsetWords(onset)).toBe(ja)
    language.current = 'en'
    expect(onsetWords(onset)).toBe(en)
  })

  it('keeps what it does not know as it was written', () => {
    for (const words of ['学童期とのみ', 'HP:9999999', 'P', 'P4Y/later']) expect(onsetWords(words)).toBe(words)
  })
})

describe('an age as typed', () => {
  it('takes figures of full width', () => expect(isoAge('１２', '')).toBe('P12Y'))
  it('is birth at zero', () => expect(isoAge('0', '')).toBe('P0Y'))
  it('leaves out zero years before months', () => expect(isoAge('', '8')).toBe('P8M'))
  it.each([
    ['', ''],
    ['121', ''],
    ['3', '12'],
    ['-1', ''],
    ['three', ''],
  ])('is refused: %s years %s months', (years, months) => expect(isoAge(years, months)).toBeUndefined())
  it('is read back as it was written', () => expect(ageOf(isoAge('7', '6') ?? '')).toEqual({ years: 7, months: 6, days: 0 }))
})
