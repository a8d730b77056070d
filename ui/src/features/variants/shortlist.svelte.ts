import type { Backend } from '$backend/backend'
import type { Explained, Filtered, FilterRequest, OpenedVariants, VariantPage, VariantRow } from '$backend/bindings'
import { BackendError } from '$backend/error'
import * as m from '$messages'
import { afterPaint } from '$shared/paint'
import type { Source } from '$shared/table/columns'
import { toasts } from '$shared/toast.svelte'
import { idOf, same, type Hit } from './hit'

/** What of a request a person chooses. */
export type Filter = Omit<FilterRequest, 'case' | 'looked_at'>

/** What the list on screen does for the shortlist. */
export interface Listed {
  select(index: number): void
  move(by: number): void
  refresh(): void
  focus(): void
}

/** Pages of the neighbours that are fetched before anybody asks: most people go on in the direction in which they went. */
const AHEAD = [1, -1, 2]
/** A variant that a person rests on this long was looked at, and the ledger says so. */
const REST_MS = 300
/** An answer that takes this long is said to be on its way. */
const SLOW_MS = 150
const PAGES = 120
const ROWS = 6_000

/** The variants of one case under one choice of filters, and the one that is looked at. */
export class Shortlist {
  opened = $state.raw<OpenedVariants>()
  filter = $state.raw<Filter>({ preset: '', patterns: null, max_af: null, consequence: null, panels: [], grade: 'green', place: null, quality: true, incomplete_penetrance: false, with_dismissed: false, kind: null, sort: 'rank', descending: false })
  filtered = $state.raw<Filtered>()
  /** What the screen says around the list: it follows once the list has been painted, for which a person waits. */
  told = $state.raw<Filtered>()
  source = $state.raw<Source<Hit>>()
  /** Nothing can be shown: opening or filtering failed. */
  failure = $state.raw<unknown>()
  /** The chips ask for something that is not known, for example a gene; the list stays as it was. */
  problem = $state.raw<{ place: string }>()
  /** The filters take longer than a person would not notice. */
  busy = $state(false)
  selected = $state(-1)
  hit = $state.raw<Hit>()
  /** Everything known of `hit`; undefined until it has come. */
  page = $state.raw<VariantPage>()
  pageFailure = $state.raw<unknown>()
  list: Listed | undefined

  #pages = new Map<string, VariantPage>()
  #coming = new Map<string, Promise<VariantPage>>()
  #rows = new Map<number, Hit>()
  #asked = 0
  /** How many decisions were recorded: an answer from before the last one is out of date. */
  #recorded = 0
  #ended = false
  #reopening: Promise<void> | undefined
  #rest: ReturnType<typeof setTimeout> | undefined

  constructor(
    readonly backend: Backend,
    readonly id: string,
  ) {}

  async open(row?: string): Promise<void> {
    this.failure = undefined
    try {
      const opened = await this.backend.openVariants(this.id)
      this.opened = opened
      if (this.filter.preset === '') this.filter = { ...this.filter, preset: opened.presets[0]?.name ?? '' }
      await this.#refilter(this.filter)
    } catch (thrown) {
      this.failure = thrown
      return
    }
    if (row !== undefined) await this.#lead(row)
  }

  /** Changes the choice of filters; the list follows. */
  async change(part: Partial<Filter>): Promise<void> {
    const next = { ...this.filter, ...part }
    const before = this.filter
    this.filter = next
    this.problem = undefined
    try {
      await this.#refilter(next)
    } catch (thrown) {
      const error = BackendError.from(thrown)
      if (error.code !== 'bad_input') this.failure = thrown
      else if (this.filter === next) {
        this.problem = { place: next.place ?? '' }
        this.filter = before
      }
    }
  }

  /** Another preset, with its own values. */
  preset(name: string): Promise<void> {
    return this.change({ preset: name, patterns: null, max_af: null, consequence: null })
  }

  reset(): Promise<void> {
    return this.change({ patterns: null, max_af: null, consequence: null, panels: [], grade: 'green', place: null, quality: true, incomplete_penetrance: false })
  }

  /** The filters differ from what the preset says. */
  get changed(): boolean {
    const { patterns, max_af, consequence, panels, grade, place, quality, incomplete_penetrance } = this.filter
    return patterns !== null || max_af !== null || consequence !== null || panels.length > 0 || grade !== 'green' || place !== null || !quality || incomplete_penetrance
  }

