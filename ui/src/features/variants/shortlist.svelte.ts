import type { Backend } from '$backend/backend'
import type { Explained, Filtered, FilterRequest, VariantPage, VariantRequest, VariantRow } from '$backend/bindings'
import { BackendError } from '$backend/error'
import * as m from '$messages'
import type { Source } from '$shared/table/columns'
import { toasts } from '$shared/toast.svelte'
import { idOf, same, type Hit, type Opened } from './hit'

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
const PAGES = 120
const ROWS = 6_000

/** The variants of one case under one choice of filters, and the one that is looked at. */
export class Shortlist {
  opened = $state.raw<Opened>()
  filter = $state.raw<Filter>({ preset: '', patterns: null, max_af: null, consequence: null, panels: [], place: null, quality: true, with_dismissed: false, sort: 'rank', descending: false })
  filtered = $state.raw<Filtered>()
  source = $state.raw<Source<Hit>>()
  /** Nothing can be shown: opening or filtering failed. */
  failure = $state.raw<unknown>()
  /** The chips ask for something that is not known, for example a gene; the list stays as it was. */
  problem = $state.raw<{ place: string }>()
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
  #reopening: Promise<void> | undefined
  #rest: ReturnType<typeof setTimeout> | undefined

  constructor(
    readonly backend: Backend,
    readonly id: string,
  ) {}

  async open(row?: string): Promise<void> {
    this.failure = undefined
    try {
      const opened = (await this.backend.openVariants(this.id)) as Opened
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
    return this.change({ patterns: null, max_af: null, consequence: null, panels: [], place: null, quality: true })
  }

  /** The filters differ from what the preset says. */
  get changed(): boolean {
    const { patterns, max_af, consequence, panels, place, quality } = this.filter
    return patterns !== null || max_af !== null || consequence !== null || panels.length > 0 || place !== null || !quality
  }

  async #refilter(filter: Filter): Promise<void> {
    const ticket = ++this.#asked
    this.busy = true
    try {
      const filtered = await this.#ask(() => this.#filter(filter))
      if (ticket === this.#asked) this.#take(filtered)
    } finally {
      if (ticket === this.#asked) this.busy = false
    }
  }

  #filter(filter: Filter): Promise<Filtered> {
    const looked_at = this.hit === undefined ? null : { row: this.hit.row, gene: this.hit.gene }
    return this.backend.filterVariants({ case: this.id, ...filter, looked_at })
  }

  /** Shows the new rows, and among them the variant that was looked at; where it is gone, the first row stands for it. */
  #take(filtered: Filtered): void {
    this.failure = undefined
    this.filtered = filtered
    this.#pages.clear()
    this.#coming.clear()
    this.#rows.clear()
    this.selected = filtered.rows === 0 ? -1 : (filtered.place ?? 0)
    if (filtered.rows === 0) this.#forget()
    const { offset, rows } = filtered.window
    this.source = { count: filtered.rows, fetch: (offset, count) => this.#fetch(offset, count), come: { offset, rows: this.#placed(offset, rows) } }
  }

  #forget(): void {
    clearTimeout(this.#rest)
    this.hit = this.page = this.pageFailure = undefined
  }

  /** The place of a variant in the list: in any gene, or in this one, or as the pair of that row. */
  async find(row: number, gene: string | null = null, partner: number | null = null): Promise<number | undefined> {
    const view = this.filtered?.view
    const place = await this.#ask(() => this.backend.variantPlace({ case: this.id, view: this.filtered?.view ?? 0, row, gene, partner }))
    return view === this.filtered?.view ? (place ?? undefined) : undefined
  }

  /** Another screen led here, by the key of a variant or the number of its row. */
  async #lead(row: string): Promise<void> {
    const number = /^\d+$/.test(row) ? Number(row) : (await this.explain(row)).rows.find((fate) => fate.shown)?.row
    const found = number === undefined ? undefined : await this.find(number)
    if (found === undefined) toasts.show(m.variants_row_not_listed())
    else this.list?.select(found)
  }

