import { known, text } from './text'

/** A gene panel by its name; one that a hospital has loaded itself keeps its own. */
export function panelName(name: string): string {
  const key = `shared_panel_${name.replaceAll('-', '_')}`
  return known(key) ? text(key) : name
}
