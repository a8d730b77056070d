import * as m from '$messages'

/** HPO's classes of onset in the order of life, with the messages that name them and their span of life. */
export const CLASSES: readonly { id: string; title: () => string; span: () => string }[] = [
  { id: 'HP:0030674', title: m.case_onset_antenatal, span: m.case_onset_antenatal_span },
  { id: 'HP:0011460', title: m.case_onset_embryonal, span: m.case_onset_embryonal_span },
  { id: 'HP:0011461', title: m.case_onset_fetal, span: m.case_onset_fetal_span },
  { id: 'HP:0003577', title: m.case_onset_congenital, span: m.case_onset_congenital_span },
  { id: 'HP:0003623', title: m.case_onset_neonatal, span: m.case_onset_neonatal_span },
  { id: 'HP:0003593', title: m.case_onset_infantile, span: m.case_onset_infantile_span },
  { id: 'HP:0011463', title: m.case_onset_childhood, span: m.case_onset_childhood_span },
  { id: 'HP:0003621', title: m.case_onset_juvenile, span: m.case_onset_juvenile_span },
  { id: 'HP:0003581', title: m.case_onset_adult, span: m.case_onset_adult_span },
  { id: 'HP:0011462', title: m.case_onset_young_adult, span: m.case_onset_young_adult_span },
  { id: 'HP:0003596', title: m.case_onset_middle_age, span: m.case_onset_middle_age_span },
  { id: 'HP:0003584', title: m.case_onset_late, span: m.case_onset_late_span },
]

/** An age of ISO 8601 by its parts. */
export interface Age {
  years: number
  months: number
  days: number
}

const MOST_YEARS = 120
const DAYS_OF_A_WEEK = 7

/** The age that a text like `P3Y6M` stands for. */
export function ageOf(text: string): Age | undefined {
  const parts = /^P(?=\d)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?$/.exec(text)
  if (parts === null) return undefined
  const [years, months, weeks, days] = parts.slice(1).map((part) => Number(part ?? 0)) as [number, number, number, number]
  return { years, months, days: weeks * DAYS_OF_A_WEEK + days }
}

/** Years and months as typed, as ISO 8601; undefined where they are no age. Both empty is no age either. */
export function isoAge(years: string, months: string): string | undefined {
  if (years.trim() === '' && months.trim() === '') return undefined
  const [y, mo] = [whole(years), whole(months)]
  if (y === undefined || mo === undefined || y > MOST_YEARS || mo > 11) return undefined
  return mo === 0 ? `P${y}Y` : `P${y === 0 ? '' : `${y}Y`}${mo}M`
}

function whole(text: string): number | undefined {
  const plain = text.normalize('NFKC').trim()
  return plain === '' ? 0 : /^\d{1,3}$/.test(plain) ? Number(plain) : undefined
}

/** An onset as people say it: a class of onset, an age, a range of ages, weeks of gestation, or the words themselves. */
export function onsetWords(onset: string): string {
  const known = CLASSES.find(({ id }) => id === onset)
  if (known !== undefined) return known.title()
  const gestation = /^(\d+)w(\d+)d$/.exec(onset)
  if (gestation !== null) return m.case_onset_gestation({ weeks: gestation[1] ?? '', days: gestation[2] ?? '' })
  const [from, to] = onset.split('/').map((end) => ageOf(end))
  if (from !== undefined && to !== undefined) return m.case_onset_between({ from: ageWords(from), to: ageWords(to) })
  return from === undefined || onset.includes('/') ? onset : ageWords(from)
}

function ageWords({ years, months, days }: Age): string {
  if (years > 0) return months > 0 ? m.case_onset_at_years_months({ y: years, m: months }) : m.case_onset_at_years({ n: years })
  if (months > 0) return days > 0 ? m.case_onset_at_months_days({ m: months, d: days }) : m.case_onset_at_months({ n: months })
  return m.case_onset_at_days({ n: days })
}
