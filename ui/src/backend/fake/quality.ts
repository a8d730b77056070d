import type { Commands } from '../backend'
import type { Doubt, DoubtLine, KinshipFigures, PersonFigures, Picture, QualityPage } from '../bindings'
import { BackendError } from '../error'
import { families } from './families'
import { may } from './roles'
import { asked, roleAsked } from './wire'

// ?state=unanswerable: an answer cannot be kept.

type Kept = Omit<QualityPage, 'case' | 'members' | 'there'>

function drawing(height: number, body: string, alt_ja: string, alt_en: string): Picture {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="640" height="${height}" viewBox="0 0 640 ${height}">${body}</svg>`
  return { svg_ja: svg, svg_en: svg, alt_ja, alt_en }
}

/** Who is drawn: by name as written, else by id. */
const drawn = (id: string): string => Object.values(families).flatMap(({ people }) => people).find((person) => person.id === id)?.name ?? id

const letters = (x: number, y: number, words: string, anchor = 'start'): string => `<text x="${x}" y="${y}" font-size="12" text-anchor="${anchor}" fill="currentColor">${words}</text>`

/** A histogram of each person on one axis. */
function histograms(names: readonly string[], middle: number, alt_ja: string, alt_en: string): Picture {
  const bars = names.flatMap((name, at) => [
    letters(44, 96 * at + 14, name),
    ...Array.from({ length: 20 }, (_, bin) => {
      const high = Math.max(0, 64 - (bin - middle - at) ** 2 * 3)
      return `<rect x="${44 + bin * 29}" y="${96 * at + 92 - high}" width="28" height="${high}" fill="var(--accent, currentColor)"/>`
    }),
  ])
  return drawing(96 * names.length + 8, bars.join(''), alt_ja, alt_en)
}

function sexes(people: readonly PersonFigures[]): Picture {
  const points = people.map(({ person, on_x, heterozygous_on_x, on_y }, at) => {
    const [x, y] = [64 + (heterozygous_on_x / on_x) * 560, on_y > 50 ? 30 + at * 16 : 190 - at * 16]
    return `<circle cx="${x}" cy="${y}" r="6" fill="var(--accent, currentColor)"/>${letters(x + 12, y + 4, drawn(person))}`
  })
  return drawing(230, `<path d="M64 24V214H626" fill="none" stroke="currentColor"/>${points.join('')}`, 'X上のヘテロ接合の割合とY上のバリアント数。', 'Heterozygosity of X and variants on Y.')
}

function kinships({ pairs }: KinshipFigures): Picture {
  const x = (value: number): number => 200 + value * 500
  const lines = pairs.map(({ people, expected, coefficient }, at) => letters(190, 34 + 22 * at, people.map(drawn).join(' – '), 'end') + (expected === null ? '' : `<circle cx="${x(expected)}" cy="${30 + 22 * at}" r="7" fill="none" stroke="currentColor"/>`) + (coefficient === null ? '' : `<circle cx="${x(coefficient)}" cy="${30 + 22 * at}" r="4" fill="var(--accent, currentColor)"/>`))
  return drawing(40 + 22 * pairs.length, lines.join(''), '近縁係数（kinship φ）：測定値と家系図からの期待値。', 'Coefficient of kinship, measured and expected from the pedigree.')
}

function karyogram(person: string): Picture {
  const bars = Array.from({ length: 22 }, (_, at) => {
    const [x, y] = [at < 11 ? 30 : 430, 26 + 16 * (at % 11)]
    return `${letters(x - 6, y + 9, String(at + 1), 'end')}<rect x="${x}" y="${y}" width="${(at < 11 ? 340 : 190) - (at % 11) * 12}" height="10" fill="none" stroke="currentColor" stroke-opacity="0.5"/>`
  })
  return drawing(206, `${letters(0, 14, person)}${bars.join('')}<rect x="90" y="58" width="34" height="10" fill="var(--accent, currentColor)"/>`, `${person}：ホモ接合領域 1か所。`, `${person}: 1 run of homozygosity.`)
}

/** All figures and charts of a family. */
function whole(records: number, people: PersonFigures[], kinship: KinshipFigures, doubts: Doubt[]): Kept {
  const names = people.map(({ person }) => drawn(person))
  const line = (doubt: Doubt): DoubtLine => ({ id: `${doubt.kind} ${'person' in doubt ? doubt.person : doubt.people.join(' ')}`, doubt, stops: doubt.kind !== 'disomy', cleared: false, answers: [] })
  return {
    assembly: 'GRCh38',
    records,
    people,
    kinship,
    doubts: doubts.map(line),
    charts: [
      { kind: 'sex', picture: sexes(people) },
      { kind: 'balance', picture: histograms(names, 9, 'ヘテロ接合での代替アレルのリードの割合の分布。', 'Alternate reads at heterozygous calls, how they are spread.') },
      { kind: 'depth', picture: histograms(names, 7, '深度の分布。', 'Depth, how it is spread.') },
      { kind: 'kinship', picture: kinships(kinship) },
      ...names.map((name) => ({ kind: 'homozygosity' as const, picture: karyogram(name) })),
    ],
  }
}

const female = { sex_recorded: 'female', sex_shown: 'female', on_x: 148_220, heterozygous_on_x: 88_310, on_y: 0 } as const
const male = { sex_recorded: 'male', sex_shown: 'male', on_x: 91_004, heterozygous_on_x: 1_011, on_y: 2_410 } as const
const trio = (rate: number, errors: number, people: [string, string, string]): KinshipFigures['trios'][number] => ({ people, compared: 48_114, errors, rate, contradicts: rate > 0.02, disomies: [] })
const pair = (people: [string, string], expected: number | null, coefficient: number | null, shown: KinshipFigures['pairs'][number]['shown'], contradicts = false): KinshipFigures['pairs'][number] => ({ people, expected, coefficient, shown, compared: 3_402_118, none_shared: expected === 0 ? 214_808 : 121, contradicts })
const runs = (person: string, n: number): KinshipFigures['homozygosity'][number] => ({
  person,
  bases: n * 4_200_000,
  share: (n * 4_200_000) / 2_875_001_522,
  runs: Array.from({ length: n }, (_, at) => ({ region: `chr${at + 3}:${20_000_001 + at}-24200000`, bases: 4_200_000, homozygous: 812 - at, heterozygous: at })),
})

const MANY = ['IV21', 'III21s', 'III21', 'IV22', 'IV23', 'II5', 'III51'] as const
const KEPT: Record<string, Kept> = {
  'SHI-0001': whole(
    6_214_559,
    [
      { person: 'F1-1', variants: 4_981_203, called: 6_201_447, missing: 13_112, median_depth: 36, het_hom: 1.43, ti_tv: 2.06, gq20: 0.981, contamination: 0.004, ...female },
      { person: 'F1-3', variants: 4_962_877, called: 6_197_280, missing: 17_279, median_depth: 34, het_hom: 1.41, ti_tv: 2.06, gq20: 0.978, contamination: 0.006, ...female },
      { person: 'F1-2', variants: 4_990_114, called: 5_988_002, missing: 226_557, median_depth: 22, het_hom: 1.38, ti_tv: 2.05, gq20: 0.914, contamination: null, ...male },
    ],
    { pairs: [pair(['F1-1', 'F1-3'], 0.25, 0.2489, 'first'), pair(['F1-1', 'F1-2'], 0.25, 0.2511, 'first'), pair(['F1-3', 'F1-2'], 0, -0.0042, 'unrelated')], trios: [trio(0.0019, 91, ['F1-1', 'F1-2', 'F1-3'])], homozygosity: [runs('F1-1', 2), runs('F1-3', 0), runs('F1-2', 1)] },
    [],
  ),
  'SHI-0002': whole(
    61_882,
    MANY.map((person, at) => ({ person, variants: 58_204 - at * 311, called: 61_700 - at * 90, missing: 182 + at * 90, median_depth: at === 6 ? null : 88 - at * 9, het_hom: at === 6 ? null : 1.35 + at * 0.06, ti_tv: at === 6 ? null : 2.9 - at * 0.04, gq20: at === 6 ? null : 0.99 - at * 0.012, contamination: at === 3 ? 0.083 : at === 6 ? null : 0.003, ...([1, 2, 3, 5].includes(at) ? male : female), ...(at === 1 ? { sex_recorded: 'female' as const } : {}) })),
    {
      pairs: MANY.flatMap((one, at) => MANY.slice(at + 1).map((other, then) => (at === 0 && then === 0 ? pair([one, other], 0.25, 0.0031, 'unrelated', true) : pair([one, other], 0.125, then === 4 ? null : 0.121, then === 4 ? null : 'second')))),
      trios: [{ ...trio(0.046, 2_212, [MANY[0], MANY[2], MANY[1]]), disomies: [{ chromosome: '15', missing: 'father', records: 212, from_both: 3 }] }],
      homozygosity: MANY.map((person, at) => runs(person, (at * 3) % 5)),
    },
    [
      { kind: 'sex', person: MANY[1], stated: 'female', shown: 'male' },
      { kind: 'contamination', person: MANY[3], permille: 83 },
      { kind: 'relation', people: [MANY[0], MANY[1]], stated: 'first', shown: 'unrelated' },
      { kind: 'parents', people: [MANY[0], MANY[2], MANY[1]], errors: 2_212, compared: 48_114 },
      { kind: 'disomy', person: MANY[0], chromosome: '15', of: 'mother' },
    ],
  ),
}

const NOTHING: Kept = { assembly: 'GRCh38', records: 0, people: null, kinship: null, doubts: [], charts: [] }

/** What of it the role may see: figures with the variants, kinship for two roles alone. */
function seen(kept: Kept): Kept {
  const mays = may(roleAsked)
  const [variants, kinship] = [mays.includes('see_variants'), mays.includes('see_kinship')]
  const ofKinship = (kind: string): boolean => kind === 'kinship' || kind === 'homozygosity'
  return {
    ...kept,
    people: variants ? kept.people : null,
    kinship: kinship ? kept.kinship : null,
    doubts: kept.doubts.filter(({ doubt: { kind } }) => kinship || (variants && kind !== 'relation' && kind !== 'parents')),
    charts: kept.charts.filter(({ kind }) => (ofKinship(kind) ? kinship : variants)),
  }
}

export const fake: Partial<Commands> = {
  async qualityPage(id) {
    const family = families[id]
    if (family === undefined) throw new BackendError({ code: 'machine', message_key: 'fault_machine', args: { detail: `case ${id}` }, retry: true })
    const members = family.people.map(({ id: person, name, relation }) => ({ person, name, relation }))
    return { ...seen(KEPT[id] ?? NOTHING), case: id, there: id in KEPT, members }
  },
  async answerDoubt({ case: id, doubt, usable, reason }) {
    if (asked === 'unanswerable') throw new BackendError({ code: 'machine', message_key: 'fault_machine', args: { detail: 'disk full' }, retry: true })
    const kept = KEPT[id]
    if (kept === undefined) throw new BackendError({ code: 'bad_input', message_key: 'fault_bad_input', args: { detail: id } })
    const answers = [{ usable, reason, author: '見本 花子', time: '2026-11-16T06:42:00Z' }]
    kept.doubts = kept.doubts.map((line) => (line.id === doubt ? { ...line, cleared: usable, answers } : line))
    return null
  },
}
