import type { Backend } from '../backend/backend'
import type { Worklist } from '../backend/bindings'

/** Tells whoever lists the cases that there are others now, for example when an import has brought some in. */
class Cases {
  /** Grows with every change; read it in what must be loaded again. */
  round = $state(0)

  #asked: Promise<Worklist> | undefined

  changed(): void {
    this.round += 1
  }

  /** Asks for the list before there is a screen for it: of a person who has just signed in. */
  ask(backend: Backend): void {
    this.#asked = backend.worklist()
    // Whoever takes it hears of a failure.
    this.#asked.catch(() => undefined)
  }

  /** The list, once as asked for before. */
  list(backend: Backend): Promise<Worklist> {
    const asked = this.#asked ?? backend.worklist()
    this.#asked = undefined
    return asked
  }
}

export const cases = new Cases()
