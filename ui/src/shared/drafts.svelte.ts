import { onDestroy } from 'svelte'
import { SvelteMap } from 'svelte/reactivity'
import { session, type Person } from './session.svelte'

/** A draft in its form. */
interface Begun<Draft> {
  draft: Draft
  /** Whether it was begun earlier. */
  resumed: boolean
  /** It is about something else now. */
  rename: (name: string) => void
  /** It is recorded or given up. */
  end: () => void
}

/**
 * What a person has begun about a case and not recorded, by what it is about. It outlives the screen and the lock, in memory
 * alone and never on a disk; it is gone once another person signs in.
 */
export class Drafts<Draft extends object> {
  readonly #kept = new WeakMap<Person, Map<string, SvelteMap<string, Draft>>>()
  /** What was on record when each was begun. */
  readonly #before = new WeakMap<Draft, string>()

  /** Those of who is signed in, about one case. A screen holds on to them: when it is closed it is too late to ask whose they are. */
  of(id: string): SvelteMap<string, Draft> {
    const person = session.person
    const mine = (person && this.#kept.get(person)) ?? new Map<string, SvelteMap<string, Draft>>()
    const drafts = mine.get(id) ?? new SvelteMap<string, Draft>()
    mine.set(id, drafts)
    if (person !== undefined) this.#kept.set(person, mine)
    return drafts
  }

  /**
   * What a form begins with: what was begun under a name, else `fresh`. However the form closes, what it says otherwise than
   * `fresh` stays until `end`: it is recorded or given up. What was begun `before` something else was recorded is out of date,
   * and the form begins with `fresh`.
   */
  begin(id: string, name: string, fresh: Draft, { says = (draft) => draft, before = null }: { says?: (draft: Draft) => unknown; before?: unknown } = {}): Begun<Draft> {
    const kept = this.of(id)
    const unsaid = JSON.stringify(says(fresh))
    const record = JSON.stringify(before)
    const begun = kept.get(name)
    const resumed = begun !== undefined && this.#before.get(begun) === record
    const draft = $state(resumed ? begun : fresh)
    this.#before.set(draft, record)
    let ended = false
    onDestroy(() => {
      if (ended || JSON.stringify(says(draft)) === unsaid) kept.delete(name)
      else kept.set(name, draft)
    })
    return {
      draft,
      resumed,
      rename: (next) => {
        kept.delete(name)
        name = next
      },
      end: () => {
        ended = true
        kept.delete(name)
      },
    }
  }
}
