/** Who works at this window. */
export interface SignedIn {
  name: string
  /** In the language on screen. */
  role: () => string
}

/** Who is signed in. The session screen lets people in; everything else asks here. */
class Session {
  user = $state.raw<SignedIn | undefined>()
  #lock: (() => Promise<unknown>) | undefined

  /** Lets a person in. `lock` is how the backend forgets the keys. */
  enter(user: SignedIn, lock: () => Promise<unknown>): void {
    this.user = user
    this.#lock = lock
  }

  /** Locks: the screens leave the window first, then the backend forgets the keys. */
  async lock(): Promise<void> {
    const lock = this.#lock
    this.user = undefined
    this.#lock = undefined
    await lock?.()
  }

  /** The backend has locked by itself. */
  left(): void {
    this.user = undefined
    this.#lock = undefined
  }
}

export const session = new Session()
