import type { Commands } from '../backend'
import type { CriterionLine, DecisionPage, Explained, FaultCode, Filtered, FilterRequest, OpenedVariants, PointsReply, RowsRequest, VariantRow } from '../bindings'
import { BackendError } from '../error'
import { CRITERIA, judged } from './criteria'
import { gene as geneOf } from './variant_genes'
import { page } from './variant_pages'
import { PANELS, PRESETS, filter, keyOf, row, rowOf, universe, type Universe } from './variant_rows'
import { explained } from './variant_why'
import { asked } from './wire'

// ?state=million | stale | failing | undecidable | bare | no_consent | slow_page. The cases: SHI-0001 a trio, SHI-0002 twenty thousand rows, SHI-0003 nothing left.

interface View {
  request: FilterRequest
  rows: Int32Array | undefined
  count: number
  ranks: Map<number, number>
}

const MILLION = 5_000_000
const views = new Map<number, View>()
let number = 0
let untilStale = 3
const decided = new Map<string, DecisionPage[]>()
const looked = new Map<string, string[]>()
const ME = '見本 花子'

export function fault(code: FaultCode, detail: string, retry = false): BackendError {
  return new BackendError({ code, message_key: `fault_${code}`, args: { detail }, retry })
}

const history = (id: string, key: string): DecisionPage[] => decided.get(`${id} ${key}`) ?? []
const standing = (id: string, key: string): DecisionPage | null => history(id, key).find((_, at) => at === 0) ?? null

function before(id: string, key: string, part: Partial<DecisionPage>, daysAgo: number): void {
  const time = new Date(Date.now() - daysAgo * 86_400_000).toISOString()
  const one: DecisionPage = { id: `${id}-${key}-${daysAgo}`, verdict: 'candidate', class: null, criteria: [], evidence: {}, reasons: [], note: null, note_en: null, disease: null, author: '佐藤 健', role: 'geneticist', time, ...part }
  decided.set(`${id} ${key}`, [one, ...history(id, key)])
}
before('SHI-0001', '6-63721015-T-C', { note: '母由来。文献での機能解析を確認する。' }, 5)
before('SHI-0001', '6-63721015-T-C', { class: 'likely_pathogenic', criteria: ['PM2_Supporting', 'PM3', 'PP3_Moderate', 'PP4'], note: '母由来。EYSの機能喪失型とトランス。' }, 3)
before('SHI-0001', '3-129530917-C-T', { class: 'uncertain_significance', criteria: ['PS2_Moderate', 'PM2_Supporting', 'PP3_Strong'], note: '新生を親子鑑定で確認予定。', author: '勅使河原 アレクサンドラ小百合', role: 'chair' }, 2)
before('SHI-0001', '8-10622874-G-A', { verdict: 'dismissed', reasons: ['phenotype', 'transcript'], note: null }, 2)
before('SHI-0002', '15-48474587-A-G', { verdict: 'reported', class: 'pathogenic', criteria: ['PM1_Strong', 'PM2_Supporting', 'PP1_Moderate', 'PP3_Strong', 'PP4'], disease: 'OMIM:154700', note: 'cbEGF様ドメインのシステインを変えるミスセンスバリアントで、家系内の罹患者で分離する。', note_en: 'Replaces a cysteine of a cbEGF-like domain; co-segregates.' }, 9)

function viewOf(id: string, at: number): View {
  if (asked === 'stale' && --untilStale === 0) views.clear()
  const view = views.get(at)
  if (view === undefined || view.request.case !== id) throw fault('stale', `view ${at} is not open any more`, true)
  return view
}

function hit(all: Universe, view: View, at: number): VariantRow {
  const index = view.rows === undefined ? at % all.size : (view.rows[at] ?? 0)
  return hitOf(all, view, index, view.rows === undefined ? at + 1 : undefined)
}

function hitOf(all: Universe, view: View, index: number, rank?: number): VariantRow {
  const key = keyOf(all, index)
  const last = standing(all.id, key)
  const names = [...new Set([...(all.written.get(index)?.looked ?? []), ...(looked.get(`${all.id} ${key}`) ?? [])])]
  return row(all, index, rank ?? view.ranks.get(all.gene[index] ?? 0) ?? 0, last === null || last.verdict === 'open' ? null : { verdict: last.verdict, class: last.class }, names)
}

/** The place of each gene by its best row. */
function ranks(all: Universe, rows: Int32Array): Map<number, number> {
  const best = new Map<number, number>()
  for (const at of rows) best.set(all.gene[at] ?? 0, Math.max(best.get(all.gene[at] ?? 0) ?? -Infinity, all.score[at] ?? 0))
  return new Map([...best].sort((a, b) => b[1] - a[1]).map(([gene], at) => [gene, at + 1]))
}

/** The place of the first entry of a row in a view, or of the one in this gene; -1 where there is none. */
function placeOf(all: Universe, view: View, of: number, gene: string | null): number {
  return view.rows?.findIndex((entry) => rowOf(all, entry) === of && (gene === null || geneOf(all.gene[entry] ?? 0).symbol === gene)) ?? -1
}

/** The place of what is looked at, and the rows around it. */
function around(all: Universe, view: View, { looked_at }: FilterRequest): Pick<Filtered, 'place' | 'window'> {
  const found = looked_at === null ? -1 : placeOf(all, view, looked_at.row, looked_at.gene)
  const offset = Math.floor(Math.max(0, found) / 100) * 100
  return { place: found < 0 ? null : found, window: { offset, rows: Array.from({ length: Math.min(100, view.count - offset) }, (_, at) => hit(all, view, offset + at)) } }
}

