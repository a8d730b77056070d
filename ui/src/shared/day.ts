/** The first year of each era less one, and the letter by which it is written. */
const ERAS: Record<string, number> = { 令和: 2018, R: 2018, 平成: 1988, H: 1988, 昭和: 1925, S: 1925, 大正: 1911, T: 1911 }
const WESTERN = /^(\d{4})(?:[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{2})(\d{2}))$/
const JAPANESE = /^(令和|平成|昭和|大正|[RHST])(\d{1,2}|元)[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/i

/**
 * A day as people write it, as an ISO 8601 date: 2026-11-29, 2026/11/29, 20261129, 2026年11月29日, 令和8年11月29日, R8.11.29, in full width,
 * too. Whatever is no day of the calendar stays as it was written.
 */
export const readDay = (written: string): string => parse(written) ?? written

/** True for a day of the calendar as an ISO 8601 date. */
export const isDay = (text: string): boolean => parse(text) === text

function parse(written: string): string | undefined {
  const text = written.normalize('NFKC').replaceAll(/\s/g, '')
  const western = WESTERN.exec(text)
  if (western !== null) return iso(Number(western[1]), Number(western[2] ?? western[4]), Number(western[3] ?? western[5]))
  const japanese = JAPANESE.exec(text)
  if (japanese === null) return undefined
  const before = ERAS[(japanese[1] ?? '').toUpperCase()] ?? 0
  return iso(before + (japanese[2] === '元' ? 1 : Number(japanese[2])), Number(japanese[3]), Number(japanese[4]))
}

function iso(year: number, month: number, day: number): string | undefined {
  const date = new Date(Date.UTC(year, month - 1, day))
  const same = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
  return same ? date.toISOString().slice(0, 10) : undefined
}
