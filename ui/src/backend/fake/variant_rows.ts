import type { DecidedCell, FilterRequest, GenotypeCell, KindCounts, KindName, MemberColumn, PatternName, RepeatCell, SortColumn, StructuralCell, VariantRow } from '../bindings'
import { families } from './families'
import { gene, geneAt, GENES } from './variant_genes'

/** The alleles of one example case, as columns of numbers: a row is only made when it is asked for. */
export interface Universe {
  id: string
  /** Alleles in the file. */
  alleles: number
  size: number
  members: MemberColumn[]
  gene: Uint16Array
  consequence: Uint8Array
  pattern: Int8Array
  /** NaN is no entry. */
  af: Float32Array
  japanese: Float32Array
  poor: Uint8Array
  score: Float32Array
  /** The other row of a pair, else -1. */
  partner: Int32Array
  /** Entries of an allele that stands once more, in another gene, with the row that it has in the table. */
  again: Map<number, number>
  written: Map<number, Written>
}

/** What is written out for the rows that tell the story of a case. */
export interface Written {
  key?: string
  c?: string | null
  p?: string | null
  clinvar?: string
  stars?: number
  revel?: number
  cadd?: number
  spliceai?: number
  filter?: string
  rescued?: boolean
  /** In a gene of which the parents did not want to know. */
  secondary?: boolean
  notes?: string[]
  looked?: string[]
  /** The consequence, where it is none of the list. */
  term?: string
  structural?: StructuralCell
  repeat?: RepeatCell
}

export const PATTERNS: readonly PatternName[] = ['de_novo', 'dominant', 'recessive', 'compound_heterozygous', 'x_recessive', 'x_dominant', 'y_linked', 'mitochondrial', 'hemizygous_deletion', 'parental_mosaic']
const BOTH_COPIES: readonly PatternName[] = ['recessive', 'compound_heterozygous', 'x_recessive', 'mitochondrial']
/** The gravest first; the first nine are lost function, coding or splice. */
export const CONSEQUENCES = ['splice_donor_variant', 'stop_gained', 'frameshift_variant', 'start_lost', 'inframe_deletion', 'missense_variant', 'splice_region_variant', 'synonymous_variant', '3_prime_UTR_variant', 'intron_variant'] as const
const [LOSS, CODING, MILD] = [4, 7, 9]

/** A number from 0 to 1 that is always the same for the same row and question. */
export function chance(row: number, question: number): number {
  let x = Math.imul(row + 0x9e3779b9, 0x85ebca6b) ^ Math.imul(question + 1, 0xc2b2ae35)
  x = Math.imul(x ^ (x >>> 15), 0x2c1b3c6d)
  x = Math.imul(x ^ (x >>> 12), 0x297a2d39)
  return ((x ^ (x >>> 15)) >>> 0) / 4_294_967_296
}

function blank(id: string, alleles: number, size: number): Universe {
  const members = (families[id]?.people ?? []).filter((person, at) => person.sequenced || at === 0).map(({ id, name, sex, affection, relation }) => ({ id, name, sex, affection, relation }))
  return { id, alleles, size, members, gene: new Uint16Array(size), consequence: new Uint8Array(size), pattern: new Int8Array(size).fill(-1), af: new Float32Array(size).fill(NaN), japanese: new Float32Array(size).fill(NaN), poor: new Uint8Array(size), score: new Float32Array(size), partner: new Int32Array(size).fill(-1), again: new Map(), written: new Map() }
}

/** Fills the rows from `first` on. `kept` is how many in a hundred a usual preset leaves. */
function fill(all: Universe, first: number, genes: number, kept: number): void {
  for (let row = first; row < all.size; row++) {
    const rare = chance(row, 1) * 100 < kept
    all.gene[row] = GENES.length + Math.floor(chance(row, 2) ** 2 * (genes - GENES.length))
    all.consequence[row] = rare ? 1 + Math.floor(chance(row, 3) * 6) : Math.floor(chance(row, 3) * CONSEQUENCES.length)
    const af = rare ? 10 ** (-6.5 + chance(row, 4) * 2.4) : 10 ** (-4 + chance(row, 4) * 3.7)
    all.af[row] = chance(row, 5) < (rare ? 0.35 : 0.1) ? NaN : af
    all.japanese[row] = chance(row, 6) < (rare ? 0.6 : 0.2) ? NaN : Math.min(1, af * (0.3 + chance(row, 7) * 2))
    all.pattern[row] = rare || chance(row, 8) < 0.4 ? [0, 1, 2, 5][Math.floor(chance(row, 9) * 4)] ?? 1 : -1
    all.poor[row] = chance(row, 10) < (rare ? 0.04 : 0.2) ? 1 : 0
    all.score[row] = -6 + chance(row, 11) * 7
  }
}

