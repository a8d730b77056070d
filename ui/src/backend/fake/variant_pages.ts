import type { DecisionPage, GenotypeCell, GenotypePage, PatternName, Score, TranscriptLine, VariantPage, VariantRow } from '../bindings'
import { geneAt, GENES } from './variant_genes'
import { proposed } from './variant_proposals'
import { ranking } from './variant_ranking'
import { chance, type Universe } from './variant_rows'

const CELLS: Record<GenotypeCell, string | null> = { reference: '0/0', heterozygous: '0/1', homozygous: '1/1', hemizygous: '1', not_called: './.', not_shown: null }
const PATTERNS: readonly PatternName[] = ['de_novo', 'dominant', 'recessive', 'compound_heterozygous', 'x_recessive', 'x_dominant']

function genotype(all: Universe, hit: VariantRow, cell: GenotypeCell, at: number): GenotypePage {
  const read = cell !== 'not_called' && cell !== 'not_shown'
  const depth = 18 + Math.floor(chance(hit.row, 70 + at) * 34)
  const share = { reference: 0, heterozygous: 0.4 + chance(hit.row, 80 + at) * 0.18, homozygous: 0.97, hemizygous: 1, not_called: 0, not_shown: 0 }[cell]
  const quality = Math.min(99, 30 + Math.floor(chance(hit.row, 90 + at) * 90))
  return {
    person: all.members[at]?.id ?? '',
    cell,
    gt: CELLS[cell],
    depth: read ? depth : cell === 'not_called' ? 3 : null,
    alternate_reads: read ? Math.round(depth * share) : null,
    genotype_quality: read ? quality : null,
    fields: read && at === 0 ? [{ name: 'PL', value: '812,0,746' }, { name: 'PS', value: '63721015' }] : [],
  }
}

const ACCESSIONS = ['NM_001142800.2', 'ENST00000503581.6', 'ENST00000370616.6', 'ENST00000342421.9', 'XM_011535822.3']

function transcripts(hit: VariantRow): TranscriptLine[] {
  const impact = /^(splice_donor|stop_gained|frameshift)/.test(hit.consequence ?? '') ? 'high' : hit.consequence === 'missense_variant' || hit.consequence === 'inframe_deletion' ? 'moderate' : 'low'
  return ACCESSIONS.slice(0, 2 + Math.floor(chance(hit.row, 100) * 4)).map((transcript, at) => ({
    gene: hit.gene,
    transcript,
    mane: at === 0 ? transcript : null,
    canonical: at === 1,
    consequences: at < 3 ? [hit.consequence ?? 'sequence_variant'] : ['intron_variant', 'non_coding_transcript_variant'],
    impact: at < 3 ? impact : 'modifier',
    hgvs_c: at < 3 && hit.hgvs_c !== null ? `${transcript}:${hit.hgvs_c}` : null,
    hgvs_p: at < 3 && hit.hgvs_p !== null ? `NP_001136272.1:${hit.hgvs_p}` : null,
    part: at < 3 ? `${4 + (hit.row % 30)}/43` : null,
    biotype: at < 3 ? 'protein_coding' : 'retained_intron',
  }))
}

/** The calibrated bands of REVEL (10.1016/j.ajhg.2022.10.013) and SpliceAI (10.1016/j.ajhg.2023.06.002). */
function band(name: string, value: number): string | null {
  if (name === 'revel') {
    if (value >= 0.932) return 'pp3_strong'
    if (value >= 0.773) return 'pp3_moderate'
    if (value >= 0.644) return 'pp3_supporting'
    if (value <= 0.016) return 'bp4_strong'
    if (value <= 0.183) return 'bp4_moderate'
    return value <= 0.29 ? 'bp4_supporting' : 'indeterminate'
  }
  if (name === 'spliceai') return value >= 0.2 ? 'pp3_supporting' : value <= 0.1 ? 'bp4_supporting' : 'indeterminate'
  return null
}

