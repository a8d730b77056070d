import * as m from '$messages'
import type { PersonQuality } from '$backend/bindings'
import type { Cell } from './FigureTable.svelte'
import { decimal, percent } from './format'

/** What is expected of a figure: from, to; either may be open. */
export interface Band {
  from?: number
  to?: number
}

export type Measure = 'median_depth' | 'het_hom' | 'ti_tv' | 'gq20' | 'missing' | 'contamination'
export type Breadth = 'genome' | 'exome'

/** Fewer variants than an exome has cannot be compared. */
const EXOME = 15_000
/** More than any exome, fewer than any genome. */
const GENOME = 1_000_000

/**
 * Ti/Tv of genomes and exomes and het/hom by ancestry (East Asians about 1.4): Wang et al. 2015, 10.1093/bioinformatics/btu668.
 * Depth and genotype quality: what pipelines for germline genomes and exomes commonly ask for.
 */
const BANDS: Record<Breadth, Partial<Record<Measure, Band>>> = {
  genome: { median_depth: { from: 30 }, het_hom: { from: 1.2, to: 2 }, ti_tv: { from: 1.95, to: 2.2 }, gq20: { from: 0.95 } },
  exome: { median_depth: { from: 50 }, het_hom: { from: 1.2, to: 2 }, ti_tv: { from: 2.6, to: 3.4 }, gq20: { from: 0.95 } },
}

/** Genome or exome by the number of variants; undefined where there are too few to compare. */
export function breadth({ variants }: Pick<PersonQuality, 'variants'>): Breadth | undefined {
  if (variants >= GENOME) return 'genome'
  return variants >= EXOME ? 'exome' : undefined
}

/**
 * Of genomes and exomes alike. Records without a genotype: Anderson et al. 2010, 10.1038/nprot.2010.116. Contamination: hard
 * filter of gnomAD, 10.1038/s41586-020-2308-7.
 */
const ANY: Partial<Record<Measure, Band>> = { missing: { to: 0.03 }, contamination: { to: 0.05 } }

/** The figures that stand wherever the quality is summed up. */
export const MEASURES = [
  { measure: 'median_depth', title: m.shared_quality_depth, show: (value: number) => `${decimal(value, 0)}×` },
  { measure: 'het_hom', title: m.shared_quality_het_hom, show: (value: number) => decimal(value, 2) },
  { measure: 'ti_tv', title: m.shared_quality_ti_tv, show: (value: number) => decimal(value, 2) },
  { measure: 'gq20', title: m.shared_quality_gq20, show: (value: number) => percent(value, 1) },
] as const

/** What the figures of a family are compared with: the breadth of the first person; its members are sequenced alike. */
export function comparedWith(people: readonly Pick<PersonQuality, 'variants'>[]): Breadth | undefined {
  return people.map(breadth).find((found) => found !== undefined)
}

/** That breadth in words. */
export const BREADTHS: Record<Breadth, () => string> = { genome: m.shared_quality_genome, exome: m.shared_quality_exome }

export function band(of: Breadth | undefined, measure: Measure): Band | undefined {
  return ANY[measure] ?? (of === undefined ? undefined : BANDS[of][measure])
}

/** What is expected in words; nothing where nothing is. */
export function bandWords(expected: Band | undefined, show: (value: number) => string): string {
  if (expected?.from === undefined) return expected?.to === undefined ? '' : m.shared_band_to({ to: show(expected.to) })
  return expected.to === undefined ? m.shared_band_from({ from: show(expected.from) }) : m.shared_band_range({ from: show(expected.from), to: show(expected.to) })
}

/** On which side of what is expected a value lies; undefined within it, and where there is nothing to compare. */
export function lies(value: number, expected: Band | undefined): 'low' | 'high' | undefined {
  if (expected?.from !== undefined && value < expected.from) return 'low'
  return expected?.to !== undefined && value > expected.to ? 'high' : undefined
}

/** A value as it stands in a table of figures. */
export function figure(value: number | null, expected: Band | undefined, show: (value: number) => string): Cell {
  return value === null ? null : { text: show(value), mark: lies(value, expected) }
}
