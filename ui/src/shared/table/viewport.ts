/**
 * The browser cuts an element off at 33,554,428 px: five million rows of 28 px do not fit into it. So the table keeps its own
 * top in logical pixels and the native scrollbar beside it is shorter and scaled.
 */
export const BAR_LIMIT = 8_000_000

/** Where a list of equal rows stands in its window. All lengths in CSS pixels; rows count from 0. */
export class Viewport {
  /** Distance of the window's upper edge from the first row. */
  top = 0
  /** What the bar was last set to by us: its own echo is not a person's hand. */
  #echo = -1
  /** Height of the native bar, which may be a little more than the window's. */
  barHeight: number

  constructor(
    public count: number,
    public rowHeight: number,
    public height: number,
  ) {
    this.barHeight = height
  }

  /** Length of all rows. */
  get total(): number {
    return this.count * this.rowHeight
  }

  get maxTop(): number {
    return Math.max(0, this.total - this.height)
  }

  /** Length of what the native bar scrolls. */
  get barLength(): number {
    return Math.min(this.total, BAR_LIMIT)
  }

  get #barMax(): number {
    return Math.max(0, this.barLength - this.barHeight)
  }

  /** Moves the window; gives whether it moved. */
  moveTo(top: number): boolean {
    const next = Math.round(Math.min(this.maxTop, Math.max(0, top)))
    const moved = next !== this.top
    this.top = next
    return moved
  }

  /** Where the bar has to stand for the present top. */
  barTop(): number {
    if (this.maxTop === 0) return 0
    return Math.round((this.top / this.maxTop) * this.#barMax)
  }

  /** The bar was set to this: the scroll event that follows is ours. */
  setBar(barTop: number): void {
    this.#echo = barTop
  }

  /** The bar reports its place; gives whether the window moved by a person's hand. */
  fromBar(barTop: number): boolean {
    // Engines round to device pixels, so the echo may differ by less than one.
    if (this.#echo >= 0 && Math.abs(barTop - this.#echo) <= 1) {
      return false
    }
    this.#echo = -1
    if (this.#barMax === 0) return false
    return this.moveTo((barTop / this.#barMax) * this.maxTop)
  }

  /** First row that is seen and the one after the last, with `margin` rows more at both ends. */
  rows(margin = 0): { first: number; end: number } {
    const first = Math.max(0, Math.floor(this.top / this.rowHeight) - margin)
    const end = Math.min(this.count, Math.ceil((this.top + this.height) / this.rowHeight) + margin)
    return { first, end: Math.max(first, end) }
  }

  /** Rows that are seen whole. */
  get page(): number {
    return Math.max(1, Math.floor(this.height / this.rowHeight))
  }

  /** Moves as little as needed for the row to be seen whole; gives whether it moved. */
  reveal(row: number): boolean {
    const start = row * this.rowHeight
    if (start < this.top) return this.moveTo(start)
    if (start + this.rowHeight > this.top + this.height) return this.moveTo(Math.min(start, start + this.rowHeight - this.height))
    return false
  }

  /** Keeps the same first row when rows change their height, for example with the text size. */
  resize(rowHeight: number, height: number, barHeight = height): void {
    const row = this.top / this.rowHeight
    this.rowHeight = rowHeight
    this.height = height
    this.barHeight = barHeight
    this.moveTo(row * rowHeight)
  }
}
