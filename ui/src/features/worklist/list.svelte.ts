import type { Backend } from '$backend/backend'
import type { HubState, Stage, WorkItem } from '$backend/bindings'
import { cases as known } from '$shared/cases.svelte'
import { fold } from '$shared/commands.svelte'
import { session } from '$shared/session.svelte'
import { listed, type Sort, type Source } from '$shared/table/columns'
import { fits } from './words'

/** The way of a patient. */
export const STAGES: readonly Stage[] = ['consent', 'data', 'review', 'conference', 'return', 'returned']

/** What a person has chosen to see; it stays while they work elsewhere. */
interface View {
  of: string | undefined
  query: string
  stages: readonly Stage[]
  mine: boolean
  sort: Sort | undefined
  case: string | undefined
}

const first = (of: string | undefined): View => ({ of, query: '', stages: [], mine: false, sort: undefined, case: undefined })
let kept = first(undefined)

/** The cases of the person who is signed in, as they want to see them. */
export class List {
  cases = $state.raw<readonly WorkItem[]>()
  hub = $state.raw<HubState>()
  failure = $state.raw<unknown>()
  #view = $state.raw<View>(kept)
  #asked = 0

  constructor(readonly backend: Backend) {
    const of = session.user?.id
    // Another person begins with a view of their own.
    if (kept.of !== of) this.view = first(of)
  }

  get view(): View {
    return this.#view
  }
  set view(view: View) {
    this.#view = kept = view
  }

  async load(): Promise<void> {
    const asked = ++this.#asked
    try {
      const cases = await known.list(this.backend)
      if (asked !== this.#asked) return
      this.failure = undefined
      this.cases = cases
    } catch (thrown) {
      if (asked === this.#asked) this.failure = thrown
      return
    }
    await this.#look(asked)
  }

  /** The hub may lie elsewhere in the network: the cases do not wait for it. */
  async #look(asked: number): Promise<void> {
    try {
      const hub = await this.backend.hubState()
      if (asked === this.#asked) this.hub = hub
    } catch (thrown) {
      if (asked === this.#asked) this.failure = thrown
    }
  }

  /** What is searched for, among all stages: the chips count by it. */
  readonly found = $derived.by((): readonly WorkItem[] => {
    const query = this.view.query.trim()
    return query === '' ? (this.cases ?? []) : (this.cases ?? []).filter((item) => fits(item, query))
  })

  readonly shown = $derived.by((): readonly WorkItem[] => {
    const { stages, mine, sort } = this.view
    const chosen = this.found.filter((item) => (stages.length === 0 || stages.includes(item.stage)) && (!mine || item.mine))
    return sort === undefined ? chosen : chosen.toSorted(by(sort))
  })

  readonly source: Source<WorkItem> = $derived(listed(this.shown))
  readonly narrowed = $derived(this.view.query.trim() !== '' || this.view.stages.length > 0 || this.view.mine)

  toggle(stage: Stage): void {
    const { stages } = this.view
    this.view = { ...this.view, stages: stages.includes(stage) ? stages.filter((other) => other !== stage) : [...stages, stage] }
  }

  everything(): void {
    this.view = { ...this.view, query: '', stages: [], mine: false }
  }
}

type Compared = string | number
const KEYS: Record<string, (item: WorkItem) => Compared | undefined> = {
  who: (item) => fold(item.kana ?? item.name ?? ''),
  age: (item) => item.age_months ?? (item.age_years === null ? undefined : item.age_years * 12),
  case: (item) => item.case,
  disease: (item) => item.ordered[0],
  stage: (item) => STAGES.indexOf(item.stage),
  since: (item) => item.since,
}

function by({ key, descending }: Sort): (a: WorkItem, b: WorkItem) => number {
  const of = KEYS[key] ?? (() => undefined)
  const order = new Intl.Collator('ja', { numeric: true })
  return (one, other) => {
    const [a, b] = [of(one), of(other)]
    // What is not known comes last, whatever the direction.
    if (a === undefined || a === '' || b === undefined || b === '') return Number(a === undefined || a === '') - Number(b === undefined || b === '')
    const compared = typeof a === 'number' && typeof b === 'number' ? a - b : order.compare(String(a), String(b))
    return descending ? -compared : compared
  }
}
