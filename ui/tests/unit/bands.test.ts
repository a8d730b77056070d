import { describe, expect, it } from 'vitest'
import { band, breadth, lies } from '../../src/shared/bands'

describe('figures of quality', () => {
  it('are compared with genomes or exomes by their number, or with nothing', () => {
    expect(breadth({ variants: 4_981_203 })).toBe('genome')
    expect(breadth({ variants: 58_204 })).toBe('exome')
    expect(breadth({ variants: 669 })).toBeUndefined()
  })

  it('lie below, within or above; both ends are within', () => {
    const expected = band('genome', 'ti_tv')
    expect(lies(1.94, expected)).toBe('low')
    expect(lies(expected?.from ?? null, expected)).toBe('within')
    expect(lies(expected?.to ?? 0, expected)).toBe('within')
    expect(lies(2.3, expected)).toBe('high')
    expect(lies(0.06, band(undefined, 'contamination'))).toBe('high')
    expect(lies(900, band('genome', 'median_depth'))).toBe('within')
  })

  it('lie nowhere without a value or without an expectation', () => {
    expect(lies(null, band('genome', 'gq20'))).toBeUndefined()
    expect(lies(0, undefined)).toBeUndefined()
  })
})
