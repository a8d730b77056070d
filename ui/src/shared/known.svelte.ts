/** The sheet of what is known of a gene or a disease: whoever names one may open it. */
class KnownSheet {
  /** What was looked at, the one on screen last: a gene symbol or a disease id. */
  trail = $state.raw<readonly string[]>([])

  get what(): string | undefined {
    return this.trail.at(-1)
  }

  show(what: string): void {
    if (what !== this.what) this.trail = [...this.trail, what]
  }

  back(): void {
    this.trail = this.trail.slice(0, -1)
  }

  close(): void {
    this.trail = []
  }
}

export const knownSheet = new KnownSheet()
