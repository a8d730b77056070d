import { describe, expect, it } from 'vitest'
import { band, breadth, figure, lies } from '../../src/shared/bands'

describe('figures of quality', () => {
  it('are compared with genomes or exomes by their number, or with nothing', () => {
    expect(breadth({ variants: 4_981_203 })).toBe('genome')
    expect(breadth({ variants: 58_204 })).toBe('exome')
    expect(breadth({ variants: 669 })).toBeUndefined()
  })

  it('lie below, within or above; both ends are within', () => {
    const expected = band('genome', 'ti_tv')
    expect(lies(1.94, expected)).toBe('low')
    expect(lies(expected?.from ?? 0, expected)).toBeUndefined()
    expect(lies(expected?.to ?? 9, expected)).toBeUndefined()
    expect(lies(2.3, expected)).toBe('high')
    expect(lies(0.06, band(undefined, 'contamination'))).toBe('high')
    expect(lies(900, band('genome', 'median_depth'))).toBeUndefined()
  })

  it('lie nowhere without a value or without an expectation', () => {
    expect(figure(null, band('genome', 'gq20'), String)).toBeNull()
    expect(figure(0, undefined, String)).toEqual({ text: '0', mark: undefined })
  })
})
