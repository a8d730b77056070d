import type { Backend } from '$backend/backend'
import type { CasePage, EligibilityRequest, Person, SignRequest } from '$backend/bindings'

/** The case that is open: its page, who is selected, and what can be recorded of it. */
export class OpenCase {
  page = $state.raw<CasePage>()
  failure = $state.raw<unknown>()
  /** The selected person's id. */
  selected = $state<string>()
  #asked = 0

  constructor(
    readonly backend: Backend,
    readonly id: string,
  ) {}

  /** Asks for the page anew; the one before stays until the answer is there. */
  async load(): Promise<void> {
    const ticket = ++this.#asked
    try {
      const page = await this.backend.casePage(this.id)
      if (ticket !== this.#asked) return
      this.page = page
      this.failure = undefined
      if (!page.people.some(({ id }) => id === this.selected)) this.selected = page.proband
    } catch (thrown) {
      if (ticket === this.#asked) this.failure = thrown
    }
  }

  get proband(): Person | undefined {
    return this.person(this.page?.proband)
  }

  person(id: string | undefined): Person | undefined {
    return this.page?.people.find((person) => person.id === id)
  }

  /** Records signs, all or none; throws where the workbench refuses. */
  async recordSigns(...signs: SignRequest[]): Promise<void> {
    await this.backend.recordSigns({ case: this.id, signs })
    await this.load()
  }

  async recordEligibility(eligibility: Omit<EligibilityRequest, 'case'>): Promise<void> {
    await this.backend.recordEligibility({ case: this.id, ...eligibility })
    await this.load()
  }
}
