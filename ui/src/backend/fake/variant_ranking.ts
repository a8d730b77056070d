import type { DiseaseFitPage, ExcludedLine, RankingPage, TermShareLine, VariantRow } from '../bindings'
import { TERMS } from './terms'
import { geneAt, GENES, type Gene } from './variant_genes'
import { chance } from './variant_rows'

type Signs = readonly (readonly [term: string, frequency: number | null])[]
/** The signs of a case, observed ones and those that were looked for and are not there, with how many published patients have them. */
const SIGNS: Record<string, { observed: Signs; excluded: Signs }> = {
  'SHI-0001': { observed: [['HP:0000510', 0.97], ['HP:0000662', 0.91], ['HP:0001133', 0.83], ['HP:0007737', 0.58], ['HP:0000512', null]], excluded: [['HP:0000407', 0.04], ['HP:0010442', null], ['HP:0001249', 0.02], ['HP:0001513', null]] },
  'SHI-0002': { observed: [['HP:0001166', 0.78], ['HP:0002650', 0.63], ['HP:0100807', null], ['HP:0000545', 0.55], ['HP:0200006', 0.31]], excluded: [['HP:0000175', 0.06], ['HP:0001249', null]] },
}
/** Almost everybody with Usher syndrome is hard of hearing. */
const HARD_OF_HEARING = ['USH2A', 'MYO7A', 'CDH23']
const two = (value: number): number => Number(value.toFixed(2))

function label(id: string): { term: string; label_ja: string | null; label_en: string } {
  const term = TERMS.find((one) => one.id === id)
  return { term: id, label_ja: term?.ja ?? null, label_en: term?.en ?? id }
}

/** The shares of the terms and the others add up to the score. */
function diseaseFit(id: string, hit: VariantRow, { symbol, diseases: [best] }: Gene): DiseaseFitPage | null {
  const { observed, excluded } = SIGNS[id] ?? { observed: [], excluded: [] }
  if (best === undefined) return null
  const phenotype = hit.phenotype_score ?? 0
  const of = geneAt(symbol)
  const terms = observed.map(([term, frequency], at): TermShareLine => {
    const above = chance(of, 130 + at) < 0.4 ? label(TERMS.find((one) => one.id === term)?.parents[0] ?? term) : undefined
    return { ...label(term), share: two(phenotype / 4 + (chance(of, 140 + at) - 0.6) * 4), matched_ja: above?.label_ja ?? null, matched_en: above?.label_en ?? null, frequency: above === undefined ? frequency : null }
  })
  const others = [
    { what: 'sex', share: best.modes.join() === 'x_linked_recessive' ? -2 : 0 },
    { what: 'gene', share: symbol === 'RP1L1' ? -0.7 : 0 },
    { what: 'onset', share: two((chance(of, 160) - 0.4) * 1.2) },
  ].filter(({ share }) => share !== 0)
  const probability = Math.min(0.97, Math.exp(phenotype) / 16_000)
  return {
    id: best.id,
    name_en: best.en,
    name_ja: best.ja,
    place: Math.max(1, Math.round(0.05 / probability)),
    probability,
    score: two([...terms, ...others].reduce((sum, { share }) => sum + share, 0)),
    terms,
    others,
    excluded: excluded.map(([term, frequency]): ExcludedLine => ({ ...label(term), frequency: term === 'HP:0000407' && HARD_OF_HEARING.includes(symbol) ? 0.98 : frequency })),
  }
}

export function ranking(id: string, hit: VariantRow): RankingPage | null {
  if (hit.score === null) return null
  const gene = GENES[geneAt(hit.gene)]
  const phenotype = hit.phenotype_score ?? 0
  const genes = { de_novo: 6, dominant: 14, recessive: 9, compound_heterozygous: 11, parental_mosaic: 1 }[hit.pattern as string] ?? 2
  const mode = { recessive: 'autosomal_recessive', compound_heterozygous: 'autosomal_recessive', x_dominant: 'x_linked_dominant' }[hit.pattern as string] ?? 'autosomal_dominant'
  return {
    score: hit.score,
    phenotype,
    genotype: hit.genotype_score ?? 0,
    pattern: hit.pattern,
    chance: genes,
    fit: gene?.diseases[0] === undefined ? 'unknown' : gene.diseases[0].modes.includes(mode) ? 'fits' : 'differs',
    undescribed: gene?.diseases[0] === undefined || phenotype < 0,
    disease: gene === undefined ? null : diseaseFit(id, hit, gene),
  }
}
