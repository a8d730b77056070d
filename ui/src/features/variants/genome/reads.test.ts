import { expect, it } from 'vitest'
import { referenceOf } from './reads'

it('is told by the reads themselves', () => {
  const read = { start: 10, cigar: '5M', seq: 'ACGTA', tagDict: { MD: '2T2' } }
  expect(referenceOf([read], 8, 17)).toBe('NNACTTANN')
})

it('is told through insertions, deletions and clipped ends', () => {
  // Reference ACGTACGT; the read has two bases clipped, one inserted behind AC, and lacks GT.
  const read = { start: 0, cigar: '2S2M1I2D4M', seq: 'TTACGACGT', tagDict: { MD: '2^GT4' } }
  expect(referenceOf([read], 0, 8)).toBe('ACGTACGT')
})

it('is not told by a read that says nothing', () => {
  expect(referenceOf([{ start: 0, cigar: '3M', seq: 'ACG', tagDict: {} }], 0, 3)).toBe('NNN')
})

it('skips what is spliced out', () => {
  const read = { start: 0, cigar: '2M3N2M', seq: 'ACGT', tagDict: { MD: '4' } }
  expect(referenceOf([read], 0, 7)).toBe('ACNNNGT')
})