interface Story extends Written {
  gene: string
  consequence: (typeof CONSEQUENCES)[number]
  pattern: PatternName
  af: number | null
  japanese: number | null
  score: number
  pairs?: number
  again?: number
}

function tell(all: Universe, stories: readonly Story[]): void {
  stories.forEach(({ gene: symbol, consequence, pattern, af, japanese, score, pairs, again, ...written }, row) => {
    all.gene[row] = geneAt(symbol)
    all.consequence[row] = CONSEQUENCES.indexOf(consequence)
    all.pattern[row] = PATTERNS.indexOf(pattern)
    all.af[row] = af ?? NaN
    all.japanese[row] = japanese ?? NaN
    all.score[row] = score
    all.partner[row] = pairs ?? -1
    if (again !== undefined) all.again.set(row, again)
    all.written.set(row, written)
  })
}

function retina(): Universe {
  const all = blank('SHI-0001', 4_981_203, 1_400)
  fill(all, 16, 120, 1.1)
  tell(all, [
    { gene: 'EYS', consequence: 'frameshift_variant', pattern: 'compound_heterozygous', af: 0.00021, japanese: 0.0043, score: 18.4, pairs: 1, key: '6-64574123-A-AT', c: 'c.4957dup', p: 'p.(Ser1653LysfsTer2)', clinvar: 'pathogenic', stars: 2, cadd: 33, notes: ['note_phase_by_parents', 'note_clinvar_pathogenic'], looked: ['佐藤 健'] },
    { gene: 'EYS', consequence: 'missense_variant', pattern: 'compound_heterozygous', af: 0.00012, japanese: 0.0019, score: 18.4, pairs: 0, key: '6-63721015-T-C', c: 'c.8804A>G', p: 'p.(Tyr2935Cys)', clinvar: 'likely_pathogenic', stars: 1, revel: 0.81, cadd: 26.4, notes: ['note_phase_by_parents'], looked: ['佐藤 健'] },
    { gene: 'RHO', consequence: 'missense_variant', pattern: 'de_novo', af: null, japanese: null, score: 11.2, key: '3-129530917-C-T', c: 'c.403C>T', p: 'p.(Arg135Trp)', revel: 0.94, cadd: 28.1, notes: ['note_frequency_not_given'] },
    { gene: 'USH2A', consequence: 'missense_variant', pattern: 'compound_heterozygous', af: 0.0008, japanese: 0.0031, score: 7.9, pairs: 4, key: '1-216247118-C-T', c: 'c.2276G>T', p: 'p.(Cys759Phe)', clinvar: 'conflicting', stars: 1, revel: 0.66, cadd: 24.8, notes: ['note_phase_not_known', 'note_clinvar_conflicting', 'note_father_poorly_covered'] },
    { gene: 'USH2A', consequence: 'splice_region_variant', pattern: 'compound_heterozygous', af: 0.00004, japanese: null, score: 7.9, pairs: 3, key: '1-215990482-T-C', c: 'c.8559-5A>G', p: null, spliceai: 0.31, notes: ['note_phase_not_known', 'note_splice_predicted'] },
    { gene: 'PRPF31', consequence: 'splice_donor_variant', pattern: 'de_novo', af: null, japanese: null, score: 6.1, key: '19-54118322-G-A', c: 'c.527+1G>A', p: null, spliceai: 0.98, filter: 'LowQual', rescued: true, clinvar: 'pathogenic', stars: 1, notes: ['note_clinvar_rescued'] },
    { gene: 'ABCA4', consequence: 'missense_variant', pattern: 'recessive', af: 0.0002, japanese: 0.0007, score: 5.2, key: '1-94008251-C-T', c: 'c.5882G>A', p: 'p.(Gly1961Glu)', clinvar: 'pathogenic', stars: 3, revel: 0.88, cadd: 25.2 },
    { gene: 'CRB1', consequence: 'inframe_deletion', pattern: 'recessive', af: 0.000031, japanese: 0.00021, score: 4.4, key: '1-197421842-CTTGGACGGTGCTGAAACCTTCAAGGAGC-C', c: 'c.2843_2870del', p: 'p.(Leu948_Ala957del)' },
    { gene: 'RP1L1', consequence: 'missense_variant', pattern: 'de_novo', af: 0.0000061, japanese: null, score: 3.1, key: '8-10622874-G-A', c: 'c.133C>T', p: 'p.(Arg45Trp)', clinvar: 'uncertain_significance', stars: 0, revel: 0.41, cadd: 22.7 },
    { gene: 'CNGA1', consequence: 'stop_gained', pattern: 'parental_mosaic', af: 0.000012, japanese: 0.0001, score: 2.7, key: '4-47937021-G-A', c: 'c.1747C>T', p: 'p.(Arg583Ter)', cadd: 38, clinvar: 'likely_pathogenic', stars: 1 },
    { gene: 'MYO7A', consequence: 'synonymous_variant', pattern: 'recessive', af: 0.0042, japanese: 0.011, score: 1.4, key: '11-77201448-G-A', c: 'c.4323C>T', p: 'p.(Asp1441=)', clinvar: 'benign', stars: 2, spliceai: 0.02 },
    { gene: 'TTN', consequence: 'frameshift_variant', pattern: 'de_novo', af: null, japanese: null, score: 0.8, key: '2-178577602-CA-C', c: 'c.69112del', p: 'p.(Trp23038GlyfsTer9)', secondary: true, notes: ['note_frequency_not_given', 'note_origin_not_analysed'] },
    { gene: 'RPGR', consequence: 'missense_variant', pattern: 'x_dominant', af: 0.00002, japanese: null, score: 0.5, key: 'X-38286440-C-T', c: 'c.2411G>A', p: 'p.(Gly804Glu)', revel: 0.22, cadd: 12.3 },
    { gene: 'TFPT', consequence: 'splice_region_variant', pattern: 'de_novo', af: null, japanese: null, score: 0.4, again: 5, c: null, p: null, spliceai: 0.98, filter: 'LowQual', rescued: true, clinvar: 'pathogenic', stars: 1, notes: ['note_clinvar_rescued'] },
    { gene: 'NF1', consequence: 'splice_donor_variant', pattern: 'de_novo', af: null, japanese: null, score: 0.35, key: '17-30780412-N-<DEL>', c: null, p: null, term: 'transcript_ablation', structural: { kind: 'deletion', length: 1_204_117, end: 31_984_529, mate: null, genes: 12 }, notes: ['note_frequency_not_given'] },
    { gene: 'ATXN7', consequence: 'frameshift_variant', pattern: 'dominant', af: null, japanese: null, score: 0.3, key: '3-63912684-C-<STR48>', c: null, p: null, term: 'feature_elongation', repeat: ataxin(), notes: ['note_frequency_not_given'] },
  ])
  return all
}

