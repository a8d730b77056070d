import { expect, it } from 'vitest'
import { around, moved, scaled } from './browser'

const variant = { chrom: 'chr10', pos: 121_520_163, reference: 'G', alternate: 'C' }

it('shows a variant in the middle', () => {
  expect(around(variant)).toEqual({ chrom: 'chr10', start: 121_519_163, end: 121_521_163 })
  expect(around({ ...variant, pos: 5 }).start).toBe(1)
})

it('keeps the middle when it comes closer, and never goes below what can be drawn', () => {
  expect(scaled({ chrom: '1', start: 1_001, end: 2_000 }, 0.5)).toEqual({ chrom: '1', start: 1_251, end: 1_750 })
  expect(scaled({ chrom: '1', start: 1_001, end: 2_000 }, 2)).toEqual({ chrom: '1', start: 501, end: 2_500 })
  const { start, end } = scaled({ chrom: '1', start: 101, end: 140 }, 0.5)
  expect(end - start + 1).toBe(40)
})

it('moves by a share of its width, but not before the first base', () => {
  expect(moved({ chrom: '1', start: 1_001, end: 2_000 }, 0.5)).toEqual({ chrom: '1', start: 1_501, end: 2_500 })
  expect(moved({ chrom: '1', start: 101, end: 1_100 }, -0.5)).toEqual({ chrom: '1', start: 1, end: 1_000 })
})
