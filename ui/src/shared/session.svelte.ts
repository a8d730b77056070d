import type { May } from '../backend/backend'

/** Who works at this window. */
export interface SignedIn {
  /** The name that signs in; nobody else has it. */
  id: string
  name: string
  /** In the language on screen. */
  role: () => string
  /** What the role may do, so that a screen says it before somebody tries; the workbench decides. */
  may?: readonly May[]
}

/** A person, the same from one sign-in to the next until another one signs in. */
export interface Person {
  readonly id: string
}

/** Who is signed in. The session screen lets people in; everything else asks here. */
class Session {
  user = $state.raw<SignedIn | undefined>()
  /** Whether it was locked because nobody was there, and not by hand. */
  away = $state(false)
  /** Set when the backend could not say that the keys are gone. */
  unlockedStill = $state.raw<unknown>()
  #lock: (() => Promise<unknown>) | undefined
  #person: Person | undefined

  /** The person who is signed in; what is kept for a person goes with this object. */
  get person(): Person | undefined {
    return this.user === undefined ? undefined : this.#person
  }

  /** Lets a person in. `lock` is how the backend forgets the keys. */
  enter(user: SignedIn, lock: () => Promise<unknown>): void {
    this.left()
    this.unlockedStill = undefined
    if (this.#person?.id !== user.id) this.#person = { id: user.id }
    this.user = user
    this.#lock = lock
  }

  /** Whether the role of who is signed in allows it. */
  may(what: May): boolean {
    return this.user?.may?.includes(what) ?? false
  }

  /** Locks: the screens leave the window first, then the backend forgets the keys. `away` is because nobody was there. */
  async lock(away = false): Promise<void> {
    const lock = this.#lock
    this.left(away)
    try {
      await lock?.()
    } catch (thrown) {
      this.unlockedStill = thrown
    }
  }

  /** The keys are gone; `away` when the backend locked by itself because nobody was there. */
  left(away = false): void {
    this.away = away
    this.#lock = undefined
    this.user = undefined
  }
}

export const session = new Session()
