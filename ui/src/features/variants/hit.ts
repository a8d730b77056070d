import type { ClassName, ExplainedRow, GenotypeCell, OpenedVariants, PresetLine, Reason, VariantPage, VariantRow } from '$backend/bindings'

/** One row of the list: an allele in a gene under a pattern. */
export type Hit = VariantRow & {
  notes: string[]
  /** Its place in the list, from 0. */
  place: number
}

/** A preset with its limits for one changed copy and for both. */
export type Preset = PresetLine & { max_af_recessive: number | null }

export type Opened = Omit<OpenedVariants, 'presets'> & { presets: Preset[] }

/** What became of one row, in sentences. */
export type Fate = Omit<ExplainedRow, 'reason' | 'reasons'> & { reasons: Reason[] }

/** What tells a row from every other: an allele may have two, in two genes or under two patterns. */
export function idOf(hit: VariantRow): string {
  return `${hit.row} ${hit.gene} ${hit.pattern} ${hit.partner}`
}

/** Whether both are the same row. */
export function same(a: VariantRow | undefined, b: VariantRow | undefined): boolean {
  return a !== undefined && b !== undefined && idOf(a) === idOf(b)
}

/** Gene and change, as the variant is called in a sentence. */
export function nameOf(hit: Hit): string {
  const change = hit.hgvs_c ?? `${hit.chrom}:${hit.pos} ${short(hit.reference)}>${short(hit.alternate)}`
  return hit.gene === '' ? change : `${hit.gene} ${change}`
}

/** An allele; a long one by its first bases and its length. */
export function short(allele: string): string {
  return allele.length > 12 ? `${allele.slice(0, 8)}…(${allele.length})` : allele
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
