import type { MemberColumn, PatternName, Reason } from '$backend/bindings'
import * as m from '$messages'
import { frequency } from '$shared/format'
import { known, text } from '$shared/text'

/** A consequence by its Sequence Ontology term; a term that is new here stays as it is. */
export function consequence(term: string): string {
  return known(`variants_consequence_${term.toLowerCase()}`) ? text(`variants_consequence_${term.toLowerCase()}`) : term
}

export function pattern(name: PatternName | string): string {
  return text(`variants_pattern_${name}`)
}

/** A population by its key; one that the profile names and that is not known here keeps its own name. */
export function population(key: string): string {
  const name = key.toLowerCase()
  return known(`variants_population_${name}`) ? text(`variants_population_${name}`) : key
}

export function clinvar(key: string): string {
  return known(`variants_clinvar_${key}`) ? text(`variants_clinvar_${key}`) : key
}

/** ClinVar's class by its letters, for columns. */
export function clinvarShort(key: string): string {
  return known(`variants_clinvar_short_${key}`) ? text(`variants_clinvar_short_${key}`) : clinvar(key)
}

/** How far ClinVar's entry was reviewed; what is not known here stays as the file has it, in words. */
export function reviewed(status: string): string {
  const name = status.toLowerCase().replaceAll(/[^a-z]+/g, '_')
  return known(`variants_review_${name}`) ? text(`variants_review_${name}`) : status.replaceAll('_', ' ')
}

export function preset(name: string): string {
  return known(`variants_preset_${name}`) ? text(`variants_preset_${name}`) : name
}

export function step(name: string): string {
  return text(`variants_step_${name}`)
}

/** What a person is to the proband, with the name where there is one. */
export function relation(member: MemberColumn): string {
  return text(`variants_relation_${member.relation}`)
}

/** A person by its id, as the family is spoken of. */
export function person(id: string, members: readonly MemberColumn[]): string {
  const member = members.find((member) => member.id === id)
  return member === undefined ? id : relation(member)
}

/** What has to be said with a row. */
export function note(key: string): string {
  const name = key.replace(/^note_/, '')
  return text(`variants_note_${name}`)
}

/** Why a filter removed a row, as a sentence in the language on screen. */
export function sentence(reason: Reason, members: readonly MemberColumn[]): string {
  const given = Object.fromEntries(reason.args.map(({ name, value }) => [name, value]))
  const by: Record<string, (value: string) => string> = { term: consequence, pattern, population, class: clinvar, person: (id) => person(id, members) }
  const args = Object.fromEntries(Object.entries(given).map(([name, value]) => [name, by[name]?.(value) ?? value]))
  if (reason.key.startsWith('why_frequency')) for (const name of ['value', 'limit']) args[name] = frequency(Number(given[name]))
  return text(`variants_why_${reason.key.replace(/^why_/, '')}`, args)
}

export function stars(count: number | null): string {
  return count === null ? '' : count === 0 ? m.variants_stars_none() : '★'.repeat(count)
}

/** A number as it stands in columns, with a real minus. */
export function score(value: number): string {
  return value.toFixed(1).replace(/^-(?=0\.0$)/, '').replace('-', '−')
}

/** A number with its sign, for shares of a score. */
export function signed(value: number, places = 1): string {
  const text = Math.abs(value).toFixed(places)
  return value < 0 && Number(text) !== 0 ? `−${text}` : `+${text}`
}
