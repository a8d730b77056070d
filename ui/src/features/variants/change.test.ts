import type { RepeatCell, VariantRow } from '$backend/bindings'
import { expect, test } from 'vitest'
import { changeOf, exchange, ranges, structural } from './change'

const repeat: RepeatCell = { locus: 'HTT', motif: 'CAG', range: 'pathogenic', alleles: [[{ copies: 19, least: 19, most: 19, range: 'normal' }, { copies: 45, least: 43, most: 60, range: 'pathogenic' }], [], null], normal_most: 26, pathogenic_least: 36, disease: null, source: null }
const row = { chrom: 'chr4', pos: 300, reference: 'C', alternate: '<STR45>', hgvs_c: null, repeat: null, structural: null } as VariantRow

test('a change is told by the sizes of a repeat, by type and size, by its name on the transcript, else by its bases', () => {
  expect(changeOf({ ...row, repeat })).toBe('(CAG)n 19/45')
  expect(changeOf({ ...row, structural: { kind: 'deletion', length: 28_413, end: 28_713, mate: null, genes: 2 } })).toBe('欠失 28.4 kb')
  expect(changeOf({ ...row, hgvs_c: 'c.1A>G' })).toBe('c.1A>G')
  expect(changeOf(row)).toBe('chr4:300 C><STR45>')
  expect(exchange({ ...row, reference: 'ACGTACGTACGTA', alternate: 'A' })).toBe('ACGTACGT…(13)>A')
})

test('of a breakend the other side is told, of a type without a name that of the file', () => {
  expect(structural({ kind: 'breakend', length: null, end: 300, mate: '9:150', genes: 1 }, 'N[9:150[')).toBe('切断点 → 9:150')
  expect(structural({ kind: 'other', length: 900, end: 1200, mate: null, genes: 0 }, '<CPX>')).toBe('<CPX> 900 bp')
})

test('nothing lies between two ranges that touch', () => {
  expect(ranges(repeat)).toBe('正常域 26以下・中間域 27～35・病的域 36以上')
  expect(ranges({ ...repeat, normal_most: 14, pathogenic_least: 15 })).toBe('正常域 14以下・病的域 15以上')
  expect(ranges({ ...repeat, normal_most: null })).toBe('この座位の基準値は、一覧にもファイルにもありません。')
})
