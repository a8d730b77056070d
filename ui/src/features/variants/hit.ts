import type { ClassName, GenotypeCell, VariantPage, VariantRow } from '$backend/bindings'
import { changeOf } from './change'

/** One row of the list: an allele in a gene under a pattern. */
export interface Hit extends VariantRow {
  /** The view that it stands in. */
  view: number
  /** Its place in that view, from 0. */
  place: number
}

/**
 * What tells a row from every other: an allele may have two, in two genes or under two patterns. Its number alone means another
 * allele once the case has changed.
 */
export function idOf(hit: VariantRow): string {
  return `${hit.row} ${hit.key} ${hit.gene} ${hit.pattern} ${hit.partner}`
}

/** Whether both are the same row. */
export function same(a: VariantRow | undefined, b: VariantRow | undefined): boolean {
  return a !== undefined && b !== undefined && idOf(a) === idOf(b)
}

/** Gene and change, as the variant is called in a sentence. */
export function nameOf(hit: VariantRow): string {
  return hit.gene === '' ? changeOf(hit) : `${hit.gene} ${changeOf(hit)}`
}

/** The letters of a class, as they are printed everywhere. */
export const LETTERS: Record<ClassName, 'B' | 'LB' | 'VUS' | 'LP' | 'P'> = {
  benign: 'B',
  likely_benign: 'LB',
  uncertain_significance: 'VUS',
  likely_pathogenic: 'LP',
  pathogenic: 'P',
}

/** From benign to pathogenic, as the keys 1 to 5 stand. */
export const CLASSES = ['benign', 'likely_benign', 'uncertain_significance', 'likely_pathogenic', 'pathogenic'] as const

export const GLYPHS: Record<GenotypeCell, 'absent' | 'het' | 'hom' | 'hemi' | 'not_called' | 'not_shown'> = {
  reference: 'absent',
  heterozygous: 'het',
  homozygous: 'hom',
  hemizygous: 'hemi',
  not_called: 'not_called',
  not_shown: 'not_shown',
}

/** What stands of the decisions about a variant; a decision that was taken back is none. */
export function standing(page: VariantPage | undefined): VariantPage['decision'] {
  return page?.decision == null || page.decision.verdict === 'open' ? null : page.decision
}
