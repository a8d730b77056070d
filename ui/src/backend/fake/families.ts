import type { AffectionName, Person, Picture, RelationName, SexName } from '../bindings'
import many from './pedigree-many.svg?raw'
import trio from './pedigree-trio.svg?raw'

/** The people of a case, the proband first, and their drawing. All of them are invented. */
export interface Family {
  people: Omit<Person, 'consent'>[]
  pedigree: Picture
}

const single =
  '<svg xmlns="http://www.w3.org/2000/svg" width="122" height="93" viewBox="-8 -8 122 93"><g data-person="F3-1"><path d="M75 5L93 23L75 41L57 23Z" fill="none" stroke="currentColor" stroke-width="1.4"/><path d="M44 41L58 32" fill="none" stroke="currentColor" stroke-width="1.4"/><path d="M61 30L52.4 31L56.2 37.2Z" fill="currentColor"/><text x="99" y="14" font-size="9" fill="currentColor">1</text></g><text x="0" y="27.32" font-size="12" fill="currentColor">I</text></svg>'

interface Row {
  id: string
  name: string | null
  kana: string | null
  chart: string | null
  sex: SexName
  birth: string | null
  age: number | null
  deceased: boolean
  affection: AffectionName
  relation: RelationName
  sequenced: boolean
}

function person({ birth, age, ...rest }: Row): Omit<Person, 'consent'> {
  return { ...rest, birth_date: birth, age_years: age, age_months: null, minor: age === null || age < 18 }
}

const sasaki: Row[] = [
  { id: 'F1-1', name: '佐々木 結衣', kana: 'ささき ゆい', chart: '0012 3456', sex: 'female', birth: '2016-11-08', age: 9, deceased: false, affection: 'affected', relation: 'proband', sequenced: true },
  { id: 'F1-3', name: '佐々木 美穂', kana: 'ささき みほ', chart: '0012 3461', sex: 'female', birth: '1985-08-21', age: 40, deceased: false, affection: 'unaffected', relation: 'mother', sequenced: true },
  { id: 'F1-2', name: '佐々木 健一', kana: 'ささき けんいち', chart: '0012 3460', sex: 'male', birth: '1983-10-02', age: 42, deceased: false, affection: 'unaffected', relation: 'father', sequenced: true },
]