function ataxin(): RepeatCell {
  const normal = (copies: number): { copies: number; least: number; most: number; range: 'normal' } => ({ copies, least: copies, most: copies, range: 'normal' })
  const long = { copies: 48, least: 44, most: 53, range: 'pathogenic' } as const
  return { locus: 'ATXN7', motif: 'CAG', range: 'pathogenic', alleles: [[normal(10), long], [normal(10), { copies: 30, least: 29, most: 31, range: 'intermediate' }], []], normal_most: 19, pathogenic_least: 36, disease: 'Spinocerebellar ataxia 7', source: 'GeneReviews NBK535148 (2019-11-07)' }
}

function marfan(): Universe {
  const all = blank('SHI-0002', 5_012_334, 24_000)
  fill(all, 6, 6_000, 93)
  tell(all, [
    { gene: 'FBN1', consequence: 'missense_variant', pattern: 'dominant', af: null, japanese: null, score: 21.3, key: '15-48474587-A-G', c: 'c.3973T>C', p: 'p.(Cys1325Arg)', clinvar: 'pathogenic', stars: 2, revel: 0.97, cadd: 31, notes: ['note_frequency_not_given', 'note_clinvar_pathogenic'], looked: ['佐藤 健', '勅使河原 アレクサンドラ小百合'] },
    { gene: 'TGFBR2', consequence: 'missense_variant', pattern: 'dominant', af: 0.0000041, japanese: 0.0001, score: 9.9, key: '3-30672246-G-A', c: 'c.1336G>A', p: 'p.(Asp446Asn)', revel: 0.72, cadd: 27.6 },
    { gene: 'COL3A1', consequence: 'splice_donor_variant', pattern: 'dominant', af: null, japanese: null, score: 8.3, key: '2-188991721-GTAAGTATTTTTAAGAACATTTCAGATTTTAAAACCTTGACTTTCAGGGTGAAAGAGGAGAACCTGGACCTCAAGGTCATGCTGGTGCTCAAGGTCCTCCTG-G', c: 'c.1194+1_1195-18del', p: null, spliceai: 0.99 },
    { gene: 'MYH11', consequence: 'inframe_deletion', pattern: 'dominant', af: 0.00008, japanese: 0.0009, score: 5.5, key: '16-15717157-CCTT-C', c: 'c.4578_4580del', p: 'p.(Lys1526_Glu1527delinsLys)', clinvar: 'uncertain_significance', stars: 1 },
    { gene: 'SMAD3', consequence: 'missense_variant', pattern: 'de_novo', af: null, japanese: null, score: 4.8, key: '15-67181443-C-T', c: 'c.859C>T', p: 'p.(Arg287Trp)', revel: 0.9, cadd: 29.9 },
    { gene: 'FBN1', consequence: 'synonymous_variant', pattern: 'dominant', af: 0.00003, japanese: null, score: 21.3, key: '15-48520712-G-A', c: 'c.1875C>T', p: 'p.(Asn625=)', clinvar: 'likely_benign', stars: 2, spliceai: 0.01 },
  ])
  return all
}

