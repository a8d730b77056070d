import type { NotAsked, ProposalLine, Sentence, VariantPage, VariantRow } from '../bindings'
import { CRITERIA } from './criteria'

/** What is known of a gene; the numbers are invented. A gene without a validity is of no known disease, and of one that is not here nothing is known. */
interface Known {
  validity?: string
  recessive?: boolean
  pli: number
  loeuf: number
  z: number
}
const GENES: Record<string, Known> = {
  EYS: { validity: 'Definitive', recessive: true, pli: 0, loeuf: 0.91, z: -2.31 },
  USH2A: { validity: 'Definitive', recessive: true, pli: 0, loeuf: 0.83, z: -1.97 },
  ABCA4: { validity: 'Definitive', recessive: true, pli: 0, loeuf: 0.95, z: -0.52 },
  CRB1: { validity: 'Definitive', recessive: true, pli: 0, loeuf: 0.88, z: 0.31 },
  CNGA1: { validity: 'Definitive', recessive: true, pli: 0, loeuf: 1.12, z: 0.08 },
  MYO7A: { validity: 'Definitive', recessive: true, pli: 0, loeuf: 0.71, z: 0.94 },
  RHO: { validity: 'Definitive', pli: 0.01, loeuf: 1.07, z: 1.62 },
  PRPF31: { validity: 'Definitive', pli: 0.99, loeuf: 0.24, z: 1.88 },
  RPGR: { validity: 'Definitive', recessive: true, pli: 0.97, loeuf: 0.33, z: -0.14 },
  TTN: { validity: 'Moderate', pli: 0, loeuf: 0.62, z: -9.4 },
  FBN1: { validity: 'Definitive', pli: 1, loeuf: 0.11, z: 5.41 },
  TGFBR2: { validity: 'Definitive', pli: 0.84, loeuf: 0.38, z: 2.75 },
  SMAD3: { validity: 'Definitive', pli: 1, loeuf: 0.17, z: 3.63 },
  COL3A1: { validity: 'Definitive', pli: 1, loeuf: 0.15, z: 2.2 },
  MUC16: { pli: 0, loeuf: 0.74, z: -6.1 },
}
/** Another missense variant of ClinVar at the residue. */
const NEIGHBOURS: Record<string, readonly [variation: string, residue: string, criterion: string]> = { 'p.(Arg135Trp)': ['13028', 'L', 'PM5'], 'p.(Cys1325Arg)': ['549215', 'Y', 'PM5'], 'p.(Arg287Trp)': ['29861', 'W', 'PS1_Moderate'] }
/** PVS1 in its strengths, the weakest first. */
const PVS1 = ['PVS1_Supporting', 'PVS1_Moderate', 'PVS1_Strong', 'PVS1'] as const
/** The way of an effect through the tree of PVS1, and the strength at its end. */
const LOST: Record<string, readonly [steps: string, criterion: (typeof PVS1)[number], missing: readonly string[], removed: number]> = {
  transcript_ablation: ['pvs1_gene_deletion', 'PVS1', [], NaN],
  frameshift_variant: ['pvs1_frameshift pvs1_nmd pvs1_relevant_transcript', 'PVS1', [], 0.475],
  stop_gained: ['pvs1_stop_gained pvs1_no_nmd pvs1_region_unknown pvs1_share_large', 'PVS1_Strong', ['pvs1_missing_region', 'pvs1_missing_population'], 0.157],
  splice_donor_variant: ['pvs1_splice_site pvs1_no_nmd pvs1_region_unknown pvs1_share_small', 'PVS1_Moderate', ['pvs1_missing_frame', 'pvs1_missing_region', 'pvs1_missing_population', 'pvs1_missing_share'], NaN],
  start_lost: ['pvs1_start_lost pvs1_nothing_upstream', 'PVS1_Supporting', ['pvs1_missing_start', 'pvs1_missing_upstream'], 1],
}
/** How well loss of function is shown as the mechanism, with the steps by which PVS1 is lowered. */
const MECHANISMS = { established: 0, probable: 1, possible: 2, not_shown: 4 } as const
const DE_NOVO = "ClinGen SVI, recommendation for de novo criteria (PS2 and PM6), version 1.1 (2021); the limits of the probability are Shirube's own, the least that of one among the 8,355 ranked diseases"
const IN_TRANS = 'ClinGen SVI, recommendation for in trans criterion (PM3), version 1.0 (2019)'
const FREQUENCY = '10.1002/humu.23642; ClinGen SVI, recommendation for PM2, version 1.0 (2020); 10.1038/gim.2015.30'
const CONSTRAINT = '10.1038/s41586-023-06045-0; 10.1038/s41586-020-2308-7 (LOEUF of version 2.1.1); 10.1038/nature19057 (z of 3.09)'
const REVEL: readonly (readonly [from: number, criterion: string])[] = [[0.932, 'PP3_Strong'], [0.773, 'PP3_Moderate'], [0.644, 'PP3']]
const TOLERATED: readonly (readonly [to: number, criterion: string])[] = [[0.003, 'BP4_VeryStrong'], [0.016, 'BP4_Strong'], [0.183, 'BP4_Moderate'], [0.29, 'BP4']]

