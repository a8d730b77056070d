import type { Backend } from '$backend/backend'
import type { DocumentName, LanguageName, MissingName, PanelRequest, ReportPage } from '$backend/bindings'

/** The record that the documents are made from. */
export class CaseReport {
  page = $state.raw<ReportPage>()
  failure = $state.raw<unknown>()
  #asked = 0

  constructor(
    readonly backend: Pick<Backend, 'reportPage' | 'recordPanel'>,
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

  /** What keeps this document in this language from being released. Missing English holds back English alone. */
  missing(kind: DocumentName, language: LanguageName): MissingName[] {
    const document = this.page?.documents.find((document) => document.kind === kind)
    return (document?.missing ?? []).filter((name) => name !== 'english' || language === 'en')
  }
}
