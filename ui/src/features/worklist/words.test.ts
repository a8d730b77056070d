import { describe, expect, it } from 'vitest'
import type { WorkItem } from '$backend/bindings'
import { daysSince, fits, title } from './words'

const item: WorkItem = {
  case: 'SHI-0006',
  proband: 'F6-1',
  name: '渡部 剛',
  kana: 'わたなべ つよし',
  chart: '0019 4402',
  sex: 'male',
  age_years: 52,
  age_months: null,
  indication: '両下肢の異常感覚',
  ordered: ['遺伝性トランスサイレチンアミロイドーシス'],
  panels: ['amyloidosis'],
  people: 2,
  sequenced: 2,
  stage: 'return',
  waits_for: ['geneticist'],
  since: '2026-03-01T23:30:00Z',
  mine: true,
  imported_on: '2026-02-01T00:00:00Z',
  reported: 1,
  candidates: 1,
}

describe('the search for a case', () => {
  it.each(['渡部', '渡部剛', '渡部　剛', 'ﾜﾀﾅﾍﾞ', 'わたなべつよし', 'ワタナベ', '00194402', '0019 4402', 'ｓｈｉ-0006', 'トランスサイレチン', 'AMYLO', '剛 下肢'])('finds %s', (query) => {
    expect(fits(item, query)).toBe(true)
  })

  it.each(['渡辺', 'わたべ', 'SHI-0007', '剛 上肢'])('does not find %s', (query) => {
    expect(fits(item, query)).toBe(false)
  })

  it('finds a case of which nothing but its number is known', () => {
    const bare = { ...item, name: null, kana: null, chart: null, ordered: [], panels: [], indication: null }
    expect(fits(bare, 'shi')).toBe(true)
    expect(title(bare)).toBe('SHI-0006')
  })
})

describe('days of waiting', () => {
  const at = (year: number, month: number, day: number, hour = 12): Date => new Date(year, month - 1, day, hour)

  it('goes by the calendar and not by 24 hours', () => {
    const evening = at(2026, 3, 1, 23).toISOString()
    expect(daysSince(evening, at(2026, 3, 1, 23))).toBe(0)
    expect(daysSince(evening, at(2026, 3, 2, 1))).toBe(1)
    expect(daysSince(evening, at(2026, 4, 1))).toBe(31)
  })

  it('is never negative, because clocks of two devices differ', () => {
    expect(daysSince(at(2026, 3, 5).toISOString(), at(2026, 3, 4))).toBe(0)
    expect(daysSince('no time', at(2026, 3, 4))).toBe(0)
  })
})