/** Nothing is left by the usual presets. */
function unsolved(): Universe {
  const all = blank('SHI-0003', 4_102_877, 300)
  fill(all, 0, 200, 0)
  for (let row = 0; row < all.size; row++) {
    all.consequence[row] = MILD
    all.pattern[row] = 1
    all.af[row] = row < 4 ? 0.0004 : 0.2
    if (row < 4) all.consequence[row] = 7
  }
  return all
}

const MAKERS: Record<string, () => Universe> = { 'SHI-0001': retina, 'SHI-0002': marfan, 'SHI-0003': unsolved }
const made = new Map<string, Universe>()

export function universe(id: string): Universe {
  const known = made.get(id)
  if (known !== undefined) return known
  const next = (MAKERS[id] ?? retina)()
  if (next.members.length === 0) next.members = retina().members
  made.set(id, next)
  return next
}

interface Limits {
  dominant: number
  recessive: number
}
export interface PresetRule {
  name: string
  patterns: readonly PatternName[]
  limits: Limits | null
  consequence: number
  quality: boolean
  clinvar?: boolean
}

const RARE: Limits = { dominant: 1e-4, recessive: 0.01 }
export const PRESETS: readonly PresetRule[] = [
  { name: 'standard', patterns: PATTERNS, limits: RARE, consequence: CODING, quality: true },
  { name: 'strict_de_novo', patterns: ['de_novo'], limits: RARE, consequence: CODING, quality: true },
  { name: 'dominant_rare', patterns: ['de_novo', 'dominant', 'x_dominant'], limits: RARE, consequence: CODING, quality: true },
  { name: 'recessive', patterns: ['recessive', 'compound_heterozygous', 'hemizygous_deletion'], limits: RARE, consequence: CODING, quality: true },
  { name: 'compound_heterozygous', patterns: ['compound_heterozygous', 'hemizygous_deletion'], limits: RARE, consequence: CODING, quality: true },
  { name: 'x_linked', patterns: ['x_recessive', 'x_dominant'], limits: RARE, consequence: CODING, quality: true },
  { name: 'clinvar_rescue', patterns: [], limits: null, consequence: CONSEQUENCES.length, quality: false, clinvar: true },
  { name: 'relaxed', patterns: PATTERNS, limits: { dominant: 1e-3, recessive: 0.02 }, consequence: MILD, quality: false },
  { name: 'panel_only', patterns: [], limits: null, consequence: CONSEQUENCES.length, quality: false },
]

