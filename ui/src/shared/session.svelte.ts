/** Who works at this window. */
export interface SignedIn {
  name: string
  /** In the language on screen. */
  role: () => string
}

const LOOK_EVERY_MS = 5000

/** Who is signed in. The session screen lets people in; everything else asks here. */
class Session {
  user = $state.raw<SignedIn | undefined>()
  /** Set when the backend could not say that the keys are gone. */
  unlockedStill = $state.raw<unknown>()
  #lock: (() => Promise<unknown>) | undefined
  #absence: (() => void) | undefined

  /** Lets a person in. `lock` is how the backend forgets the keys; without a hand for `absenceMs` the window locks by itself. */
  enter(user: SignedIn, lock: () => Promise<unknown>, absenceMs?: number): void {
    this.left()
    this.unlockedStill = undefined
    this.user = user
    this.#lock = lock
    if (absenceMs !== undefined) this.#absence = afterAbsence(absenceMs, () => void this.lock())
  }

  /** Locks: the screens leave the window first, then the backend forgets the keys. */
  async lock(): Promise<void> {
    const lock = this.#lock
    this.left()
    try {
      await lock?.()
    } catch (thrown) {
      this.unlockedStill = thrown
    }
  }

  /** The backend has locked by itself. */
  left(): void {
    this.#absence?.()
    this.#absence = undefined
    this.#lock = undefined
    this.user = undefined
  }
}

// By the clock and not by one long timer: a machine that slept locks when it wakes.
function afterAbsence(ms: number, away: () => void): () => void {
  let last = Date.now()
  const here = (): void => void (last = Date.now())
  const signs = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const
  for (const sign of signs) addEventListener(sign, here, { passive: true, capture: true })
  const timer = setInterval(
    () => {
      if (Date.now() - last >= ms) away()
    },
    Math.min(LOOK_EVERY_MS, ms),
  )
  return () => {
    clearInterval(timer)
    for (const sign of signs) removeEventListener(sign, here, { capture: true })
  }
}

export const session = new Session()
