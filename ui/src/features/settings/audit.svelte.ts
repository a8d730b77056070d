import type { Backend } from '$backend/backend'
import type { AuditPage, AuditRequest } from '$backend/bindings'

/** What is searched for, as it is typed. */
export interface Search {
  case: string
  user: string
  kind: string
  from: string
  to: string
}

export const ALL: Search = { case: '', user: '', kind: '', from: '', to: '' }

/** A day as people write it (2026-11-16, 2026/11/16, 2026年11月16日, 20261116) as ISO 8601; null where nothing is written, undefined where it is no day. */
export function dayOf(typed: string): string | null | undefined {
  const text = typed.normalize('NFKC').trim()
  if (text === '') return null
  const [, year = '', month = '', date = ''] = /^(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?$/.exec(text) ?? []
  const iso = `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`
  const day = new Date(`${iso}T00:00:00Z`)
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(iso) ? iso : undefined
}

export function requestOf(search: Search): AuditRequest {
  const given = (text: string): string | null => text.normalize('NFKC').trim() || null
  return { case: given(search.case), user: given(search.user), kind: given(search.kind), from: dayOf(search.from) ?? null, to: dayOf(search.to) ?? null }
}

/** The search in what happened. A late answer to an older question is dropped. */
export class AuditSearch {
  search = $state<Search>({ ...ALL })
  page = $state.raw<AuditPage>()
  failure = $state.raw<unknown>()
  busy = $state(false)
  #asked = 0

  constructor(readonly backend: Backend) {}

  readonly narrowed = $derived(Object.values(this.search).some((value) => value !== ''))

  readonly wrong = $derived({ from: dayOf(this.search.from) === undefined, to: dayOf(this.search.to) === undefined })

  /** Searches, unless a day is none. */
  async run(): Promise<void> {
    if (this.wrong.from || this.wrong.to) return
    const ticket = ++this.#asked
    this.busy = true
    try {
      const page = await this.backend.searchAudit(requestOf($state.snapshot(this.search)))
      if (ticket !== this.#asked) return
      this.page = page
      this.failure = undefined
    } catch (thrown) {
      if (ticket === this.#asked) this.failure = thrown
    } finally {
      if (ticket === this.#asked) this.busy = false
    }
  }

  clear(): void {
    this.search = { ...ALL }
    void this.run()
  }
}