export const fake: Partial<Commands> = {
  async openVariants(id): Promise<OpenedVariants> {
    if (asked === 'failing') throw fault('bad_file', `${id}/family.vcf.gz: line 88412: GT "0/3": the record has two alternate alleles`)
    if (asked === 'no_consent') throw fault('no_consent', `no consent to take part is recorded for ${id}`)
    const all = universe(id)
    return {
      case: id,
      assembly: 'GRCh38',
      members: all.members,
      rows: asked === 'million' ? MILLION : all.alleles,
      annotated: asked !== 'bare',
      populations: ['gnomad_exomes', 'gnomad_genomes', 'gnomad_popmax', 'tommo', 'gem_j', 'hgvd'],
      presets: PRESETS.map(({ name, patterns, limits }) => ({ name, version: 1, max_af: limits?.dominant ?? null, max_af_recessive: limits?.recessive ?? null, patterns: [...patterns] })),
      panels: ['retinal-dystrophy'],
    }
  },

  async filterVariants(request): Promise<Filtered> {
    const all = universe(request.case)
    if (request.place !== null && !/^(chr)?[\dXYM]+:|^[A-Za-z][A-Za-z0-9-]{1,11}$/.test(request.place)) throw fault('bad_input', `place "${request.place}": expected a gene symbol or a region`)
    number += 1
    for (const old of views.keys()) if (old < number - 4) views.delete(old)
    const not_seen = request.case === 'SHI-0003' ? ['RPGR', 'USH1C', 'CLRN1', 'OPN1LW', 'OPN1MW', 'SMN1'] : ['RPGR', 'OPN1LW']
    if (asked === 'million') {
      const count = request.quality ? MILLION : MILLION - 1
      const view = { request, rows: undefined, count, ranks: new Map<number, number>() }
      views.set(number, view)
      return { view: number, rows: count, genes: 19_988, kinds: { small: count, structural: 0, repeat: 0 }, waterfall: [{ step: 'allele', kept: count, removed: 0 }], dismissed: 0, not_seen, ...around(all, view, request) }
    }
    const { steps, rows, kinds, hidden } = filter(all, request, (at) => standing(all.id, keyOf(all, at))?.verdict === 'dismissed')
    const places = ranks(all, rows)
    const view = { request, rows, count: rows.length, ranks: places }
    views.set(number, view)
    const waterfall = steps.map(([step, kept], at) => ({ step, kept, removed: (steps[at - 1]?.[1] ?? all.alleles) - kept }))
    return { view: number, rows: rows.length, genes: places.size, kinds, waterfall, dismissed: hidden, not_seen, ...around(all, view, request) }
  },

  async variantRows({ case: id, view, offset, count }: RowsRequest): Promise<VariantRow[]> {
    const open = viewOf(id, view)
    const all = universe(id)
    return Array.from({ length: Math.max(0, Math.min(count, open.count - offset)) }, (_, at) => hit(all, open, offset + at))
  },

  async variantPlace({ case: id, view, row: of, gene }): Promise<number | null> {
    const found = placeOf(universe(id), viewOf(id, view), of, gene)
    return found < 0 ? null : found
  },

  async explainVariant({ case: id, view, query }): Promise<Explained> {
    const open = viewOf(id, view)
    return explained(universe(id), query, [...(open.rows ?? [])], (at) => standing(id, keyOf(universe(id), at))?.verdict === 'dismissed')
  },

  async variantPage({ case: id, view, row: of, place, look }) {
    if (asked === 'slow_page') await new Promise((done) => setTimeout(done, 3_000))
    const open = viewOf(id, view)
    const all = universe(id)
    // An allele may stand in several genes: only the place tells in which one it was looked at.
    const placed = place === null ? undefined : open.rows?.[place]
    const at = placed !== undefined && rowOf(all, placed) === of ? placed : (open.rows?.find((entry) => rowOf(all, entry) === of) ?? of)
    const key = keyOf(all, at)
    if (look) looked.set(`${id} ${key}`, [...new Set([...(looked.get(`${id} ${key}`) ?? []), ME])])
    const one = hitOf(all, open, at)
    const other = all.partner[at] ?? -1
    return page(all, one, other < 0 ? null : hitOf(all, open, other), history(id, key), GENES_IN(one.gene))
  },

  async decideVariant({ case: id, key, gene: _, ...decision }): Promise<DecisionPage> {
    if (asked === 'undecidable') throw fault('machine', 'store.db: disk I/O error', true)
    if (decision.verdict === 'dismissed' && decision.reasons.length === 0) throw fault('bad_input', 'reason of a dismissal: expected at least one reason')
    if (decision.verdict === 'reported' && decision.class === null) throw fault('bad_input', 'class: expected a class for what is reported')
    const one: DecisionPage = { ...decision, id: `${id}-${history(id, key).length}-${key}`, author: ME, role: 'geneticist', time: new Date().toISOString() }
    decided.set(`${id} ${key}`, [one, ...history(id, key)])
    return one
  },

  async criteria(): Promise<CriterionLine[]> {
    return [...CRITERIA]
  },

  async points(criteria): Promise<PointsReply> {
    const unknown = criteria.find((criterion) => !CRITERIA.some(({ code }) => code === criterion.split('_')[0]))
    if (unknown !== undefined) throw fault('bad_input', `${unknown} is no criterion of ACMG/AMP`)
    return judged(criteria)
  },
}

const GENES_IN = (symbol: string): string[] => Object.keys(PANELS).filter((name) => PANELS[name]?.includes(symbol))
