import type { Commands } from '../backend'
import type { RoleName, SexName, Stage, WorkItem } from '../bindings'
import { BackendError } from '../error'
import { may } from './roles'
import { arrived } from './hub_cases'
import { asked, roleAsked } from './wire'

// ?state=empty | waiting | fault | failing | many. All people are invented.

const DAY_MS = 86_400_000
const ago = (days: number): string => new Date(Date.now() - days * DAY_MS).toISOString()

const WAITS: Record<Stage, readonly RoleName[]> = {
  consent: ['counsellor', 'geneticist', 'coordinator'],
  data: ['geneticist', 'coordinator', 'data_manager'],
  review: ['geneticist', 'chair'],
  conference: ['geneticist', 'chair'],
  return: ['geneticist', 'chair'],
  returned: [],
}

interface Row {
  id: string
  name: string | null
  kana: string | null
  chart: string | null
  sex: SexName
  years: number | null
  months?: number
  people: [number, number]
  ordered: string[]
  indication: string | null
  panels: string[]
  stage: Stage
  days: number
  candidates?: number
  reported?: number
}

const ROWS: readonly Row[] = [
  { id: 'SHI-0001', name: '佐々木 結衣', kana: 'ささき ゆい', chart: '0012 3456', sex: 'female', years: 9, people: [3, 3], ordered: ['網膜色素変性'], indication: '4歳頃からの夜盲と進行する視野狭窄。網膜色素変性の原因検索。', panels: ['retinal-dystrophy'], stage: 'review', days: 5, candidates: 2 },
  {
    id: 'SHI-0002',
    name: '田中 陽菜',
    kana: 'たなか ひな',
    chart: '0047 1180',
    sex: 'female',
    years: 17,
    people: [30, 7],
    ordered: ['マルファン症候群', 'ロイス・ディーツ症候群', '家族性胸部大動脈瘤・解離'],
    indication: '17歳女性。若年発症の上行大動脈基部拡張（Zスコア +4.1）、高身長、漏斗胸、側弯、両側水晶体亜脱臼。父方に大動脈解離と突然死の家族歴が4世代にわたる。',
    panels: ['aortopathy', 'x-linked-growth-face', 'hearing-loss'],
    stage: 'return',
    days: 3,
    candidates: 4,
    reported: 1,
  },
  { id: 'SHI-0003', name: null, kana: null, chart: null, sex: 'unknown', years: null, people: [1, 0], ordered: [], indication: null, panels: [], stage: 'consent', days: 12 },
  { id: 'SHI-0004', name: '高木 蓮', kana: 'たかぎ れん', chart: '0031 5527', sex: 'male', years: 1, months: 14, people: [3, 3], ordered: ['先天性ミオパチー'], indication: '出生時からの筋緊張低下、哺乳不良。筋生検でネマリン小体。', panels: ['congenital-myopathy'], stage: 'review', days: 21, candidates: 1 },
  { id: 'SHI-0005', name: '小林 美月', kana: 'こばやし みつき', chart: '0028 9910', sex: 'female', years: 6, people: [4, 3], ordered: ['ドラベ症候群'], indication: '生後6か月からの熱性けいれん重積、発達の停滞。', panels: ['epilepsy'], stage: 'conference', days: 9, candidates: 1 },
  { id: 'SHI-0006', name: '渡部 剛', kana: 'わたなべ つよし', chart: '0019 4402', sex: 'male', years: 52, people: [2, 2], ordered: ['遺伝性トランスサイレチンアミロイドーシス'], indication: '両下肢の異常感覚、起立性低血圧、心肥大。父が同様の症状で死亡。', panels: ['amyloidosis', 'peripheral-neuropathy'], stage: 'return', days: 2, candidates: 1, reported: 1 },
  { id: 'SHI-0007', name: '森下 あおい', kana: 'もりした あおい', chart: '0033 0871', sex: 'female', years: 0, months: 5, people: [3, 0], ordered: ['先天代謝異常症'], indication: '新生児マススクリーニングで有機酸の異常。高アンモニア血症。', panels: ['inborn-errors-of-metabolism'], stage: 'data', days: 6 },
  { id: 'SHI-0008', name: '𠮷田 健太郎', kana: 'よしだ けんたろう', chart: '0022 7718', sex: 'male', years: 34, people: [3, 1], ordered: ['常染色体顕性多発性嚢胞腎'], indication: '家族歴のない多発性嚢胞腎、肝嚢胞。腎機能低下が速い。', panels: ['cystic-kidney'], stage: 'consent', days: 1 },
  { id: 'SHI-0009', name: '藤原 千尋', kana: 'ふじわら ちひろ', chart: '0025 3306', sex: 'female', years: 28, people: [3, 3], ordered: ['カルニチンパルミトイルトランスフェラーゼII欠損症'], indication: '運動後の横紋筋融解を3回。', panels: ['metabolic-myopathy'], stage: 'returned', days: 44, candidates: 1, reported: 1 },
  { id: 'SHI-0010', name: '大野 隼人', kana: 'おおの はやと', chart: '0036 1249', sex: 'male', years: 11, people: [4, 4], ordered: ['アルポート症候群'], indication: '肉眼的血尿、感音難聴。母に血尿。', panels: ['alport', 'hearing-loss'], stage: 'conference', days: 16, candidates: 2 },
  { id: 'SHI-0011', name: '長谷川 凛', kana: 'はせがわ りん', chart: '0037 8820', sex: 'female', years: 3, people: [3, 3], ordered: ['歌舞伎症候群'], indication: '発達遅滞、特徴的顔貌、反復性中耳炎。', panels: ['intellectual-disability'], stage: 'review', days: 0 },
  { id: 'SHI-0012', name: '石井 誠', kana: 'いしい まこと', chart: '0015 6673', sex: 'male', years: 61, people: [1, 1], ordered: ['脊髄小脳変性症'], indication: '45歳からの緩徐進行性の小脳失調。既知のリピート伸長は陰性。', panels: ['ataxia'], stage: 'review', days: 33, candidates: 3 },
  { id: 'SHI-0013', name: '岡本 さくら', kana: 'おかもと さくら', chart: '0040 2215', sex: 'female', years: 15, people: [5, 3], ordered: ['QT延長症候群'], indication: '学校検診でQT延長。水泳中の失神。', panels: ['arrhythmia'], stage: 'returned', days: 71, candidates: 1, reported: 1 },
  { id: 'SHI-0014', name: '三浦 大和', kana: 'みうら やまと', chart: '0041 9034', sex: 'male', years: 8, people: [3, 3], ordered: ['慢性肉芽腫症'], indication: '反復する化膿性リンパ節炎、肝膿瘍。', panels: ['primary-immunodeficiency'], stage: 'review', days: 14 },
]