/** Lists that are made from other sources than panels. */
const MADE: Record<string, readonly string[]> = { 指定難病90: ['EYS', 'USH2A', 'ABCA4', 'CRB1', 'RHO', 'PRPF31', 'CNGA1'], 指定難病167: ['FBN1'], 'insured-tests': ['FBN1', 'CDH23', 'MYO7A'], 'acmg_sf_v3.2': ['FBN1', 'TGFBR2', 'SMAD3', 'MYH11', 'COL3A1'] }
const AMBER: Record<string, readonly string[]> = { 'Retinal disorders': ['PDE6B', 'TFPT'] }

export const PANELS: Record<string, readonly string[]> = { 'retinal-dystrophy': ['EYS', 'USH2A', 'RP1L1', 'ABCA4', 'CRB1', 'RHO', 'PRPF31', 'CNGA1', 'RPGR'], 'hearing-loss': ['USH2A', 'MYO7A', 'CDH23'], 'Retinal disorders': ['EYS', 'USH2A', 'ABCA4', 'RHO', 'PRPF31'], aortopathy: ['FBN1', 'TGFBR2', 'SMAD3', 'MYH11', 'COL3A1'] }

/** The filters of the workbench in small: the steps with what they kept, and the rows that are left. */
export function filter(all: Universe, asked: FilterRequest, dismissed: (row: number) => boolean): { steps: [string, number][]; rows: Int32Array; kinds: KindCounts; hidden: number } {
  const rule = PRESETS.find((one) => one.name === asked.preset) ?? PRESETS[0]!
  const patterns = asked.patterns ?? rule.patterns
  const limits = asked.max_af === null ? rule.limits : { dominant: asked.max_af, recessive: asked.max_af }
  const consequence = asked.consequence === null ? rule.consequence : { any: CONSEQUENCES.length, coding_and_splice: CODING, loss_of_function: LOSS }[asked.consequence]
  const genes = place(asked)
  const wanted = new Set(patterns.map((name) => PATTERNS.indexOf(name)))
  const left: Record<string, number> = { panel: 0, quality: 0, frequency: 0, consequence: 0, clinvar: 0, inheritance: 0 }
  const rows = new Int32Array(all.size)
  let [count, hidden] = [0, 0]
  const kinds: KindCounts = { small: 0, structural: 0, repeat: 0 }
  for (let row = 0; row < all.size; row++) {
    const rescued = all.written.get(row)?.rescued === true && rule.name !== 'strict_de_novo'
    if (genes !== undefined && !genes.has(all.gene[row] ?? 0)) continue
    left['panel']! += 1
    if (asked.quality && rule.quality && !rescued && all.poor[row] === 1) continue
    left['quality']! += 1
    const pattern = PATTERNS[all.pattern[row] ?? -1]
    const limit = limits === null ? 1 : pattern !== undefined && BOTH_COPIES.includes(pattern) ? limits.recessive : limits.dominant
    if ((all.af[row] ?? NaN) > limit && !rescued) continue
    left['frequency']! += 1
    if ((all.consequence[row] ?? 0) >= consequence && !rescued) continue
    left['consequence']! += 1
    if (rule.clinvar === true && !['pathogenic', 'likely_pathogenic'].includes(all.written.get(row)?.clinvar ?? '')) continue
    left['clinvar']! += 1
    if (wanted.size > 0 && !wanted.has(all.pattern[row] ?? -1)) continue
    left['inheritance']! += 1
    const kind = kindOf(all, row)
    const wantedKind = asked.kind === null || asked.kind === kind
    if (!asked.with_dismissed && dismissed(row)) hidden += wantedKind ? 1 : 0
    else {
      kinds[kind] += 1
      if (wantedKind) rows[count++] = row
    }
  }
  const carried = Math.round(all.alleles * 0.61)
  const on: Record<string, boolean> = { panel: genes !== undefined, quality: asked.quality && rule.quality, frequency: limits !== null, consequence: consequence < CONSEQUENCES.length, clinvar: rule.clinvar === true, inheritance: wanted.size > 0 }
  const steps: [string, number][] = [['allele', all.alleles - 8_412], ['carried', carried]]
  // The first steps work on the whole file, of which the fake holds the interesting part only.
  const scale: Record<string, number> = { panel: 0.0004, quality: 0.82, frequency: 0.011, consequence: 0.0004 }
  let kept = carried
  for (const step of Object.keys(on)) {
    if (!on[step]) continue
    const own = left[step] ?? 0
    kept = step === 'inheritance' || step === 'clinvar' ? own : Math.max(own, Math.round(kept * (scale[step] ?? 1)))
    steps.push([step, kept])
  }
  return { steps, rows: sorted(all, rows.subarray(0, count), asked.sort, asked.descending), kinds, hidden }
}

