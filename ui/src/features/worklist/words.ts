import type { WorkItem } from '$backend/bindings'
import { fold } from '$shared/commands.svelte'
import { panelName } from '$shared/panel'

/** Everything by which a case is found. A name is found with and without the space between its parts. */
export function words(item: WorkItem): string {
  const names = [item.name, item.kana, item.chart].filter((name) => name !== null)
  return [item.case, item.proband, ...names, ...names.map((name) => name.replace(/\s/g, '')), ...item.ordered, ...item.panels, ...item.panels.map(panelName), item.indication ?? ''].join(' ')
}

/** Whether every part of what was typed is found, without regard to width, case and kana. */
export function fits(item: WorkItem, query: string): boolean {
  const folded = fold(words(item))
  return fold(query).split(/\s+/).every((part) => folded.includes(part))
}

/** How a case is called. */
export function title(item: WorkItem): string {
  return item.name === null ? item.case : `${item.case} ${item.name}`
}

/** Whole days between two moments by the calendar of this machine, never negative. */
export function daysSince(iso: string, now: Date): number {
  const day = (date: Date): number => Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / 86_400_000
  const then = new Date(iso)
  return Number.isNaN(then.getTime()) ? 0 : Math.max(0, day(now) - day(then))
}
