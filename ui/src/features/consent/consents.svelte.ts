import type { Backend } from '$backend/backend'
import type { ConsentPage, ConsentRequest, PersonConsent } from '$backend/bindings'
import * as m from '$messages'
import { day } from '$shared/format'
import { relation } from '$shared/person'

/** The consents of the open case: who is selected, and what is being recorded. */
export class Consents {
  page = $state.raw<ConsentPage>()
  failure = $state.raw<unknown>()
  selected = $state<string>()
  /** What is being filled in, instead of what stands. */
  doing = $state<'form' | 'withdrawal'>()
  #asked = 0

  constructor(
    readonly backend: Backend,
    readonly id: string,
  ) {}

  /** Asks for the page anew; the one before stays until the answer is there. */
  async load(): Promise<void> {
    const ticket = ++this.#asked
    try {
      const page = await this.backend.consentPage(this.id)
      if (ticket !== this.#asked) return
      this.page = page
      this.failure = undefined
      if (!page.people.some(({ person }) => person === this.selected)) this.selected = page.people[0]?.person
    } catch (thrown) {
      if (ticket === this.#asked) this.failure = thrown
    }
  }

  get person(): PersonConsent | undefined {
    return this.page?.people.find(({ person }) => person === this.selected)
  }

  /** Selects somebody; what was being filled in for another is left. */
  select(person: string): void {
    if (person === this.selected) return
    this.selected = person
    this.doing = undefined
  }

  /** Records; throws where the workbench refuses. */
  async record(form: Omit<ConsentRequest, 'case'>): Promise<void> {
    await this.backend.recordConsent({ case: this.id, ...form })
    await this.load()
    this.doing = undefined
  }
}

/** Who it is, with the place in the family and the day of birth; who has no name is called by that place alone. */
export function whoIs(person: Pick<PersonConsent, 'name' | 'relation' | 'birth_date'>): string {
  const who = person.name === null ? called(person) : m.consent_who({ name: person.name, relation: relation(person.relation) })
  return person.birth_date === null ? who : m.consent_who_born({ who, born: m.consent_born({ day: day(person.birth_date) }) })
}

/** What somebody is called on this screen. */
export function called(person: Pick<PersonConsent, 'name' | 'relation'>): string {
  return person.name ?? m.consent_unnamed_of({ relation: relation(person.relation) })
}
