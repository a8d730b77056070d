import { afterEach, describe, expect, it } from 'vitest'
import { fold, matching } from '../../src/shared/commands.svelte'
import { bytes, count, day, duration, frequency, moment, parts, percent, position, shortDay } from '../../src/shared/format'
import { language } from '../../src/shared/language.svelte'
import { known, text } from '../../src/shared/text'

afterEach(() => (language.current = 'ja'))

describe('days', () => {
  it('are written as in Japan', () => {
    expect(day('2026-03-05')).toBe('2026年3月5日')
    expect(moment('2026-03-05T09:04:00')).toBe('2026年3月5日 09:04')
    expect(shortDay('2026-03-05')).toBe('2026-03-05')
  })

  it('say no more than is known', () => {
    expect(day('2026-03')).toBe('2026年3月')
    expect(day('2026')).toBe('2026年')
    expect(shortDay('2026-03')).toBe('2026-03')
    language.current = 'en'
    expect(day('2026-03')).toBe('Mar 2026')
  })

  it('are written in English where that is the language', () => {
    language.current = 'en'
    expect(day('2026-03-05')).toBe('5 Mar 2026')
  })

  it('never move with the time zone when there is no time', () => {
    for (const iso of ['2026-01-01', '2026-12-31', '1926-12-25']) expect(shortDay(iso)).toBe(iso)
  })

  it('give back what is no day', () => {
    expect(day('unknown')).toBe('unknown')
  })
})

describe('frequencies', () => {
  it('keep two digits', () => {
    expect([0.34, 0.5, 0.0123, 0.007, 0.001].map(frequency)).toEqual(['0.34', '0.50', '0.012', '0.0070', '0.0010'])
    expect([0.00034, 1.234e-5, 9.96e-6, 4e-7].map(frequency)).toEqual(['3.4e-4', '1.2e-5', '1.0e-5', '4.0e-7'])
  })

  it('never round a rare allele to zero', () => {
    expect(frequency(1e-9)).not.toBe('0')
    expect(frequency(0)).toBe('0')
  })
})

describe('amounts', () => {
  it('say bytes as people do', () => {
    expect([0, 999, 1000, 1_420_000_000, 99_960_000, 3.8e12].map(bytes)).toEqual(['0 B', '999 B', '1.0 kB', '1.4 GB', '100 MB', '3.8 TB'])
  })

  it('say how long it takes', () => {
    expect([0, 40, 170, 4800].map(duration)).toEqual(['1秒', '40秒', '3分', '1時間20分'])
  })

  it('group thousands', () => {
    expect(count(4981203)).toBe('4,981,203')
    expect(position('chr7', 117559590)).toBe('chr7:117,559,590')
    expect(percent(0.374)).toBe('37%')
  })
})

describe('names of HGVS', () => {
  it('break between their parts and lose nothing', () => {
    const name = 'NM_000492.4(CFTR):c.1521_1523delCTT p.(Phe508del)'
    expect(parts(name).join('')).toBe(name)
    expect(parts(name)).toContain('p.(Phe508del)')
    expect(parts('NM_000059.4:c.68-2A>G').join('|')).toBe('NM_|000059.4:|c.68-2A>|G')
  })
})

describe('words', () => {
  it('are found without regard to width, case and kana', () => {
    expect(fold('ＡＢＣ ハブ')).toBe('abc はぶ')
    const list = [{ id: 'a', title: '症例一覧', words: 'しょうれい worklist', run: () => {} }]
    expect(matching(list, 'ショウレイ')).toHaveLength(1)
    expect(matching(list, 'Work 症例')).toHaveLength(1)
    expect(matching(list, 'hub')).toHaveLength(0)
  })

  it('that nobody sees are found by their beginning, and in Japanese, which writes no space, anywhere', () => {
    const list = [{ id: 'a', title: 'キー操作の一覧', words: 'keys', run: () => {} }, { id: 'b', title: 'SHI-0013', words: 'QT延長症候群 0040 2215 long-QT', run: () => {} }]
    const found = (query: string): string[] => matching(list, query).map(({ id }) => id)
    expect(found('EYS')).toEqual([])
    expect(found('key')).toEqual(['a'])
    expect(found('操作')).toEqual(['a'])
    for (const query of ['延長', 'qt', 'qt延', '2215', 'long-qt', 'shi']) expect(found(query), query).toEqual(['b'])
  })

  it('of a code follow the language', () => {
    expect(text('shared.class-lp')).toBe('病的の可能性が高い')
    language.current = 'en'
    expect(text('shared.class-lp')).toBe('Likely pathogenic')
    expect(known('shared_class_x')).toBe(false)
    expect(text('shared_class_x')).toBe('shared_class_x')
  })
})