function kindOf(all: Universe, row: number): KindName {
  const written = all.written.get(row)
  return written?.structural !== undefined ? 'structural' : written?.repeat !== undefined ? 'repeat' : 'small'
}

function place(asked: FilterRequest): Set<number> | undefined {
  const panels = asked.preset === 'panel_only' && asked.panels.length === 0 ? ['retinal-dystrophy'] : asked.panels
  if (panels.length === 0 && asked.place === null) return undefined
  const of = (symbols: readonly string[]): Set<number> => new Set(symbols.map(geneAt))
  if (asked.place !== null) return of([asked.place.includes(':') ? 'EYS' : asked.place])
  return of(panels.flatMap((name) => [...(PANELS[name] ?? MADE[name] ?? []), ...(asked.grade === 'green' ? [] : (AMBER[name] ?? []))]))
}

function sorted(all: Universe, rows: Int32Array, by: SortColumn, descending: boolean): Int32Array {
  const sign = descending ? -1 : 1
  const key: Record<SortColumn, (row: number) => number> = {
    rank: (row) => -(all.score[row] ?? 0),
    position: (row) => (all.gene[row] ?? 0) * 1e4 + row,
    gene: (row) => all.gene[row] ?? 0,
    consequence: (row) => all.consequence[row] ?? 0,
    frequency: (row) => (Number.isNaN(all.af[row]) ? -1 : (all.af[row] ?? 0)),
    clinvar: (row) => (all.written.get(row)?.clinvar === undefined ? 0 : 1),
    revel: (row) => all.written.get(row)?.revel ?? chance(row, 21),
    cadd: (row) => all.written.get(row)?.cadd ?? chance(row, 22),
    spliceai: (row) => all.written.get(row)?.spliceai ?? 0,
    class: (row) => row,
  }
  const keys = new Float64Array(all.size)
  for (const row of rows) keys[row] = key[by](row) * sign
  return rows.slice().sort((a, b) => keys[a]! - keys[b]! || a - b)
}

const CELLS: Partial<Record<PatternName, (member: MemberColumn) => GenotypeCell>> = {
  recessive: (one) => (one.relation === 'proband' ? 'homozygous' : 'heterozygous'),
  de_novo: (one) => (one.relation === 'proband' ? 'heterozygous' : 'reference'),
  parental_mosaic: (one) => (one.relation === 'proband' ? 'heterozygous' : 'reference'),
  dominant: (one) => (one.affection === 'affected' ? 'heterozygous' : 'reference'),
  x_dominant: (one) => (one.relation === 'proband' ? 'heterozygous' : one.sex === 'male' ? 'hemizygous' : 'reference'),
}

/** The row of an entry in the table. */
export function rowOf(all: Universe, entry: number): number {
  return all.again.get(entry) ?? entry
}

export function genotypes(all: Universe, entry: number): GenotypeCell[] {
  const pattern = PATTERNS[all.pattern[entry] ?? -1]
  const row = rowOf(all, entry)
  return all.members.map((member, at) => {
    if (at > 0 && all.written.get(entry)?.secondary) return 'not_shown'
    if (at > 0 && chance(row, 30 + at) < 0.03) return 'not_called'
    if (pattern === 'compound_heterozygous') {
      const fromFather = row < (all.partner[row] ?? -1)
      return member.relation === 'proband' || (member.relation === 'father') === fromFather ? 'heterozygous' : 'reference'
    }
    const cell = pattern === undefined ? undefined : CELLS[pattern]
    return cell?.(member) ?? (at === 0 || chance(row, 40 + at) < 0.5 ? 'heterozygous' : 'reference')
  })
}

const BASES = 'ACGT'
const AMINO = ['Arg', 'Gly', 'Leu', 'Ser', 'Pro', 'Val', 'Thr', 'Asp', 'Glu', 'His']

export function keyOf(all: Universe, entry: number): string {
  const row = rowOf(all, entry)
  const written = all.written.get(row)?.key
  if (written !== undefined) return written
  const { chrom, start } = gene(all.gene[row] ?? 0)
  const from = Math.floor(chance(row, 50) * 4)
  return `${chrom}-${start + Math.floor(chance(row, 51) * 90_000)}-${BASES[from]}-${BASES[(from + 1 + Math.floor(chance(row, 52) * 3)) % 4]}`
}

