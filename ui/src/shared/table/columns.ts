import type { Snippet } from 'svelte'
import { WINDOW } from './windows'

/** One column of a table. */
export interface Column<Row> {
  key: string
  title: () => string
  /** What the head shows instead of the title, which stays its name. */
  head?: Snippet
  /** Width in rem at first. */
  width: number
  /** Takes what is left over, in this share. */
  grow?: number
  align?: 'start' | 'end' | 'center'
  sortable?: boolean
  /** Cannot be hidden: the table makes no sense without it. */
  fixed?: boolean
  /** Hidden until a person asks for it. */
  hidden?: boolean
  /** The cell's text; also what shows on hover when it is cut. */
  text?: (row: Row) => string
  /** The cell, where text is not enough. */
  cell?: Snippet<[Row, number]>
}

export interface Sort {
  key: string
  descending: boolean
}

/** Rows to show. A new object means new rows: the table begins anew with it. */
export interface Source<Row> {
  count: number
  fetch: (offset: number, count: number) => Promise<Row[]>
  /** A whole window that has come with the answer, so that it is shown at once. */
  come?: { offset: number; rows: Row[] }
}

/** Rows that are all here already. */
export function listed<Row>(rows: readonly Row[]): Source<Row> {
  return { count: rows.length, fetch: (offset, count) => Promise.resolve(rows.slice(offset, offset + count)), come: { offset: 0, rows: rows.slice(0, WINDOW) } }
}

export const NARROWEST = 2.5

/** The columns that show, by what the person chose; `hidden` is undefined until they chose. */
export function shown<Row>(columns: readonly Column<Row>[], hidden: readonly string[] | undefined): Column<Row>[] {
  return columns.filter((column) => column.fixed || !(hidden === undefined ? column.hidden : hidden.includes(column.key)))
}
