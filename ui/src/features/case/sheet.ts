import type { LabelSheet } from '$backend/bindings'

/** Labels of a sheet side by side and one above the other. */
export const SHEETS: Record<LabelSheet, { columns: number; rows: number }> = {
  standard: { columns: 3, rows: 8 },
  tube: { columns: 5, rows: 13 },
}

export function places(sheet: LabelSheet): number {
  return SHEETS[sheet].columns * SHEETS[sheet].rows
}

/** What a label of the first sheet is: used before, printed now, free after. `first` and `place` count from 1. */
export function use(place: number, first: number, labels: number): 'used' | 'printed' | 'free' {
  if (place < first) return 'used'
  return place < first + labels ? 'printed' : 'free'
}

/** Sheets of paper that the labels take; the first one begins at `first`. */
export function papers(sheet: LabelSheet, first: number, labels: number): number {
  return Math.max(1, Math.ceil((first - 1 + labels) / places(sheet)))
}

/** The place that an arrow leads to from `place`; the edge stays the edge. */
export function moved(sheet: LabelSheet, place: number, key: string): number | undefined {
  const { columns } = SHEETS[sheet]
  const next = { ArrowRight: place + 1, ArrowLeft: place - 1, ArrowDown: place + columns, ArrowUp: place - columns, Home: 1, End: places(sheet) }[key]
  if (next === undefined) return undefined
  return next >= 1 && next <= places(sheet) ? next : place
}
