import * as m from '$messages'
import { consequence } from '../words'
import type { Known } from './browser'

/** The genome browser's own names of what is known of a variant, in ours. */
const NAMES: Record<string, () => string> = {
  Chr: m.variants_genome_known_chr,
  Pos: m.variants_genome_known_pos,
  ID: m.variants_genome_known_id,
  Names: m.variants_genome_known_id,
  Ref: m.variants_genome_known_ref,
  Alt: m.variants_genome_known_alt,
  Filter: m.variants_genome_known_filter,
  GENE: m.variants_col_gene,
  CONSEQUENCE: m.variants_col_consequence,
  HGVS_C: m.variants_genome_known_hgvs_c,
  HGVS_P: m.variants_genome_known_hgvs_p,
  Sample: m.variants_genome_known_sample,
  Genotype: m.variants_genome_known_genotype,
  DP: m.variants_genome_known_depth,
  GQ: m.variants_genome_known_quality,
  ALT_READS: m.variants_genome_known_reads,
  Name: m.variants_col_gene,
  Location: m.variants_col_position,
  'Read Name': m.variants_genome_known_read,
  'Read Strand': m.variants_genome_known_strand,
  'Mapping Quality': m.variants_genome_known_mapping,
  Cigar: m.variants_genome_known_cigar,
  'Read Base': m.variants_genome_known_base,
  'Base Quality': m.variants_genome_known_base_quality,
  Insertion: m.variants_genome_known_insertion,
  'Total Count': m.variants_genome_known_depth,
  A: () => 'A',
  C: () => 'C',
  G: () => 'G',
  T: () => 'T',
  DEL: m.variants_genome_known_deletions,
  INS: m.variants_genome_known_insertions,
}

const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)

/** What is known of a thing that was clicked, as the lines of its box: only what has a name here and says something. */
export function known(list: readonly Known[]): string {
  const lines = list.flatMap((one) => {
    if (typeof one === 'string') return []
    const name = NAMES[(one.name ?? '').replace(/:$/, '')]
    const value = String(one.value ?? '').replace(/<[^>]*>/g, '').replaceAll('&lt;', '<')
    if (name === undefined || value === '' || value === '.') return []
    const words = one.name === 'CONSEQUENCE' ? value.split(',').map(consequence).join(', ') : value
    return [`<div><span>${escaped(name())}</span>&nbsp;&nbsp;${escaped(words)}</div>`]
  })
  return lines.join('')
}
