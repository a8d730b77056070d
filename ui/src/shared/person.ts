import * as m from '$messages'
import { text } from './text'

/** What a person is to the proband, by the code of the workbench. */
export function relation(code: string): string {
  return text(`shared_relation_${code}`)
}

/** What a member of a family is called: by the relation, or by name where that says too little. */
export function memberName(person: { name: string | null; relation: string } | undefined, id: string): string {
  return person === undefined ? id : person.relation === 'relative' ? (person.name ?? id) : relation(person.relation)
}

/** The stated sex, by the code of the workbench. */
export function sex(code: string): string {
  return text(`shared_sex_${code}`)
}

/** An age in whole years, in years and months under two years; undefined where it is not known. */
export function age(years: number | null, months: number | null): string | undefined {
  if (months !== null && months < 24) {
    if (months === 0) return m.shared_age_newborn()
    if (months < 12) return m.shared_age_months({ n: months })
    return months % 12 === 0 ? m.shared_age_years({ n: 1 }) : m.shared_age_years_months({ y: 1, m: months % 12 })
  }
  return years === null ? undefined : m.shared_age_years({ n: years })
}