export function page(all: Universe, hit: VariantRow, partner: VariantRow | null, history: DecisionPage[], panels: string[]): VariantPage {
  const gene = GENES[geneAt(hit.gene)]
  const scores: Score[] = (['revel', 'cadd', 'spliceai'] as const).flatMap((name) => {
    const value = hit[name]
    return value === null ? [] : [{ name, value, band: band(name, value) }]
  })
  const frequency = (population: string, value: number | null, japanese = false): VariantPage['frequencies'][number] => ({ population, japanese, frequency: value })
  const part = (share: number): number | null => (hit.max_af === null ? null : Number((hit.max_af * share).toPrecision(3)))
  return {
    row: hit,
    normal_form: hit.key,
    ids: hit.max_af === null ? [] : [`rs${10_000_000 + hit.row * 7_919}`],
    quality: 300 + Math.floor(chance(hit.row, 120) * 2_000),
    gene:
      gene === undefined
        ? { symbol: hit.gene, hgnc: null, name: null, diseases: [], panels: [] }
        : { symbol: gene.symbol, hgnc: gene.hgnc, name: gene.name, diseases: gene.diseases.map(({ id, ja, en, nanbyo, modes }, at) => ({ id, name_en: en, name_ja: ja, shitei_nanbyo: nanbyo, modes: [...modes], score: Number(((hit.phenotype_score ?? 0) - at * 2.2).toFixed(1)) })), panels },
    ranking: ranking(all.id, hit),
    unranked: hit.score !== null ? null : hit.gene === '' ? 'no_gene' : hit.secondary ? 'not_returned' : 'lone_hit',
    genotypes: hit.genotypes.map((cell, at) => genotype(all, hit, cell, at)),
    transcripts: transcripts(hit),
    frequencies: [frequency('gnomad_exomes', part(0.8)), frequency('gnomad_genomes', part(1)), frequency('gnomad_popmax', hit.max_af), frequency('tommo', hit.japanese_af, true), frequency('gem_j', hit.japanese_af === null ? null : 0, true), frequency('hgvd', null, true)],
    frequency_chart: null,
    clinvar: hit.clinvar === null ? null : { class: hit.clinvar, words: { conflicting: 'Conflicting_classifications_of_pathogenicity', uncertain_significance: 'Uncertain_significance', likely_pathogenic: 'Likely_pathogenic', likely_benign: 'Likely_benign', benign: 'Benign' }[hit.clinvar] ?? 'Pathogenic', stars: hit.clinvar_stars, review: hit.clinvar_stars === 0 ? 'no_assertion_criteria_provided' : 'criteria_provided,_multiple_submitters,_no_conflicts', id: `VCV000${100_000 + hit.row * 31}` },
    scores,
    untold: hit.secondary ? ['PS2', 'PM6', 'PM3', 'PP1', 'BS4', 'BP2'] : [],
    patterns: (hit.secondary ? [] : PATTERNS).map((pattern, at) => ({ pattern, holds: pattern === hit.pattern, against: pattern === hit.pattern || at > 3 ? null : (all.members[1 + (at % Math.max(1, all.members.length - 1))]?.id ?? null) })),
    partner,
    ...proposed(hit, partner),
    decision: history[0] ?? null,
    history,
    info: [
      { name: 'AC', value: '2' },
      { name: 'AN', value: '6' },
      { name: 'MQ', value: '60.00' },
      { name: 'FS', value: '1.282' },
      { name: 'gnomad_pLI', value: '0.0000' },
      { name: 'LOFTEE', value: hit.consequence === 'frameshift_variant' ? 'HC' : '.' },
      { name: 'phyloP100way', value: '6.211' },
      { name: 'Interpro_domain', value: 'Laminin_G_domain&Concanavalin_A-like_lectin/glucanase_domain_superfamily' },
    ],
  }
}
