import type { Choice, ConsentEntry, ItemName, PersonConsent } from '$backend/bindings'
import * as m from '$messages'
import { text } from '$shared/text'

/** The items whose consent lets genes into the analysis, as the workbench has it. */
const OPENING: readonly ItemName[] = ['secondary_findings', 'secondary_findings_adult', 'adult_onset_conditions']

export function itemName(item: ItemName): string {
  return text(`consent_item_${item}`)
}

/** How a choice stands for a person. */
export type Standing = 'agreed' | 'refused' | 'closed' | 'closed_agreed' | 'void'

/** A choice of a record as it holds: closed for a minor whatever was ticked, void where the person takes no part. */
export function stands(item: ItemName, choices: readonly Choice[], closed: readonly ItemName[]): Standing {
  const agreed = agrees(choices, item)
  if (closed.includes(item)) return agreed ? 'closed_agreed' : 'closed'
  if (!agreed) return 'refused'
  return item === 'participation' || agrees(choices, 'participation') ? 'agreed' : 'void'
}

export function agrees(choices: readonly Choice[], item: ItemName): boolean {
  return choices.some((choice) => choice.item === item && choice.agreed)
}

/** What follows from a choice in this program. */
export function meaning(item: ItemName, standing: Standing): string {
  if (item === 'participation') return standing === 'agreed' ? m.consent_meaning_shown() : m.consent_meaning_not_shown()
  if (OPENING.includes(item)) return standing === 'agreed' ? m.consent_meaning_in() : m.consent_meaning_out()
  return m.consent_meaning_recorded()
}

/** An item that was decided otherwise than before. */
export interface Change {
  item: ItemName
  from: boolean
  to: boolean
}

/** What a record changes of the one before; undefined where there was none in force, so that everything is new. */
export function changes(items: readonly ItemName[], to: readonly Choice[], before: Pick<ConsentEntry, 'choices' | 'withdrawn'> | undefined): Change[] | undefined {
  if (before === undefined || before.withdrawn) return undefined
  return items.map((item) => ({ item, from: agrees(before.choices, item), to: agrees(to, item) })).filter(({ from, to }) => from !== to)
}

/** What a person's consent opens: data at all, and the items whose genes are in the analysis. */
function opened(choices: readonly Choice[], closed: readonly ItemName[]): Set<ItemName> {
  return new Set((['participation', ...OPENING] as const).filter((item) => stands(item, choices, closed) === 'agreed'))
}

/** What a new record changes at once, in sentences; empty where the analysis stays as it is. */
export function effects(person: Pick<PersonConsent, 'relation' | 'closed' | 'in_force'>, choices: readonly Choice[]): string[] {
  const standing = person.in_force === null || person.in_force.withdrawn ? undefined : person.in_force
  const [before, after] = [opened(standing?.choices ?? [], standing?.closed ?? []), opened(choices, person.closed)]
  if (after.has('participation') && !before.has('participation')) return [m.consent_effect_data_opens(), ...OPENING.filter((item) => after.has(item)).map((item) => m.consent_effect_genes_in({ item: itemName(item) }))]
  if (before.has('participation') && !after.has('participation')) return [m.consent_effect_data_closes(), ...(person.relation === 'proband' ? [m.consent_effect_case_closes()] : [])]
  return OPENING.filter((item) => after.has(item) !== before.has(item)).map((item) => (after.has(item) ? m.consent_effect_genes_in({ item: itemName(item) }) : m.consent_effect_genes_out({ item: itemName(item) })))
}

/** The sign beside a word, so that colour is not needed. */
export const SIGNS: Record<Standing, string> = { agreed: '○', refused: '×', closed: '－', closed_agreed: '－', void: '－' }

export function standingWords(standing: Standing): string {
  return { agreed: m.consent_agreed, refused: m.consent_refused, closed: m.consent_closed, closed_agreed: m.consent_closed_agreed, void: m.consent_void }[standing]()
}
