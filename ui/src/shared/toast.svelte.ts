/** One short notice in the strip at the foot of the window. */
export interface Toast {
  id: number
  tone: 'plain' | 'good' | 'bad'
  text: string
  action?: { title: string; run: () => void }
}

const STAYS_MS = 8000

/** Notices that need no answer. One that went wrong stays until it is closed. */
class Toasts {
  current = $state.raw<Toast | undefined>()
  #next = 1
  #timer: ReturnType<typeof setTimeout> | undefined

  show(text: string, options: { tone?: Toast['tone']; action?: Toast['action'] } = {}): void {
    clearTimeout(this.#timer)
    const toast: Toast = { id: this.#next++, tone: options.tone ?? 'plain', text, action: options.action }
    this.current = toast
    if (toast.tone !== 'bad') this.#timer = setTimeout(() => this.close(toast.id), STAYS_MS)
  }

  close(id?: number): void {
    if (id === undefined || this.current?.id === id) this.current = undefined
  }
}

export const toasts = new Toasts()
