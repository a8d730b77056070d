import { onDestroy } from 'svelte'
import { SvelteMap } from 'svelte/reactivity'
import { session, type Person } from './session.svelte'

/**
 * What a person has begun about a case and not recorded, by what it is about. It outlives the screen and the lock, in memory
 * alone and never on a disk; it is gone once another person signs in.
 */
export class Drafts<Draft> {
  readonly #kept = new WeakMap<Person, Map<string, SvelteMap<string, Draft>>>()

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
   * `fresh` stays until `end`: it is recorded or given up.
   */
  begin(id: string, name: string, fresh: Draft, says: (draft: Draft) => unknown = (draft) => draft): { draft: Draft; end: () => void } {
    const kept = this.of(id)
    const before = JSON.stringify(says(fresh))
    const draft = $state(kept.get(name) ?? fresh)
    let ended = false
    onDestroy(() => {
      if (ended || JSON.stringify(says(draft)) === before) kept.delete(name)
      else kept.set(name, draft)
    })
    return {
      draft,
      end: () => {
        ended = true
        kept.delete(name)
      },
    }
  }
}