function item(row: Row): WorkItem {
  const waits_for = [...WAITS[row.stage]]
  return {
    case: row.id,
    proband: `${row.id}-1`,
    name: row.name,
    kana: row.kana,
    chart: row.chart,
    sex: row.sex,
    age_years: row.years,
    age_months: row.months ?? null,
    indication: row.indication,
    ordered: row.ordered,
    panels: row.panels,
    people: row.people[0],
    sequenced: row.people[1],
    stage: row.stage,
    waits_for,
    since: ago(row.days),
    mine: waits_for.includes(roleAsked),
    imported_on: ago(row.days + 20),
    reported: row.reported ?? 0,
    candidates: row.candidates ?? 0,
  }
}

function rows(): readonly Row[] {
  if (asked === 'many') return Array.from({ length: 240 }, (_, at) => ({ ...(ROWS[at % ROWS.length] as Row), id: `SHI-${String(at + 1).padStart(4, '0')}` }))
  return ['empty', 'waiting', 'fault'].includes(asked ?? '') ? [] : ROWS
}

export const fake: Partial<Commands> = {
  async worklist() {
    if (asked === 'failing') throw new BackendError({ code: 'machine', message_key: 'fault_machine', args: { detail: 'store.db: disk I/O error' }, retry: true })
    if (!may(roleAsked).includes('see_case')) throw new BackendError({ code: 'not_permitted', message_key: 'fault_not_permitted', args: { detail: 'an administrator may not see a case' } })
    const new_ones: Row[] = arrived().map(({ id, name, kana, sex, years, ordered, people }) => ({ id, name, kana, chart: null, sex, years, people: [people, people], ordered: [ordered], indication: null, panels: [], stage: 'review', days: 0 }))
    const cases = [...rows(), ...new_ones].map(item)
    cases.sort((a, b) => Number(b.mine) - Number(a.mine) || Number(a.stage === 'returned') - Number(b.stage === 'returned') || a.since.localeCompare(b.since))
    return cases
  },
}
