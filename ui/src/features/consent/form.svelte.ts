import type { Choice, ConsentPage, ConsentRequest, DeciderName, ItemName, PersonConsent } from '$backend/bindings'
import { isDay } from '$shared/day'
import { today } from '$shared/format'
import { agrees } from './item'
import { ProxyDraft, proxyLacks } from './proxy.svelte'

/** From this age a person may decide under the conditions of the Ethical Guidelines (倫理指針); the workbench refuses below. */
const OWN_CONSENT = 16

/** A day as typed: right, not there, no day, not come. */
export type DayFault = 'missing' | 'wrong' | 'future'

export function dayFault(date: string): DayFault | undefined {
  if (date === '') return 'missing'
  if (!isDay(date)) return 'wrong'
  return date > today() ? 'future' : undefined
}

/** A consent as it is filled in. Nothing is decided for the person: without a record in force every item waits for an answer. */
export class ConsentDraft {
  version = $state('')
  decider = $state<DeciderName>()
  readonly proxy: ProxyDraft
  date = $state(today())
  answers = $state<Partial<Record<ItemName, boolean>>>({})

  constructor(
    private page: Pick<ConsentPage, 'items' | 'icf_versions'>,
    private person: PersonConsent,
  ) {
    const standing = this.#standing
    this.version = page.icf_versions[0] ?? ''
    this.proxy = new ProxyDraft(standing?.proxy)
    this.decider = this.mustBeProxy ? 'proxy' : person.minor ? undefined : 'person'
    // What was closed when it was signed has not been answered yet.
    if (standing !== null) this.answers = Object.fromEntries(page.items.filter((item) => !standing.closed.includes(item)).map((item) => [item, agrees(standing.choices, item)]))
  }

  get #standing(): PersonConsent['in_force'] {
    return this.person.in_force?.withdrawn ? null : this.person.in_force
  }

  /** Whether a record in force was filled in. */
  get filled(): boolean {
    return this.#standing !== null
  }

  get mustBeProxy(): boolean {
    return this.person.age_years !== null && this.person.age_years < OWN_CONSENT
  }

  get tooYoung(): boolean {
    return this.decider === 'person' && this.mustBeProxy
  }

  /** Whether the person takes no part, which settles every other item. */
  get takesNoPart(): boolean {
    return this.answers.participation === false
  }

  closed(item: ItemName): boolean {
    return this.person.closed.includes(item)
  }

  /** The items that a person has to answer. */
  get asked(): ItemName[] {
    return this.page.items.filter((item) => !this.closed(item) && (item === 'participation' || !this.takesNoPart))
  }

  get unanswered(): ItemName[] {
    return this.asked.filter((item) => this.answers[item] === undefined)
  }

  get lacksProxy(): boolean {
    return proxyLacks(this.decider, this.proxy, true)
  }

  get dayFault(): DayFault | undefined {
    return dayFault(this.date)
  }

  get ready(): boolean {
    return this.unanswered.length === 0 && this.dayFault === undefined && this.decider !== undefined && !this.tooYoung && !this.lacksProxy && this.version !== ''
  }

  /** The choices as they will be recorded. */
  get choices(): Choice[] {
    return this.page.items.map((item) => ({ item, agreed: this.asked.includes(item) && this.answers[item] === true }))
  }

  request(): Omit<ConsentRequest, 'case'> {
    if (this.decider === undefined) throw new Error('nobody decided')
    const agreed = this.choices.filter(({ agreed }) => agreed).map(({ item }) => item)
    const proxy = this.decider === 'proxy' ? this.proxy.details(true) : null
    return { person: this.person.person, icf_version: this.version, decider: this.decider, proxy, date: this.date, agreed, withdrawn: false }
  }
}
