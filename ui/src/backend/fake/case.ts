import type { CasePage, DataQuality, Picture, Sign, SignState, Specimen, TimelineEntry } from '../bindings'
import type { Commands } from '../backend'
import { fold } from '../../shared/commands.svelte'
import { BackendError } from '../error'
import { standing } from './consents'
import { families } from './families'
import { scan } from './notes'
import { sheet } from './labels'
import { may } from './roles'
import { shown, TERMS, type Term } from './terms'
import { asked, roleAsked } from './wire'

// ?state=no_record: what is known of the case cannot be read.

type Kept = Omit<CasePage, 'case' | 'proband' | 'people' | 'pedigree'>

function term(id: string): Term {
  const found = TERMS.find((term) => term.id === id)
  if (found === undefined) throw new BackendError({ code: 'bad_input', message_key: 'fault_bad_input', args: { detail: `"${id}" is no term of the HPO` } })
  return found
}

function sign(id: string, state: SignState, more: Partial<Sign> = {}): Sign {
  const { ja, en } = term(id)
  return { term: id, label_ja: ja, label_en: en, state, onset: null, severity: null, observed: '2026-04-01', note: null, recorded_by: null, recorded_on: null, earlier: [], ...more }
}

function event(id: string, time: string, kind: string, author: string, role: TimelineEntry['role'], about: string | null): TimelineEntry {
  return { id, time, kind, author, role, about }
}