const written = (value: number | null | undefined): string => (value == null || Number.isNaN(value) ? '-' : String(value))
const place = ({ criterion }: { criterion: string }): number => CRITERIA.findIndex(({ code }) => code === criterion.split('_')[0])

/** A recessive disease or constraint against loss of function speak for it; constraint alone never establishes it. */
function mechanism(gene: Known | undefined): keyof typeof MECHANISMS {
  const recessive = gene?.recessive === true
  const constrained = gene !== undefined && (gene.pli >= 0.9 || gene.loeuf < 0.6)
  if (gene?.validity === 'Definitive') return recessive ? 'established' : 'probable'
  if (gene?.validity === 'Moderate') return recessive || constrained ? 'probable' : 'possible'
  return gene?.validity === undefined && constrained ? 'possible' : 'not_shown'
}

/** The criteria that the workbench would propose for a row, in small. */
export function proposed(hit: VariantRow, partner: VariantRow | null): Pick<VariantPage, 'proposals' | 'not_asked'> {
  const proposals: ProposalLine[] = []
  const not_asked: NotAsked[] = []
  const gene = GENES[hit.gene]
  const propose = (criterion: string, key: string, args: Sentence['args'], source: string, missing: readonly string[] = []): void => void proposals.push({ criterion, evidence: { key, args }, source, missing: [...missing] })
  const unknown = (key: string, ...criteria: string[]): void => void not_asked.push(...criteria.map((criterion) => ({ criterion, reason: { key, args: {} } })))

  const lost = LOST[hit.consequence ?? '']
  if (lost !== undefined) {
    const [way, criterion, missing, removed] = lost
    const shown = mechanism(gene)
    const args = { path: `${way} pvs1_mechanism_${shown}`, validity: gene?.validity ?? '-', pli: written(gene?.pli), loeuf: written(gene?.loeuf), removed: written(removed) }
    const lowered = PVS1[PVS1.indexOf(criterion) - MECHANISMS[shown]]
    if (gene === undefined) unknown('missing_mechanism', 'PVS1')
    else if (lowered === undefined) not_asked.push({ criterion: 'PVS1', reason: { key: 'pvs1_does_not_apply', args } })
    else propose(lowered, 'evidence_pvs1', args, '10.1002/humu.23626', [...missing, ...(gene.validity === undefined ? ['missing_validity'] : []), ...(shown === 'established' ? [] : ['pvs1_missing_mechanism'])])
  }

  const [population, most] = (hit.japanese_af ?? 0) > (hit.max_af ?? 0) ? ['tommo', hit.japanese_af ?? 0] : ['gnomad_popmax', hit.max_af ?? 0]
  const of = (limit: number): Sentence['args'] => ({ population, frequency: String(most), limit: String(limit) })
  const rare = gene?.recessive === true ? 1e-4 : 1e-5
  const untold = gene?.validity === undefined ? ['missing_mode'] : []
  if (most > 0.05) propose('BA1', 'evidence_ba1', of(0.05), FREQUENCY)
  else if (most > 0.01 && gene?.recessive === true) unknown('missing_bs1_recessive', 'BS1')
  else if (most > 0.01) propose('BS1', 'evidence_bs1', of(0.01), FREQUENCY, ['missing_bs1'])
  else if (hit.max_af === null && hit.japanese_af === null) propose('PM2_Supporting', 'evidence_pm2_absent', { ...of(rare), population: '-' }, FREQUENCY, [...untold, 'missing_callability'])
  else if (most < rare) propose('PM2_Supporting', 'evidence_pm2', of(rare), FREQUENCY, untold)

  const { revel, spliceai } = hit
  if (hit.consequence === 'missense_variant' && revel !== null) {
    const [against, tolerated] = [REVEL.find(([from]) => revel >= from), TOLERATED.find(([to]) => revel <= to)]
    const args = (limit: number): Sentence['args'] => ({ revel: String(revel), limit: String(limit), spliceai: written(spliceai) })
    const missing = spliceai === null ? ['missing_spliceai'] : []
    if (against !== undefined) propose(against[1], 'evidence_pp3_revel', args(against[0]), '10.1016/j.ajhg.2022.10.013, table 2', missing)
    if (tolerated !== undefined) propose(tolerated[1], 'evidence_bp4_revel', args(tolerated[0]), '10.1016/j.ajhg.2022.10.013, table 2', missing)
    const neighbour = NEIGHBOURS[hit.hgvs_p ?? '']
    if (neighbour !== undefined) propose(neighbour[2], neighbour[2].startsWith('PM5') ? 'evidence_pm5' : 'evidence_ps1', { clinvar: neighbour[0], residue: neighbour[1] }, '10.1038/gim.2015.30', neighbour[2].startsWith('PM5') ? [] : ['missing_splice_effect'])
    if (gene === undefined) unknown('missing_constraint', 'PP2', 'BP1')
    else if (gene.z >= 3.09) propose('PP2', 'evidence_pp2', { z: String(gene.z), pli: String(gene.pli), transcript: 'ENST00000316623.10' }, CONSTRAINT)
    else if (gene.z <= 0 && gene.pli >= 0.9) propose('BP1', 'evidence_bp1', { z: String(gene.z), pli: String(gene.pli), transcript: 'ENST00000378505.7' }, CONSTRAINT)
  }
  if (/^(splice_region|synonymous|intron)/.test(hit.consequence ?? '')) {
    const args = (limit: number): Sentence['args'] => ({ spliceai: String(spliceai), limit: String(limit) })
    if (spliceai === null) unknown('missing_spliceai', 'PP3', 'BP4', 'BP7')
    else if (spliceai >= 0.2) propose('PP3', 'evidence_pp3_spliceai', args(0.2), '10.1016/j.ajhg.2023.06.002')
    else if (spliceai <= 0.1) {
      propose('BP4', 'evidence_bp4_spliceai', args(0.1), '10.1016/j.ajhg.2023.06.002')
      propose('BP7', 'evidence_bp7', args(0.1), '10.1016/j.ajhg.2023.06.002')
    }
  }
  if (hit.consequence === 'inframe_deletion') propose('PM4', 'evidence_pm4_in_frame', {}, '10.1038/gim.2015.30', ['missing_repeat'])

  if (hit.genotypes.some((cell, at) => at > 0 && !['reference', 'heterozygous', 'homozygous', 'hemizygous'].includes(cell))) unknown('missing_parents', 'PS2')
  else if (hit.pattern === 'de_novo' && hit.gene === 'RHO') propose('PS2_Supporting', 'evidence_ps2', { points: '0.5', probability: '0.003' }, DE_NOVO, ['missing_phenotype_judgement'])
  else if (hit.pattern === 'de_novo') unknown('missing_phenotype_fit', 'PM6')
  if (hit.pattern === 'recessive' && gene?.recessive) propose('PM3_Supporting', 'evidence_pm3_homozygous', { points: '0.5' }, IN_TRANS)
  if (hit.notes.includes('note_phase_by_parents') && /pathogenic$/.test(partner?.clinvar ?? '')) propose('PM3', 'evidence_pm3_trans', { points: '1' }, IN_TRANS)
  else if (hit.notes.includes('note_phase_not_known')) unknown('missing_phase', 'PM3')
  return { proposals: proposals.toSorted((a, b) => place(a) - place(b)), not_asked: not_asked.toSorted((a, b) => place(a) - place(b)) }
}
