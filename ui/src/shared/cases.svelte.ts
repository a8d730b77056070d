/** Tells whoever lists the cases that there are others now, for example when an import has brought some in. */
class Cases {
  /** Grows with every change; read it in what must be loaded again. */
  round = $state(0)

  changed(): void {
    this.round += 1
  }
}

export const cases = new Cases()
