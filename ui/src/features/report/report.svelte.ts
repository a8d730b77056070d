import type { Backend } from '$backend/backend'
import type { LanguageName, PanelRequest, ReportPage } from '$backend/bindings'

/** What has to be there before a document is released, in the order of the way of a patient. */
export const NEEDED = ['consent', 'data', 'finding_class', 'finding_reasoning', 'panel_decision', 'facility', 'english'] as const

/** The record that the documents are made from. */
export class CaseReport {
  page = $state.raw<ReportPage>()
  failure = $state.raw<unknown>()
  #asked = 0

  constructor(
    readonly backend: Backend,
    readonly id: string,
  ) {}

  async load(): Promise<void> {
    const ticket = ++this.#asked
    try {
      const page = await this.backend.reportPage(this.id)
      if (ticket !== this.#asked) return
      this.page = page
      this.failure = undefined
    } catch (thrown) {
      if (ticket === this.#asked) this.failure = thrown
    }
  }

  async recordPanel(request: PanelRequest): Promise<void> {
    await this.backend.recordPanel(request)
    await this.load()
  }

  /** What keeps a document in this language from being released. Missing English holds back English alone. */
  missing(language: LanguageName): string[] {
    return (this.page?.missing ?? []).filter((key) => key !== 'english' || language === 'en')
  }
}
