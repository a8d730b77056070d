/** One short notice in the strip at the foot of the window. */
export interface Toast {
  id: number
  tone: 'plain' | 'good' | 'bad'
  text: string
  action?: { title: string; run: () => void }
}

const STAYS_MS = 8000

/** Notices that need no answer. The newest shows; one that says what went wrong stays until it is closed. */
class Toasts {
  shown = $state.raw<readonly Toast[]>([])
  #next = 1
  #timer: ReturnType<typeof setTimeout> | undefined

  show(text: string, options: { tone?: Toast['tone']; action?: Toast['action'] } = {}): void {
    const toast: Toast = { id: this.#next++, tone: options.tone ?? 'plain', text, action: options.action }
    // The same failure twice is one notice.
    this.shown = [...this.shown.filter((other) => other.tone === 'bad' && other.text !== text), toast]
    if (toast.tone === 'bad') return
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.close(toast.id), STAYS_MS)
  }

  close(id: number): void {
    this.shown = this.shown.filter((other) => other.id !== id)
  }

  /** On locking nothing of the work stays on screen. */
  clear(): void {
    clearTimeout(this.#timer)
    this.shown = []
  }
}

export const toasts = new Toasts()
