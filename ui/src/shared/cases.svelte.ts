import type { Backend } from '../backend/backend'
import type { WorkItem } from '../backend/bindings'
import { session, type SignedIn } from './session.svelte'

/** Tells whoever lists the cases that there are others now, for example when an import has brought some in. */
class Cases {
  /** Grows with every change; read it in what must be loaded again. */
  round = $state(0)

  #asked: { of: SignedIn | undefined; list: Promise<WorkItem[]> } | undefined

  changed(): void {
    this.round += 1
  }

  /** Keeps a list that was asked for before there was a screen for it, for whoever has just signed in. */
  keep(list: Promise<WorkItem[]>): void {
    this.#asked = { of: session.user, list }
  }

  /** The list: once as asked for before, in this sign-in and no other. */
  list(backend: Backend): Promise<WorkItem[]> {
    const asked = this.#asked
    this.#asked = undefined
    return asked !== undefined && asked.of === session.user ? asked.list : backend.worklist()
  }
}

export const cases = new Cases()