function bars(values: readonly number[], alt_ja: string, alt_en: string, x: string, marks: readonly string[]): Picture {
  const most = Math.max(...values)
  const step = 300 / values.length
  const columns = values.map((value, at) => `<rect x="${30 + at * step}" y="${110 - (value / most) * 95}" width="${step - 1}" height="${(value / most) * 95}" fill="currentColor" fill-opacity="0.55"/>`).join('')
  const labels = marks.map((mark, at) => `<text x="${30 + (at * 300) / (marks.length - 1)}" y="124" font-size="10" text-anchor="middle" fill="currentColor">${mark}</text>`).join('')
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="350" height="145" viewBox="0 0 350 145">${columns}<path d="M30 110L330 110" stroke="currentColor" stroke-width="1"/>${labels}<text x="180" y="140" font-size="10" text-anchor="middle" fill="currentColor">${x}</text></svg>`
  return { svg_ja: svg, svg_en: svg, alt_ja, alt_en }
}

const charts = [
  bars([1, 2, 5, 9, 16, 28, 44, 63, 82, 95, 98, 90, 76, 58, 41, 27, 17, 10, 6, 3], '読み取り深度の分布（発端者）。中央値36、20未満は全体の3%。', 'Distribution of read depth (proband). Median 36; 3% below 20.', '深度 (×)', ['0', '20', '40', '60', '80']),
  bars([1, 1, 2, 3, 6, 14, 31, 58, 86, 98, 88, 60, 33, 15, 7, 3, 2, 1, 1, 1], 'ヘテロ接合バリアントのアレル比の分布（発端者）。0.5を中心とした一峰性。', 'Allele balance of heterozygous variants (proband). One peak around 0.5.', 'アレル比', ['0', '0.25', '0.5', '0.75', '1']),
]

const nothing: DataQuality = { charts: [], people: [], not_callable: [], records: 0, doubts: [] }

const KEPT: Record<string, Kept> = {
  'SHI-0001': {
    assembly: 'GRCh38',
    stage: 'review',
    family_history: [
      { relation: '母方の大叔父', conditions: ['夜盲（40歳代）'], note: '診断名は不明。他院に通院していた。' },
      { relation: '父方の祖母', conditions: ['加齢性難聴（70歳代）'], note: null },
    ],
    signs: [
      sign('HP:0000510', 'present', { onset: 'HP:0011463', severity: 'moderate', observed: '2026-03-18' }),
      sign('HP:0000662', 'present', { onset: 'P4Y', severity: 'moderate', note: '暗い所で人や物にぶつかることが増えた。', recorded_by: '見本 花子', recorded_on: '2026-04-22T01:12:00Z', observed: '2026-04-22', earlier: [{ state: 'present', observed: '2026-03-18', recorded_by: null }] }),
      sign('HP:0001133', 'present', { onset: 'P7Y6M', severity: 'mild', observed: '2026-03-18' }),
      sign('HP:0007737', 'present', { observed: '2026-03-18' }),
      sign('HP:0000512', 'present', { observed: '2026-03-18', note: '桿体応答は消失型、錐体応答は減弱。' }),
      sign('HP:0000486', 'resolved', { onset: 'HP:0003593', observed: '2025-11-07', recorded_by: '山田 由紀', recorded_on: '2026-04-15T06:40:00Z', note: '手術後。', earlier: [{ state: 'present', observed: '2019-05-30', recorded_by: null }] }),
      sign('HP:0000407', 'absent', { observed: '2026-03-25' }),
      sign('HP:0010442', 'absent'),
      sign('HP:0001249', 'absent'),
      sign('HP:0001513', 'absent', { recorded_by: '見本 花子', recorded_on: '2026-04-22T01:15:00Z', observed: '2026-04-22' }),
      sign('HP:0000613', 'withdrawn', { recorded_by: '山田 由紀', recorded_on: '2026-04-16T00:05:00Z', note: '別の患者の所見だった。', earlier: [{ state: 'present', observed: '2026-03-18', recorded_by: '山田 由紀' }] }),
    ],
    specimens: [
      { number: 'SP-26-00184', person: 'F1-1', kind: '末梢血DNA', collected: '2026-04-01', left: ['12.4 µg', '3.1 µg'] },
      { number: 'SP-26-00185', person: 'F1-1', kind: '全血（EDTA）', collected: '2026-04-01', left: ['1.5 mL'] },
      { number: 'SP-26-00186', person: 'F1-3', kind: '末梢血DNA', collected: '2026-04-01', left: ['18.0 µg'] },
      { number: 'SP-26-00187', person: 'F1-2', kind: '末梢血DNA', collected: '2026-04-01', left: ['16.2 µg'] },
    ],
    order: { number: 'ORD-2026-0418', date: '2026-04-03', requester: '眼科 高橋 誠', indication: '4歳頃からの夜盲と進行する視野狭窄。網膜色素変性の原因検索。', diseases: ['網膜色素変性 (OMIM:268000, MONDO:0019200)'], panels: ['retinal-dystrophy'] },
    eligibility: {
      class: 'single_gene',
      atypical: false,
      question: '網膜色素変性の原因は何か。次子の再発の見込みを知りたい。',
      tests: [
        { kind: 'panel', name: '網膜ジストロフィー遺伝子パネル（82遺伝子）', date: '2024-09', result: '病的バリアントなし。' },
        { kind: 'insured', name: 'RPE65遺伝学的検査', date: '2023', result: '陰性。' },
      ],
      recorded_by: '見本 花子',
      recorded_on: '2026-04-15T06:52:00Z',
    },
    quality: {
      charts,
      people: [
        { person: 'F1-1', variants: 4_981_203, median_depth: 36, het_hom: 1.43, ti_tv: 2.06, gq20: 0.981 },
        { person: 'F1-3', variants: 4_962_877, median_depth: 34, het_hom: 1.41, ti_tv: 2.06, gq20: 0.978 },
        { person: 'F1-2', variants: 4_990_114, median_depth: 22, het_hom: 1.38, ti_tv: 2.05, gq20: 0.914 },
      ],
      not_callable: [
        { gene: 'RPGR', callable: 0.71 },
        { gene: 'OPN1LW', callable: 0.42 },
      ],
      records: 6_214_559,
      doubts: [],
    },
    timeline: [
      event('t10', '2026-05-12T05:21:00Z', 'consent_recorded', '山田 由紀', 'counsellor', 'F1-3 · ICF 2.1 · 2026-05-12'),
      event('t9', '2026-05-08T02:44:00Z', 'decision', '見本 花子', 'geneticist', 'EYS · 6-64430587-G-A'),
      event('t8', '2026-05-08T02:31:00Z', 'panel_chosen', '見本 花子', 'geneticist', 'retinal-dystrophy'),
      event('t7', '2026-05-07T23:10:00Z', 'case_imported', '中村 航', 'data_manager', null),
      event('t6', '2026-04-22T01:15:00Z', 'sign_recorded', '見本 花子', 'geneticist', '肥満 HP:0001513'),
      event('t5', '2026-04-22T01:12:00Z', 'sign_recorded', '見本 花子', 'geneticist', '夜盲症 HP:0000662'),
      event('t4', '2026-04-15T06:52:00Z', 'eligibility_recorded', '見本 花子', 'geneticist', '網膜色素変性の原因は何か。次子の再発の見込みを知りたい。'),
      event('t3', '2026-04-15T06:40:00Z', 'sign_recorded', '山田 由紀', 'counsellor', '斜視 HP:0000486'),
      event('t2', '2026-04-02T00:30:00Z', 'case_shared', '山田 由紀', 'counsellor', '見本 花子'),
      event('t1', '2026-04-01T05:20:00Z', 'consent_recorded', '山田 由紀', 'counsellor', 'F1-1 · ICF 2.1 · 2026-04-01'),
    ],
  },
  'SHI-0002': full(),
  'SHI-0003': {
    assembly: 'GRCh38',
    stage: 'consent',
    family_history: [],
    signs: [],
    specimens: [],
    order: null,
    eligibility: { class: null, atypical: false, question: null, tests: [], recorded_by: null, recorded_on: null },
    quality: nothing,
    timeline: [event('n1', '2026-05-19T08:02:00Z', 'case_imported', '中村 航', 'data_manager', null)],
  },
}

/** As much as a case may hold, with long words. */
function full(): Kept {
  const kinds = ['decision', 'sign_recorded', 'consent_recorded', 'panel_decision', 'report_released', 'consent_withdrawn', 'payload_erased', 'case_shared', 'eligibility_recorded', 'variants_viewed', 'kinship_viewed'] as const
  const about: Record<string, string | null> = {
    decision: 'FBN1 · 15-48505037-C-T · likely pathogenic',
    sign_recorded: '側弯 HP:0002650',
    consent_recorded: 'IV21 · ICF 2.1 · 2026-03-10',
    panel_decision: 'FBN1のバリアントを原因と判断する。循環器内科で大動脈の画像検査を半年ごとに続け、妊娠前に再度相談の場を設ける。',
    report_released: 'physician · ja',
    consent_withdrawn: 'IV23 · ICF 2.1 · 2026-05-20',
    payload_erased: '同意撤回のため',
    case_shared: '小笠原 エリザベス真由美',
    eligibility_recorded: '若年発症の大動脈基部拡張の原因は何か。',
    variants_viewed: null,
    kinship_viewed: null,
  }
  const signs = TERMS.filter(({ ja }) => ja !== null)
    .slice(3, 31)
    .map(({ id }, at) =>
      sign(id, at % 4 === 3 ? 'absent' : at % 9 === 5 ? 'resolved' : 'present', {
        onset: [null, 'HP:0003577', 'P3Y6M', 'P10Y/P12Y', '30w2d', 'HP:0003621', '学童期とのみ'][at % 7] ?? null,
        severity: at % 3 === 0 ? 'severe' : at % 5 === 0 ? 'borderline' : null,
        observed: `2026-0${1 + (at % 5)}-1${at % 9}`,
        recorded_by: at % 2 === 0 ? '小笠原 エリザベス真由美' : null,
        recorded_on: at % 2 === 0 ? '2026-05-02T04:11:00Z' : null,
        note: at === 2 ? '小学校の健診で指摘され、近医で経過観察とされていたが、中学校入学後に進行し、循環器内科・整形外科・眼科の三科で併診している。' : null,
        earlier: at % 6 === 0 ? [{ state: 'present', observed: '2024-08-20', recorded_by: null }, { state: 'absent', observed: '2019-04-11', recorded_by: '山田 由紀' }] : [],
      }),
    )
  const people = ['IV21', 'III21s', 'III21', 'IV22', 'IV23', 'II5', 'III51']
  return {
    assembly: 'GRCh37',
    stage: 'return',
    family_history: [
      { relation: '父方の曽祖母', conditions: ['大動脈解離（57歳、突然死）', '高身長'], note: '剖検で診断。' },
      { relation: '父方の祖母', conditions: ['大動脈弁輪拡張症（49歳で手術）', '水晶体偏位（30歳代）', '自然気胸（二回）'], note: null },
      { relation: '父方のまたいとこ', conditions: ['側弯症（12歳）'], note: '山本家。整形外科に通院中。' },
    ],
    signs,
    specimens: people.flatMap((person, at): Specimen[] => [
      { number: `SP-26-01${30 + at}`, person, kind: '末梢血DNA', collected: '2026-03-10', left: [`${18 - at}.2 µg`] },
      { number: at === 4 ? null : `SP-26-01${60 + at}`, person, kind: at % 2 === 0 ? '培養皮膚線維芽細胞（凍結、P3）' : '血漿', collected: at === 5 ? null : '2026-03', left: at === 4 ? [] : ['0.5 mL', '0.5 mL', '0.25 mL'] },
    ]),
    order: {
      number: 'ORD-2026-0077-再提出',
      date: '2026-02-26',
      requester: '国立循環器センター東病院 循環器内科・遺伝診療部 小笠原 エリザベス真由美',
      indication: '17歳女性。若年発症の上行大動脈基部拡張（Zスコア +4.1）、高身長、漏斗胸、側弯、両側水晶体亜脱臼。父方に大動脈解離と突然死の家族歴が4世代にわたる。既往のパネル検査では意義不明のバリアントのみで、原因の確定と血縁者の健康管理の方針を目的とする。',
      diseases: ['マルファン症候群 (OMIM:154700, MONDO:0007947)', 'ロイス・ディーツ症候群 (OMIM:609192)', '家族性胸部大動脈瘤・解離 (OMIM:607086)'],
      panels: ['aortopathy', 'x-linked-growth-face', 'hearing-loss'],
    },
    eligibility: {
      class: 'hard_to_diagnose',
      atypical: true,
      question: '若年発症の大動脈基部拡張の原因は何か。既知遺伝子で説明できない場合、深部イントロンと構造バリアントまで検討してほしい。',
      tests: [
        { kind: 'panel', name: '結合組織疾患・大動脈疾患遺伝子パネル（38遺伝子、他院）', date: '2021-11-02', result: 'FBN1に意義不明のバリアント（c.3509G>A）。家系内の分離は未確認。' },
        { kind: 'chromosomes', name: 'マイクロアレイ染色体検査', date: '2022-04', result: '病的なコピー数変化なし。' },
        { kind: 'exome', name: 'エクソーム解析（研究）', date: '2023', result: '候補なし。FBN1のエクソン46の被覆不良。' },
        { kind: 'insured', name: '保険収載 マルファン症候群遺伝学的検査', date: null, result: '実施せず。' },
      ],
      recorded_by: '小笠原 エリザベス真由美',
      recorded_on: '2026-03-12T07:01:00Z',
    },
    quality: {
      charts,
      people: people.map((person, at) => ({ person, variants: 58_204 - at * 311, median_depth: at === 6 ? null : 88 - at * 9, het_hom: at === 6 ? null : 1.35 + at * 0.06, ti_tv: at === 6 ? null : 2.9 - at * 0.04, gq20: at === 6 ? null : 0.99 - at * 0.012 })),
      not_callable: ['FBN1', 'TGFBR2', 'SMAD3', 'COL3A1', 'SKI', 'FLNA', 'MYH11', 'ACTA2', 'PRKG1', 'EFEMP2', 'BGN', 'LOX', 'SLC2A10'].map((gene, at) => ({ gene, callable: 0.12 + at * 0.06 })),
      records: 61_882,
      doubts: [
        { kind: 'sex', person: people[1] ?? '', stated: 'female', shown: 'male' },
        { kind: 'relation', people: [people[0] ?? '', people[1] ?? ''], stated: 'first', shown: 'unrelated' },
        { kind: 'parents', people: [people[0] ?? '', people[2] ?? '', people[1] ?? ''], errors: 2_212, compared: 48_114 },
        { kind: 'disomy', person: people[0] ?? '', chromosome: '15', of: 'mother' },
      ],
    },
    timeline: Array.from({ length: 44 }, (_, at) => {
      const kind = kinds[at % kinds.length] ?? 'decision'
      return event(`f${at}`, new Date(Date.UTC(2026, 4, 20, 9, 40) - Math.floor(at / 3) * 86_400_000 - at * 660_000).toISOString(), kind, at % 3 === 0 ? '小笠原 エリザベス真由美' : '山田 由紀', at % 3 === 0 ? 'chair' : 'counsellor', about[kind] ?? null)
    }),
  }
}

function kept(id: string): Kept {
  const page = KEPT[id]
  if (page === undefined) throw new BackendError({ code: 'machine', message_key: 'fault_machine', args: { detail: `case ${id}` }, retry: true })
  return page
}

const now = (): string => new Date().toISOString()
let made = 0
function happened(page: Kept, kind: string, about: string | null): void {
  page.timeline = [event(`new-${made++}`, now(), kind, '見本 花子', 'geneticist', about), ...page.timeline]
}

/** What of the data the role may see: figures with the variants, kinship for two roles alone. */
function seen(quality: DataQuality): DataQuality {
  const mays = may(roleAsked)
  const [variants, kinship] = [mays.includes('see_variants'), mays.includes('see_kinship')]
  const doubts = quality.doubts.filter(({ kind }) => kinship || (variants && kind !== 'relation' && kind !== 'parents'))
  return { ...quality, doubts, ...(variants ? {} : { records: 0, people: [], charts: [] }) }
}

export const fake: Partial<Commands> = {
  async casePage(id) {
    if (asked === 'no_record') throw new BackendError({ code: 'machine', message_key: 'fault_machine', args: { detail: `${id}: the record cannot be read` }, retry: true })
    const page = kept(id)
    const family = families[id]
    if (family === undefined) throw new BackendError({ code: 'machine', message_key: 'fault_machine', args: { detail: `case ${id}` }, retry: true })
    const people = family.people.map((person) => ({ ...person, consent: standing(id, person.id) }))
    return { ...page, quality: seen(page.quality), case: id, proband: people[0]?.id ?? '', people, pedigree: family.pedigree }
  },
  async searchTerms(words, limit) {
    const query = fold(words)
    const rank = (name: string | null): number => {
      const at = name === null ? -1 : fold(name).indexOf(query)
      return at < 0 ? 99 : at === 0 ? (fold(name ?? '') === query ? 0 : 1) : 2
    }
    return TERMS.map((term) => {
      const label = Math.min(rank(term.ja), rank(term.en), rank(term.id))
      const synonym = term.synonyms.find((name) => rank(name) < 99)
      return { term, fit: Math.min(label, synonym === undefined ? 99 : 3), by: label === 99 ? (synonym ?? null) : null }
    })
      .filter(({ fit }) => fit < 99)
      .sort((a, b) => a.fit - b.fit || a.term.en.length - b.term.en.length)
      .slice(0, limit)
      .map(({ term, by }) => shown(term, by))
  },
  async term(id) {
    const at = term(id)
    return { term: shown(at), parents: TERMS.filter((other) => at.parents.includes(other.id)).map((other) => shown(other)), children: TERMS.filter((other) => other.parents.includes(id)).map((other) => shown(other)) }
  },
  async scanNote(note) {
    if (note.includes('fail')) throw new BackendError({ code: 'machine', message_key: 'fault_machine', args: { detail: 'the dictionary cannot be read' }, retry: true })
    return scan(note)
  },
  async recordSigns({ case: id, signs }) {
    if (signs.some(({ note }) => note === 'fail')) throw new BackendError({ code: 'machine', message_key: 'fault_machine', args: { detail: 'disk full' }, retry: true })
    const page = kept(id)
    for (const { term, state, ...rest } of signs) {
      const before = page.signs.find((sign) => sign.term === term)
      const earlier = before === undefined ? [] : [{ state: before.state, observed: before.observed, recorded_by: before.recorded_by }, ...before.earlier]
      const recorded = sign(term, state, { ...rest, recorded_by: '見本 花子', recorded_on: now(), earlier })
      page.signs = before === undefined ? [...page.signs, recorded] : page.signs.map((other) => (other === before ? recorded : other))
      happened(page, 'sign_recorded', `${recorded.label_ja ?? recorded.label_en} ${term}`)
    }
    return null
  },
  async recordEligibility({ case: id, ...eligibility }) {
    const page = kept(id)
    page.eligibility = { ...eligibility, recorded_by: '見本 花子', recorded_on: now() }
    happened(page, 'eligibility_recorded', eligibility.question)
    return null
  },
  async labels(request) {
    return sheet(request, kept(request.case).specimens)
  },
}
