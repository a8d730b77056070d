import type { Choice, ConsentEntry, ConsentPage, ConsentRequest, ConsentStanding, ItemName, PersonConsent } from '../bindings'
import { BackendError } from '../error'
import { families } from './families'

export const ITEMS: readonly ItemName[] = [
  'participation',
  'secondary_findings',
  'secondary_findings_adult',
  'adult_onset_conditions',
  'specimen_storage',
  'joint_research',
  'industry_alone',
  'academic_data',
  'industrial_data',
  'use_abroad',
  'recontact',
  'relatives',
  'matchmaking',
]

const ADULT_ONLY: readonly ItemName[] = ['secondary_findings_adult', 'adult_onset_conditions']

let next = 1

function entry(version: string, decider: ConsentEntry['decider'], date: string, refused: readonly ItemName[], more: Partial<ConsentEntry> = {}): ConsentEntry {
  const choices: Choice[] = ITEMS.map((item) => ({ item, agreed: !refused.includes(item) }))
  const proxy: ConsentEntry['proxy'] = decider === 'proxy' ? { name: null, relation: 'mother', assented: null } : null
  return { id: `consent-${next++}`, icf_version: version, decider, proxy, date, choices, closed: [], withdrawn: false, recorded_by: '山田 由紀', recorded_on: `${date}T05:20:00Z`, ...more }
}

/** By case and person, the latest first. */
const histories: Record<string, Record<string, ConsentEntry[]>> = {
  'SHI-0001': {
    'F1-1': [entry('2.1', 'proxy', '2026-04-01', [...ADULT_ONLY, 'industry_alone', 'industrial_data', 'use_abroad'], { proxy: { name: '佐々木 美穂', relation: 'mother', assented: true } })],
    'F1-2': [entry('2.1', 'person', '2026-04-01', ['secondary_findings_adult', 'adult_onset_conditions', 'industry_alone'])],
    'F1-3': [
      entry('2.1', 'person', '2026-05-12', ['adult_onset_conditions', 'industry_alone', 'industrial_data']),
      entry('2.1', 'person', '2026-04-01', ['secondary_findings', ...ADULT_ONLY, 'industry_alone', 'industrial_data', 'recontact']),
    ],
  },
  'SHI-0002': {
    IV21: [entry('2.1', 'person', '2026-03-10', [...ADULT_ONLY, 'use_abroad']), entry('1.4', 'proxy', '2023-06-02', [...ADULT_ONLY, 'industrial_data', 'industry_alone', 'use_abroad', 'matchmaking'])],
    III21s: [entry('1.4', 'person', '2023-06-02', ['adult_onset_conditions'])],
    III21: [entry('2.1', 'person', '2026-03-10', ITEMS.filter((item) => item !== 'participation'))],
    IV22: [entry('2.1', 'proxy', '2026-03-10', [...ADULT_ONLY])],
    IV23: [
      entry('2.1', 'proxy', '2026-05-20', [], { withdrawn: true, recorded_by: '見本 花子' }),
      entry('2.1', 'proxy', '2026-03-10', [...ADULT_ONLY]),
    ],
    II5: [entry('2.1', 'proxy', '2026-03-18', ['relatives', 'recontact'])],
    IV11: [entry('2.1', 'proxy', '2026-01-18', [], { closed: [...ADULT_ONLY] })],
    III51: [entry('2.1', 'person', '2026-03-18', [...ITEMS])],
  },
  'SHI-0003': {},
}

export function standing(id: string, person: string): ConsentStanding {
  const latest = histories[id]?.[person]?.[0]
  if (latest === undefined) return 'none'
  if (latest.withdrawn) return 'withdrawn'
  return latest.choices.some(({ item, agreed }) => item === 'participation' && agreed) ? 'takes_part' : 'refused'
}

export function page(id: string): ConsentPage {
  const people = (families[id]?.people ?? []).map((person): PersonConsent => {
    const closed = person.minor ? [...ADULT_ONLY] : []
    const history = (histories[id]?.[person.id] ?? []).map((entry) => (person.minor ? { ...entry, closed } : entry))
    const { name, relation, birth_date, age_years, minor } = person
    return { person: person.id, name, relation, birth_date, age_years, minor, standing: standing(id, person.id), closed, in_force: history[0] ?? null, history }
  })
  return { case: id, items: [...ITEMS], icf_versions: ['2.1', '1.4'], people }
}

export function record(form: ConsentRequest): void {
  const of = (histories[form.case] ??= {})
  if (form.date > new Date().toISOString().slice(0, 10)) throw new BackendError({ code: 'bad_input', message_key: 'fault_bad_input' })
  const refused = ITEMS.filter((item) => !form.agreed.includes(item))
  const made = entry(form.icf_version, form.decider, form.date, refused, { proxy: form.proxy, withdrawn: form.withdrawn, recorded_by: '見本 花子', recorded_on: new Date().toISOString() })
  of[form.person] = [made, ...(of[form.person] ?? [])]
}
