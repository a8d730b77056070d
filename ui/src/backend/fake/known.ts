import type { Commands } from '../backend'
import type { DiseaseNamed, KnownPage, SignOfDisease, SourceLine } from '../bindings'
import { TERMS } from './terms'
import { GENES, type Gene } from './variant_genes'
import { fault } from './variants'

const sources: SourceLine[] = [
  { kind: 'hpoa', name: 'phenotype.hpoa', release: '2026-09-01', sha256: null },
  { kind: 'genes_to_disease', name: 'genes_to_disease.txt', release: '2026-09-01', sha256: null },
  { kind: 'clingen', name: 'Clingen-Gene-Disease-Summary.csv', release: '2026-08-30', sha256: null },
  { kind: 'panelapp', name: 'panel-307.json', release: null, sha256: null },
]

/** What a second source has under an id of its own. */
const TWINS: Record<string, string> = { 'OMIM:154700': 'ORPHA:558' }

const named = ({ id, ja, en, nanbyo, modes }: Gene['diseases'][number]): DiseaseNamed => ({ id, name_ja: ja, name_en: en, shitei_nanbyo: nanbyo, modes: [...modes], also: [TWINS[id]].filter((twin) => twin !== undefined) })

function ofGene(gene: Gene): KnownPage {
  return {
    gene: {
      symbol: gene.symbol,
      hgnc: gene.hgnc,
      other_symbols: gene.symbol === 'EYS' ? ['SPAM', 'C6orf178', 'RP25'] : [],
      diseases: gene.diseases.map(named),
      validity: gene.diseases.slice(0, 1).map(({ en, modes }) => ({ class: 'Definitive', disease: 'MONDO:0019200', name: en, mode: modes[0] ?? null, date: '2025-11-06', panel: 'Retina Gene Curation Expert Panel' })),
      constraint: { transcript: 'ENST00000503581.6', pli: 0, loeuf: 0.91, missense_z: -0.4, flags: [] },
      panels: [
        { name: 'Retinal disorders', version: '7.12', published: '2026-08-14', grade: 'green', mode: 'BIALLELIC, autosomal or pseudoautosomal' },
        { name: 'retinal-dystrophy', version: '1', published: null, grade: null, mode: null },
      ],
    },
    disease: null,
    sources,
  }
}

/** The signs of every disease of the fake: those of a retinal dystrophy, and what hardly anybody has. */
function signs(compared: boolean): SignOfDisease[] {
  const has = ['HP:0000510', 'HP:0000662', 'HP:0001133', 'HP:0000512']
  const not = ['HP:0000407', 'HP:0001249']
  const line = (term: string, at: number): SignOfDisease => {
    const words = TERMS.find((one) => one.id === term)
    return { term, label_ja: words?.ja ?? null, label_en: words?.en ?? term, share: at < 4 ? 0.97 - at * 0.11 : null, examined: at < 3 ? 112 - at * 9 : null, class: at === 4 ? 'occasional' : null, patient: !compared ? null : has.includes(term) ? 'present' : not.includes(term) ? 'absent' : null }
  }
  return [...has, 'HP:0000545', ...not].map(line)
}

export const fake: Partial<Commands> = {
  async knownPage(what, id) {
    const gene = GENES.find(({ symbol }) => symbol === what)
    if (gene !== undefined) return ofGene(gene)
    const isIt = ({ id }: { id: string }): boolean => id === what || TWINS[id] === what
    const genes = GENES.filter(({ diseases }) => diseases.some(isIt))
    const disease = genes[0]?.diseases.find(isIt)
    if (disease === undefined) throw fault('bad_input', `gene "${what}": expected a gene symbol, disease id or chrom-pos-ref-alt that the reference data know`)
    return { gene: null, disease: { named: { ...named(disease), id: what, also: [] }, same: ['MONDO:0019200', 'ORPHA:791'], genes: genes.map(({ symbol }) => symbol), signs: signs(id !== null), compared: id !== null }, sources }
  },
}
