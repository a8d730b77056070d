import { describe, expect, it } from 'vitest'
import { moved, papers, places, use } from './sheet'

describe('a sheet of labels', () => {
  it('has as many places as the paper', () => {
    expect(places('standard')).toBe(24)
    expect(places('tube')).toBe(65)
  })

  it('knows which places are used, printed and free', () => {
    expect([1, 2, 3, 4, 5].map((place) => use(place, 3, 2))).toEqual(['used', 'used', 'printed', 'printed', 'free'])
  })

  it('takes another paper when the first is full', () => {
    expect(papers('standard', 1, 24)).toBe(1)
    expect(papers('standard', 2, 24)).toBe(2)
    expect(papers('tube', 65, 66)).toBe(2)
    expect(papers('standard', 5, 0)).toBe(1)
  })

  it('is walked by the arrows without leaving it', () => {
    expect(moved('standard', 1, 'ArrowDown')).toBe(4)
    expect(moved('standard', 2, 'ArrowUp')).toBe(2)
    expect(moved('tube', 65, 'ArrowRight')).toBe(65)
    expect(moved('tube', 7, 'End')).toBe(65)
    expect(moved('tube', 7, 'KeyA')).toBeUndefined()
  })
})
