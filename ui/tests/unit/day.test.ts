import { describe, expect, it } from 'vitest'
import { isDay, readDay } from '../../src/shared/day'

describe('a day', () => {
  it('is read in every way in which it is written', () => {
    for (const written of ['2026-11-29', '2026/11/29', '2026.11.29', '20261129', '2026年11月29日', '２０２６年１１月２９日', '令和8年11月29日', ' 令和 8年 11月 29日 ', 'R8.11.29', 'r8/11/29', 'Ｒ８．１１．２９']) {
      expect(readDay(written), written).toBe('2026-11-29')
    }
    expect(readDay('平成元年1月8日')).toBe('1989-01-08')
    expect(readDay('昭和64年1月7日')).toBe('1989-01-07')
    expect(readDay('2026/3/5')).toBe('2026-03-05')
  })

  it('stays as it was written where it is none', () => {
    for (const written of ['', '2026', '2026-02-30', '2025-02-29', '29.11.2026', '11/29/2026', '令和8年13月1日', '20261329', 'R0.1.1x']) {
      expect(readDay(written), written).toBe(written)
      expect(isDay(written), written).toBe(false)
    }
    expect(isDay('2024-02-29')).toBe(true)
    expect(isDay('2024/02/29')).toBe(false)
  })
})