  async #refilter(filter: Filter): Promise<void> {
    const ticket = ++this.#asked
    // To draw that it works would keep a quick answer waiting.
    const slow = setTimeout(() => (this.busy = true), SLOW_MS)
    try {
      const filtered = await this.#ask(this.#view, () => this.#filter(filter))
      if (ticket === this.#asked) this.#take(filtered)
    } finally {
      clearTimeout(slow)
      if (ticket === this.#asked) this.busy = false
    }
  }

  get #view(): number {
    return this.filtered?.view ?? 0
  }

  #filter(filter: Filter): Promise<Filtered> {
    const looked_at = this.hit === undefined ? null : { row: this.hit.row, gene: this.hit.gene }
    return this.backend.filterVariants({ case: this.id, ...filter, looked_at })
  }

  /** Shows the new rows, and among them the variant that was looked at; where it is gone, the first row stands for it. */
  #take(filtered: Filtered): void {
    this.failure = undefined
    this.filtered = filtered
    const tell = (): void => {
      if (filtered === this.filtered) this.told = filtered
    }
    // Only a list that stays can be painted first.
    if (this.told === undefined || this.told.rows === 0 || filtered.rows === 0) tell()
    else afterPaint(tell)
    this.#pages.clear()
    this.#coming.clear()
    this.#rows.clear()
    this.selected = filtered.rows === 0 ? -1 : (filtered.place ?? 0)
    if (filtered.rows === 0) this.#forget()
    const { view, window } = filtered
    this.source = { count: filtered.rows, fetch: (offset, count) => this.#fetch(view, offset, count), come: { offset: window.offset, rows: this.#placed(view, window.offset, window.rows) } }
  }

  #forget(): void {
    clearTimeout(this.#rest)
    this.hit = this.page = this.pageFailure = undefined
  }

  /** The place of a variant in the list: in any gene, or in this one, or as the pair of that row. */
  async find(row: number, gene: string | null = null, partner: number | null = null): Promise<number | undefined> {
    const asked = this.#view
    const place = await this.#ask(asked, (view) => this.backend.variantPlace({ case: this.id, view, row, gene, partner }))
    return asked === this.#view ? (place ?? undefined) : undefined
  }

  /** Another screen led here, by the key of a variant or the number of its row. */
  async #lead(row: string): Promise<void> {
    const number = /^\d+$/.test(row) ? Number(row) : (await this.explain(row)).rows.find((fate) => fate.shown)?.row
    const found = number === undefined ? undefined : await this.find(number)
    if (found === undefined) toasts.show(m.variants_row_not_listed())
    else this.list?.select(found)
  }

  #fetch(of: number, offset: number, count: number): Promise<Hit[]> {
    return this.#ask(of, async (view) => this.#placed(view, offset, await this.backend.variantRows({ case: this.id, view, offset, count })))
  }

  /** Rows of a view from a place on, each with its own. */
  #placed(view: number, offset: number, rows: readonly VariantRow[]): Hit[] {
    const hits = rows.map((row, at): Hit => ({ ...row, view, place: offset + at }))
    // Rows of a view that was left stand at other places now.
    if (view !== this.#view) return hits
    if (this.#rows.size > ROWS) this.#rows.clear()
    for (const hit of hits) this.#rows.set(hit.place, hit)
    return hits
  }

  /** What became of a variant that a person looks for. */
  explain(query: string): Promise<Explained> {
    return this.#ask(this.#view, (view) => this.backend.explainVariant({ case: this.id, view, query }))
  }

  /** The row at a place of the list, where it has come. */
  at(index: number): Hit | undefined {
    return this.#rows.get(index)
  }

  /** The selection has moved: shows what the row says at once, and the rest as soon as it is here. */
  show(hit: Hit, index: number): void {
    const again = same(hit, this.hit)
    const page = this.#pages.get(nameOf(hit))
    // After a decision the page is fetched before the list has its rows anew.
    this.hit = page === undefined ? hit : { ...hit, decided: page.row.decided }
    this.pageFailure = undefined
    if (page !== undefined || !again) this.page = page
    const fetch = (): void => {
      if (this.#ended || !this.#shows(hit)) return
      if (page === undefined) void this.#fill(hit)
      for (const by of AHEAD) {
        const neighbour = this.at(index + by)
        if (neighbour !== undefined) this.pageOf(neighbour).catch(() => {})
      }
    }
    // Where the list has changed around it, the list is painted first.
    if (again) afterPaint(fetch)
    else fetch()
    clearTimeout(this.#rest)
    this.#rest = setTimeout(() => void this.#look(hit), REST_MS)
  }

  /** Whether it is what is on screen: an answer that comes late is of another row, or of the same one in a view that was left. */
  #shows(hit: Hit): boolean {
    return same(hit, this.hit) && hit.view === this.hit?.view
  }

  async #fill(hit: Hit): Promise<void> {
    try {
      const page = await this.pageOf(hit)
      if (!this.#shows(hit)) return
      if (!same(page.row, hit)) throw gone()
      this.hit = { ...hit, decided: page.row.decided, looked: page.row.looked }
      this.#turnTo(page)
    } catch (thrown) {
      if (!this.#shows(hit)) return
      this.page = undefined
      this.pageFailure = thrown
    }
  }

  /** Shows a page; one that says nothing new is not drawn again. */
  #turnTo(page: VariantPage): void {
    if (JSON.stringify(page) !== JSON.stringify(this.page)) this.page = page
  }

  retry(): void {
    this.pageFailure = undefined
    if (this.hit !== undefined) void this.#fill(this.hit)
  }

  /** Everything known of a row, fetched once per view: of its allele in its gene, as long as it stands there. */
  pageOf(hit: Hit): Promise<VariantPage> {
    const name = nameOf(hit)
    const kept = this.#pages.get(name)
    if (kept !== undefined) return Promise.resolve(kept)
    const coming = this.#coming.get(name)
    if (coming !== undefined) return coming
    const asked = this.#page(hit, false).finally(() => this.#coming.get(name) === asked && this.#coming.delete(name))
    this.#coming.set(name, asked)
    return asked
  }

  async #page(hit: Hit, look: boolean): Promise<VariantPage> {
    const recorded = this.#recorded
    const page = await this.#ask(hit.view, async (view) => {
      const place = view === hit.view ? hit.place : await this.backend.variantPlace({ case: this.id, view, row: hit.row, gene: hit.gene || null, partner: hit.partner_row })
      return this.backend.variantPage({ case: this.id, view, row: hit.row, place, look })
    })
    // The case has changed, and the number means another allele.
    if (page.row.key !== hit.key) throw gone()
    if (recorded !== this.#recorded) return this.pageOf(hit)
    if (hit.view === this.#view && same(page.row, hit)) {
      this.#pages.delete(nameOf(hit))
      this.#pages.set(nameOf(hit), page)
      for (const oldest of this.#pages.keys()) {
        if (this.#pages.size <= PAGES) break
        this.#pages.delete(oldest)
      }
    }
    return page
  }

  async #look(hit: Hit): Promise<void> {
    try {
      const page = await this.#page(hit, true)
      if (!this.#shows(hit) || !same(page.row, hit)) return
      this.#turnTo(page)
      if (page.row.looked.join() !== hit.looked.join()) this.list?.refresh()
    } catch {
      // What is on screen stands; the next rest on it asks again.
    }
  }

  /** A decision about an allele was recorded: its row and what is on screen follow, the place stays. */
  async decided(hit: Hit): Promise<void> {
    this.#recorded += 1
    const touched = [hit.key, hit.partner]
    for (const [name, page] of this.#pages) if (touched.includes(page.row.key) || touched.includes(page.row.partner)) this.#pages.delete(name)
    this.#coming.clear()
    if (this.hit?.key === hit.key) await this.#fill(this.hit)
    this.list?.refresh()
  }

  /**
   * Calls the workbench about a view; when that view is not open any more, the call is repeated about the one on screen, and
   * when the case was changed elsewhere, the list is opened again before.
   */
  async #ask<T>(view: number, call: (view: number) => Promise<T>): Promise<T> {
    try {
      return await call(view)
    } catch (thrown) {
      if (this.#ended || BackendError.from(thrown).code !== 'stale') throw thrown
      if (view !== this.#view) return this.#ask(this.#view, call)
      await (this.#reopening ??= this.#reopen().finally(() => (this.#reopening = undefined)))
      return call(this.#view)
    }
  }

  async #reopen(): Promise<void> {
    this.opened = await this.backend.openVariants(this.id)
    const filtered = await this.#filter(this.filter)
    this.#asked += 1
    this.#take(filtered)
    if (!this.#ended) toasts.show(m.variants_reopened())
  }

  end(): void {
    clearTimeout(this.#rest)
    this.#asked += 1
    this.#ended = true
  }
}

/** A row in its view. */
function nameOf(hit: Hit): string {
  return `${hit.view} ${idOf(hit)}`
}

/** What was asked for does not stand there any more. */
function gone(): BackendError {
  return new BackendError({ code: 'stale', message_key: 'fault_stale', retry: true })
}
