import type { Backend } from '$backend/backend'
import type { DocumentName, LanguageName, ReleaseLine, ReportedChange } from '$backend/bindings'
import { BackendError } from '$backend/error'
import { bytes } from '$shared/pdf/bytes'

export const DOCUMENTS: readonly DocumentName[] = ['physician', 'patient', 'consent']

/** A document as it was set. */
interface Sheet {
  bytes: Uint8Array
  sha256: string
  /** How often something had been recorded when it was asked for. */
  round: number
}

/** A released document that is looked at again. */
export interface Opened {
  kind: DocumentName
  line: ReleaseLine
  bytes?: Uint8Array
  failure?: unknown
}

/** What the preview shows: one document in one language as it would be released now, or a released one as it was. */
export class Preview {
  kind = $state<DocumentName>('physician')
  language = $state<LanguageName>('ja')
  /** The released document on screen instead. */
  opened = $state.raw<Opened>()
  failure = $state.raw<unknown>()
  /** What the documents call the variants, as soon as one of them was set. */
  changes = $state.raw<readonly ReportedChange[]>([])
  /** True after a release was refused because something had been recorded in between. */
  overtaken = $state(false)
  /** What is being set now, by document and language. */
  #pending = $state.raw<readonly string[]>([])
  #round = $state(0)
  #sheets = $state.raw<Readonly<Record<string, Sheet>>>({})
  #asked = 0
  #opening = 0

  constructor(
    readonly backend: Backend,
    readonly id: string,
  ) {}

  readonly #name = $derived(`${this.kind} ${this.language}`)
  readonly sheet = $derived<Sheet | undefined>(this.#sheets[this.#name])
  /** Something was recorded after the document on screen was set. */
  readonly stale = $derived(this.sheet !== undefined && this.sheet.round !== this.#round)
  readonly busy = $derived(this.#pending.includes(this.#name))
  /** What is on screen is what would be released. */
  readonly current = $derived(this.opened === undefined && this.sheet !== undefined && !this.stale && !this.busy)

  show(kind: DocumentName, language: LanguageName): void {
    this.closeReleased()
    this.kind = kind
    this.language = language
    this.overtaken = false
    this.failure = undefined
    if (this.sheet === undefined || this.stale) void this.render()
  }

  /** Something was recorded: every document that was set before is out of date. */
  recorded(): void {
    this.#round += 1
    if (this.opened === undefined) void this.render()
  }

  async render(): Promise<void> {
    const ticket = ++this.#asked
    const [kind, language, name, round] = [this.kind, this.language, this.#name, this.#round]
    this.failure = undefined
    this.#pending = [...this.#pending, name]
    try {
      const { pdf, changes } = await this.backend.previewDocument({ case: this.id, kind, language })
      this.changes = changes
      const before = this.#sheets[name]
      // The same document stays on screen as it is, without being drawn anew.
      const same = before?.sha256 === pdf.sha256 ? before.bytes : bytes(pdf.base64)
      if (before === undefined || before.round <= round) this.#sheets = { ...this.#sheets, [name]: { bytes: same, sha256: pdf.sha256, round } }
    } catch (thrown) {
      if (ticket === this.#asked) this.failure = thrown
    } finally {
      this.#pending = this.#pending.toSpliced(this.#pending.indexOf(name), 1)
    }
  }

  /** Releases what is on screen. Undefined when something was recorded in between: then the document is set anew. */
  async release(): Promise<ReleaseLine | undefined> {
    const sheet = this.sheet
    if (sheet === undefined) return undefined
    try {
      const line = await this.backend.releaseDocument({ case: this.id, kind: this.kind, language: this.language, sha256: sheet.sha256 })
      this.overtaken = false
      return line
    } catch (thrown) {
      if (BackendError.from(thrown).code !== 'changed') throw thrown
      this.overtaken = true
      this.recorded()
      return undefined
    }
  }

  /** Opens a released document exactly as it was released. */
  async open(kind: DocumentName, line: ReleaseLine): Promise<void> {
    const ticket = ++this.#opening
    this.kind = kind
    this.language = line.language
    this.overtaken = false
    this.opened = { kind, line }
    try {
      const pdf = await this.backend.releasedDocument({ case: this.id, id: line.id })
      if (ticket === this.#opening) this.opened = { kind, line, bytes: bytes(pdf.base64) }
    } catch (failure) {
      if (ticket === this.#opening) this.opened = { kind, line, failure }
    }
  }

  /** Back to the document as it would be released now. */
  closeReleased(): void {
    if (this.opened === undefined) return
    this.#opening += 1
    this.opened = undefined
    if (this.sheet === undefined || this.stale) void this.render()
  }
}