  async #fetch(offset: number, count: number): Promise<Hit[]> {
    const rows = await this.#ask(() => this.backend.variantRows({ case: this.id, view: this.filtered?.view ?? 0, offset, count }))
    return this.#placed(offset, rows)
  }

  /** Rows from a place on, each with its own. */
  #placed(offset: number, rows: readonly VariantRow[]): Hit[] {
    const hits = rows.map((row, at) => ({ ...row, place: offset + at }) as Hit)
    if (this.#rows.size > ROWS) this.#rows.clear()
    for (const hit of hits) this.#rows.set(hit.place, hit)
    return hits
  }

  /** What became of a variant that a person looks for. */
  explain(query: string): Promise<Explained> {
    return this.#ask(() => this.backend.explainVariant({ case: this.id, view: this.filtered?.view ?? 0, query }))
  }

  /** The row at a place of the list, where it has come. */
  at(index: number): Hit | undefined {
    return this.#rows.get(index)
  }

  /** The selection has moved: shows what the row says at once, and the rest as soon as it is here. */
  show(hit: Hit, index: number): void {
    const again = same(hit, this.hit)
    const page = this.#pages.get(idOf(hit))
    // After a decision the page is fetched before the list has its rows anew.
    this.hit = page === undefined ? hit : { ...hit, decided: page.row.decided }
    this.pageFailure = undefined
    if (page !== undefined || !again) this.page = page
    if (page === undefined) void this.#fill(hit)
    for (const by of AHEAD) {
      const neighbour = this.at(index + by)
      if (neighbour !== undefined) this.pageOf(neighbour).catch(() => {})
    }
    clearTimeout(this.#rest)
    this.#rest = setTimeout(() => void this.#look(hit), REST_MS)
  }

  async #fill(hit: Hit): Promise<void> {
    try {
      const page = await this.pageOf(hit)
      if (same(hit, this.hit)) this.page = page
    } catch (thrown) {
      if (same(hit, this.hit)) this.pageFailure = thrown
    }
  }

  retry(): void {
    this.pageFailure = undefined
    if (this.hit !== undefined) void this.#fill(this.hit)
  }

  /** Everything known of a row, fetched once per view. */
  pageOf(hit: Hit): Promise<VariantPage> {
    const id = idOf(hit)
    const kept = this.#pages.get(id)
    if (kept !== undefined) return Promise.resolve(kept)
    const coming = this.#coming.get(id)
    if (coming !== undefined) return coming
    const asked = this.#page(hit, false).finally(() => this.#coming.get(id) === asked && this.#coming.delete(id))
    this.#coming.set(id, asked)
    return asked
  }

  async #page(hit: Hit, look: boolean): Promise<VariantPage> {
    const view = this.filtered?.view
    const page = await this.#ask(() => this.backend.variantPage({ case: this.id, view: this.filtered?.view ?? 0, row: hit.row, place: hit.place, look } as VariantRequest))
    if (view === this.filtered?.view) {
      this.#pages.delete(idOf(hit))
      this.#pages.set(idOf(hit), page)
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
      if (!same(hit, this.hit)) return
      this.page = page
      if (page.row.looked.join() !== hit.looked.join()) this.list?.refresh()
    } catch {
      // What is on screen stands; the next rest on it asks again.
    }
  }

  /** A decision was recorded: the row and what is on screen follow, the place stays. */
  async decided(hit: Hit): Promise<void> {
    const touched = [hit.key, hit.partner]
    for (const [id, page] of this.#pages) if (touched.includes(page.row.key) || touched.includes(page.row.partner)) this.#pages.delete(id)
    this.#coming.clear()
    const page = await this.pageOf(hit)
    if (same(hit, this.hit)) {
      this.hit = { ...hit, decided: page.row.decided, looked: page.row.looked }
      this.page = page
    }
    this.list?.refresh()
  }

  /** Calls the workbench; when the case was changed elsewhere, the list is opened again and the call repeated. */
  async #ask<T>(call: () => Promise<T>): Promise<T> {
    try {
      return await call()
    } catch (thrown) {
      if (BackendError.from(thrown).code !== 'stale') throw thrown
      await (this.#reopening ??= this.#reopen().finally(() => (this.#reopening = undefined)))
      return call()
    }
  }

  async #reopen(): Promise<void> {
    this.opened = (await this.backend.openVariants(this.id)) as Opened
    const filtered = await this.#filter(this.filter)
    this.#asked += 1
    this.#take(filtered)
    toasts.show(m.variants_reopened())
  }

  end(): void {
    clearTimeout(this.#rest)
    this.#asked += 1
  }
}
