import type { Person, TimelineEntry } from '$backend/bindings'
import * as m from '$messages'
import { day } from '$shared/format'
import { relation } from '$shared/person'
import { known, text } from '$shared/text'

/** What happened on one day, the latest first. */
export interface Day {
  title: string
  entries: TimelineEntry[]
}

/** The entries by the day of this machine's clock, in their order. */
export function days(entries: readonly TimelineEntry[]): Day[] {
  const found: Day[] = []
  for (const entry of entries) {
    const title = day(entry.time)
    const last = found.at(-1)
    if (last?.title === title) last.entries.push(entry)
    else found.push({ title, entries: [entry] })
  }
  return found
}

/** What happened, by the kind of the event. */
export function kindWords(kind: string): string {
  return known(`case_kind_${kind}`) ? text(`case_kind_${kind}`) : m.case_kind_other()
}

const APART = ' · '
/** Between the parts on screen. */
const SPACE = '　'

/** What it was about: ids of people and of documents as words, everything else as it comes. */
export function aboutWords({ kind, about }: Pick<TimelineEntry, 'kind' | 'about'>, people: readonly Pick<Person, 'id' | 'name' | 'relation'>[]): string | undefined {
  if (about === null) return undefined
  const parts = about.split(APART)
  if (kind === 'consent_recorded' || kind === 'consent_withdrawn') {
    const person = people.find(({ id }) => id === parts[0])
    if (person !== undefined) parts[0] = person.name ?? relation(person.relation)
  }
  return parts.map((part) => (kind === 'report_released' && known(`case_document_${part}`) ? text(`case_document_${part}`) : part)).join(SPACE)
}
