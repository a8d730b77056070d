import * as m from '$messages'
import { known, text } from './text'

/** A gene panel by its name; one that a hospital has loaded itself keeps its own. */
export function panelName(name: string): string {
  const number = /^指定難病(\d+)$/.exec(name)?.[1]
  if (number !== undefined) return m.shared_panel_designated({ n: number })
  const key = `shared_panel_${name.replaceAll('-', '_')}`
  return known(key) ? text(key) : name
}
