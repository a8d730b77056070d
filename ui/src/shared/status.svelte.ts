import { onDestroy } from 'svelte'

/** One lasting state at the foot of the window: work that goes on, the hub cut off, what waits. */
export interface Status {
  id: string
  text: () => string
  tone?: 'plain' | 'good' | 'warn' | 'bad'
}

class StatusLine {
  // Plain, because what goes reads the state as it was before what takes its place has come; the state follows.
  #all: readonly Status[] = []
  #shown = $state.raw(this.#all)

  get shown(): readonly Status[] {
    return this.#shown
  }

  /** Shows a state, in the place of the one with the same id; the function that it gives takes it away. */
  show(status: Status): () => void {
    this.#shown = this.#all = [...this.#all.filter((other) => other.id !== status.id), status]
    return () => {
      this.#shown = this.#all = this.#all.filter((other) => other !== status)
    }
  }

  /** Shows it for as long as the calling component lives. */
  while(status: Status): void {
    onDestroy(this.show(status))
  }
}

export const status = new StatusLine()