/** id, name, kana, sex, age, deceased, affection, relation, sequenced */
const TANAKA: readonly (readonly [string, string, string, SexName, number | null, boolean, AffectionName, RelationName, boolean])[] = [
  ['IV21', '田中 陽菜', 'たなか ひな', 'female', 17, false, 'affected', 'proband', true],
  ['III21s', '田中 アレクサンドラ小百合', 'たなか あれくさんどらさゆり', 'female', 48, false, 'unaffected', 'mother', true],
  ['III21', '田中 博', 'たなか ひろし', 'male', 51, false, 'affected', 'father', true],
  ['IV22', '田中 蒼', 'たなか あおい', 'male', 14, false, 'unaffected', 'brother', true],
  ['IV23', '田中 莉子', 'たなか りこ', 'female', 11, false, 'unaffected', 'sister', true],
  ['II2', '田中 節子', 'たなか せつこ', 'female', 78, true, 'affected', 'paternal_grandmother', false],
  ['II2s', '田中 宗一郎', 'たなか そういちろう', 'male', null, false, 'unaffected', 'paternal_grandfather', false],
  ['III22', '勅使河原 由美子', 'てしがわら ゆみこ', 'female', 50, false, 'unaffected', 'paternal_aunt', false],
  ['III23', '田中 学', 'たなか まなぶ', 'male', 49, false, 'unaffected', 'paternal_uncle', false],
  ['I1', '田中 太郎', 'たなか たろう', 'male', null, true, 'unaffected', 'relative', false],
  ['I2', '田中 キク', 'たなか きく', 'female', null, true, 'affected', 'relative', false],
  ['II1', '田中 一雄', 'たなか かずお', 'male', 80, false, 'unaffected', 'relative', false],
  ['II3', '田中 二郎', 'たなか じろう', 'male', 76, false, 'unaffected', 'relative', false],
  ['II4', '大久保 静江', 'おおくぼ しずえ', 'female', 74, false, 'unaffected', 'relative', false],
  ['II5', '田中 五郎', 'たなか ごろう', 'male', 72, false, 'affected', 'relative', true],
  ['II1s', '田中 ハナ', 'たなか はな', 'female', null, false, 'unaffected', 'relative', false],
  ['II4s', '大久保 進', 'おおくぼ すすむ', 'male', null, false, 'unaffected', 'relative', false],
  ['II5s', '田中 敏子', 'たなか としこ', 'female', null, false, 'unaffected', 'relative', false],
  ['III11', '田中 修', 'たなか おさむ', 'male', 53, false, 'unaffected', 'relative', false],
  ['III12', '田中 明美', 'たなか あけみ', 'female', 52, false, 'unaffected', 'relative', false],
  ['III41', '大久保 久美子', 'おおくぼ くみこ', 'female', 47, false, 'unaffected', 'relative', false],
  ['III51', '山本 智子', 'やまもと ともこ', 'female', 45, false, 'affected', 'relative', true],
  ['III52', '田中 徹', 'たなか とおる', 'male', 44, false, 'unaffected', 'relative', false],
  ['III53', '田中 亮', 'たなか りょう', 'male', 43, false, 'unknown', 'relative', false],
  ['III51s', '山本 剛', 'やまもと つよし', 'male', null, false, 'unaffected', 'relative', false],
  ['III11s', '田中 薫', 'たなか かおる', 'female', null, false, 'unaffected', 'relative', false],
  ['IV51', '山本 大翔', 'やまもと ひろと', 'male', 9, false, 'affected', 'relative', false],
  ['IV52', '山本 朝陽', 'やまもと あさひ', 'male', 6, false, 'unaffected', 'relative', false],
  ['IV11', '田中 咲良', 'たなか さくら', 'female', 18, false, 'unaffected', 'relative', false],
  ['IV12', '田中 律', 'たなか りつ', 'male', 11, false, 'unaffected', 'relative', false],
]

const tanaka: Row[] = TANAKA.map(([id, name, kana, sex, age, deceased, affection, relation, sequenced], at) => ({
  id,
  name,
  kana,
  chart: sequenced ? `0047 ${String(1180 + at)}` : null,
  sex,
  birth: age === null || deceased ? null : `${2025 - age}-11-30`,
  age: deceased ? null : age,
  deceased,
  affection,
  relation,
  sequenced,
}))

const nobody: Row[] = [
  { id: 'F3-1', name: null, kana: null, chart: null, sex: 'unknown', birth: null, age: null, deceased: false, affection: 'unknown', relation: 'proband', sequenced: false },
]

export const families: Record<string, Family> = {
  'SHI-0001': {
    people: sasaki.map(person),
    pedigree: {
      svg_ja: trio,
      svg_en: trio,
      alt_ja: '家系図。2世代、3人。II-1：結衣 9歳、発端者、女性、罹患。I-1：健一 42歳、父、非罹患。I-2：美穂 40歳、母、非罹患。',
      alt_en: 'Pedigree. 2 generations, 3 people. II-1: 結衣, 9 y, proband, female, affected. I-1: 健一, 42 y, father, unaffected. I-2: 美穂, 40 y, mother, unaffected.',
    },
  },
  'SHI-0002': {
    people: tanaka.map(person),
    pedigree: {
      svg_ja: many,
      svg_en: many,
      alt_ja: '家系図。4世代、30人。IV-3：陽菜 17歳、発端者、女性、罹患。父III-4、父方の祖母II-4、曽祖母I-2のほか、II-8、III-10、IV-6が罹患。',
      alt_en: 'Pedigree. 4 generations, 30 people. IV-3: 陽菜, 17 y, proband, female, affected. Her father III-4, paternal grandmother II-4, great-grandmother I-2, and II-8, III-10, IV-6 are affected.',
    },
  },
  'SHI-0003': { people: nobody.map(person), pedigree: { svg_ja: single, svg_en: single, alt_ja: '家系図。1世代、1人。I-1：発端者、性別不明、罹患の有無は不明。', alt_en: 'Pedigree. 1 generation, 1 person. I-1: proband, sex unknown, not known whether affected.' } },
}