export function row(all: Universe, at: number, rank: number, decided: DecidedCell | null, looked: readonly string[]): VariantRow {
  const written = all.written.get(at) ?? {}
  const { symbol, diseases } = gene(all.gene[at] ?? 0)
  const key = keyOf(all, at)
  const [chrom = '', pos = '', reference = '', alternate = ''] = key.split('-')
  const consequence = CONSEQUENCES[all.consequence[at] ?? 0] ?? null
  const codon = 20 + Math.floor(chance(at, 60) * 1_900)
  const amino = (question: number): string => AMINO[Math.floor(chance(at, question) * AMINO.length)] ?? 'Ala'
  const own: Record<string, [string, string | null]> = {
    splice_donor_variant: [`c.${codon * 3}+1${reference}>${alternate}`, null],
    stop_gained: [`c.${codon * 3}${reference}>${alternate}`, `p.(${amino(61)}${codon}Ter)`],
    frameshift_variant: [`c.${codon * 3}del`, `p.(${amino(61)}${codon}${amino(62)}fsTer${3 + (at % 20)})`],
    synonymous_variant: [`c.${codon * 3}${reference}>${alternate}`, `p.(${amino(61)}${codon}=)`],
    intron_variant: [`c.${codon * 3}-${20 + (at % 400)}${reference}>${alternate}`, null],
    '3_prime_UTR_variant': [`c.*${1 + (at % 800)}${reference}>${alternate}`, null],
    splice_region_variant: [`c.${codon * 3}-${3 + (at % 5)}${reference}>${alternate}`, null],
  }
  const [c, p] = own[consequence ?? ''] ?? [`c.${codon * 3}${reference}>${alternate}`, `p.(${amino(61)}${codon}${amino(62)})`]
  const missense = consequence === 'missense_variant'
  const [score, number] = [all.score[at] ?? 0, (value: number | undefined): number | null => (value === undefined || Number.isNaN(value) ? null : Number(value.toPrecision(3)))]
  const genotype = Math.min(score * 0.55, 9.4) + 1.2
  return {
    row: rowOf(all, at),
    rank,
    score: Number(score.toFixed(2)),
    phenotype_score: Number((score - genotype).toFixed(2)),
    genotype_score: Number(genotype.toFixed(2)),
    key,
    chrom,
    pos: Number(pos),
    reference,
    alternate,
    gene: symbol,
    disease_ja: diseases[0]?.ja ?? diseases[0]?.en ?? null,
    disease_en: diseases[0]?.en ?? null,
    shitei_nanbyo: diseases[0]?.nanbyo ?? null,
    undescribed: diseases.length === 0 || score - genotype < 0,
    hgvs_c: written.c === undefined ? c : written.c,
    hgvs_p: written.p === undefined ? p : written.p,
    consequence: written.term ?? consequence,
    pattern: written.secondary ? null : (PATTERNS[all.pattern[at] ?? -1] ?? null),
    partner: (all.partner[at] ?? -1) < 0 ? null : keyOf(all, all.partner[at] ?? 0),
    partner_row: (all.partner[at] ?? -1) < 0 ? null : (all.partner[at] ?? 0),
    genotypes: genotypes(all, at),
    structural: written.structural ?? null,
    repeat: written.repeat ?? null,
    max_af: number(all.af[at]),
    japanese_af: number(all.japanese[at]),
    clinvar: written.clinvar ?? null,
    clinvar_stars: written.stars ?? null,
    revel: number(written.revel ?? (missense ? chance(at, 21) ** 1.4 : undefined)),
    cadd: number(written.cadd ?? (consequence === 'intron_variant' ? undefined : 4 + chance(at, 22) * 30)),
    spliceai: number(written.spliceai ?? (consequence?.startsWith('splice') ? chance(at, 23) : undefined)),
    filter: written.filter ?? (all.poor[at] === 1 ? 'LowDP' : null),
    rescued: written.rescued ?? false,
    secondary: written.secondary ?? false,
    notes: written.notes ?? (Number.isNaN(all.af[at]) ? ['note_frequency_not_given'] : []),
    decided,
    looked: [...looked],
  }
}
