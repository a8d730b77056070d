/** Rows per request. */
export const WINDOW = 100
const KEPT = 60
const AT_ONCE = 4

export type Fetch<Row> = (offset: number, count: number) => Promise<Row[]>

/**
 * The rows that were fetched, in windows of one hundred: the least recently used goes first, and at most four requests are on
 * their way. What was asked for last is fetched first, and what is no longer wanted is not fetched at all.
 */
export class Windows<Row> {
  #windows = new Map<number, Row[]>()
  #running = new Set<number>()
  #wanted: number[] = []
  #stale = new Set<number>()
  #ended = false

  constructor(
    readonly count: number,
    readonly fetch: Fetch<Row>,
    /** Called with the first row and the row behind the last of what has come. */
    readonly arrived: (first: number, end: number) => void,
    readonly failed: (error: unknown) => void,
  ) {}

  row(index: number): Row | undefined {
    return this.#windows.get(Math.floor(index / WINDOW))?.[index % WINDOW]
  }

  /** A window that was not asked for has come: a whole one, or the last. */
  take(offset: number, rows: Row[]): void {
    if (offset % WINDOW === 0 && rows.length === Math.min(WINDOW, this.count - offset)) this.#windows.set(offset / WINDOW, rows)
  }

  /** Wants these rows; with `around`, one window ahead of them and one behind, too. */
  want(first: number, end: number, around = false): void {
    const last = Math.floor((this.count - 1) / WINDOW)
    const [from, to] = [Math.floor(first / WINDOW), Math.floor(Math.max(first, end - 1) / WINDOW)]
    const order: number[] = []
    for (let at = from; at <= to; at++) order.push(at)
    if (around) order.push(to + 1, from - 1)
    this.#wanted = []
    for (const at of order) {
      if (at < 0 || at > last) continue
      const kept = this.#windows.get(at)
      if (kept === undefined || this.#stale.has(at)) this.#wanted.push(at)
      if (kept !== undefined) {
        this.#windows.delete(at)
        this.#windows.set(at, kept)
      }
    }
    this.#next()
  }

  /** The rows have changed: each window is fetched again when it is wanted, and shows what it had until then. */
  stale(): void {
    this.#stale = new Set([...this.#windows.keys(), ...this.#running])
  }

  /** Nothing that is still on its way is heard any more. */
  end(): void {
    this.#ended = true
    this.#wanted = []
  }

  #next(): void {
    while (this.#running.size < AT_ONCE) {
      const at = this.#wanted.shift()
      if (at === undefined) return
      if (this.#running.has(at)) continue
      this.#running.add(at)
      this.#stale.delete(at)
      this.fetch(at * WINDOW, Math.min(WINDOW, this.count - at * WINDOW)).then(
        (rows) => {
          this.#running.delete(at)
          if (this.#ended) return
          this.#windows.delete(at)
          this.#windows.set(at, rows)
          for (const oldest of this.#windows.keys()) {
            if (this.#windows.size <= KEPT) break
            this.#windows.delete(oldest)
          }
          this.arrived(at * WINDOW, at * WINDOW + rows.length)
          this.#next()
        },
        (error: unknown) => {
          this.#running.delete(at)
          if (this.#ended) return
          this.failed(error)
          this.#next()
        },
      )
    }
  }
}
