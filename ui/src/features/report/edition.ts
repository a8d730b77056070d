import type { DocumentLine, ReleaseLine } from '$backend/bindings'

/** The how-manieth release of its document in its language, from 1. The lines come with the latest first. */
export function edition(document: DocumentLine, line: ReleaseLine): number {
  const same = document.released.filter((other) => other.language === line.language)
  return same.length - same.findIndex((other) => other.id === line.id)
}
