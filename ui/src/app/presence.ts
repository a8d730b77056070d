import type { Backend } from '$backend/backend'

/** How often the workbench is told that somebody is here, while somebody is. */
const TELL_MS = 20_000
const LOOK_MS = 5_000
/** A window in the background is still asked once a minute; one that was silent for longer slept with its machine. */
const SLEPT_MS = 150_000

/**
 * Tells the workbench that somebody is here, so that it locks when nobody is; locks at once when the machine has slept, whose
 * clock the workbench may not have seen running. Gives what ends it.
 */
export function watchPresence(backend: Pick<Backend, 'stir'>, lock: () => void): () => void {
  let told = 0
  let later: ReturnType<typeof setTimeout> | undefined
  let looked = Date.now()
  const tell = (): void => {
    clearTimeout(later)
    later = undefined
    told = Date.now()
    // The next sign of a person tells it again.
    backend.stir().catch(() => (told = 0))
  }
  const here = (): void => {
    const wait = told + TELL_MS - Date.now()
    if (wait <= 0) tell()
    // The last sign counts too: what is not told now is told when it may be.
    else later ??= setTimeout(tell, wait)
  }
  const signs = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const
  for (const sign of signs) addEventListener(sign, here, { passive: true, capture: true })
  const timer = setInterval(() => {
    const now = Date.now()
    if (now - looked > SLEPT_MS) lock()
    looked = now
  }, LOOK_MS)
  return () => {
    clearInterval(timer)
    clearTimeout(later)
    for (const sign of signs) removeEventListener(sign, here, { capture: true })
  }
}
