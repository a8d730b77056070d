import * as m from '$messages'
import type { Doubt } from '$backend/bindings'
import { count, percent } from './format'
import { language } from './language.svelte'
import { relation, sex } from './person'
import { text } from './text'

/** A word that stands alone elsewhere, inside a sentence. */
const inside = (word: string): string => (language.current === 'en' ? word.toLowerCase() : word)

/** A doubt about the data in one sentence. */
export function doubtWords(doubt: Doubt, whose: (person: string) => string): string {
  switch (doubt.kind) {
    case 'sex':
      return m.shared_doubt_sex({ person: whose(doubt.person), stated: inside(sex(doubt.stated)), shown: inside(sex(doubt.shown)) })
    case 'relation':
      return m.shared_doubt_relation({
        one: whose(doubt.people[0]),
        other: whose(doubt.people[1]),
        stated: doubt.stated === null ? m.shared_degree_none() : text(`shared_degree_${doubt.stated}`),
        shown: text(`shared_degree_${doubt.shown}`),
      })
    case 'parents':
      return m.shared_doubt_parents({ child: whose(doubt.people[0]), errors: count(doubt.errors), compared: count(doubt.compared) })
    case 'disomy':
      return m.shared_doubt_disomy({ person: whose(doubt.person), chromosome: doubt.chromosome, of: inside(relation(doubt.of)) })
    case 'contamination':
      return m.shared_doubt_contamination({ person: whose(doubt.person), share: percent(doubt.permille / 1000, 1) })
  }
}
