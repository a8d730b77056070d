/** Digits of a share: Crockford's Base32, in groups of four. */
export const LENGTH = 72
const GROUP = 4

/** A share as it is read: no spaces and hyphens, capitals, and the letters that are never written taken for the digits they look like. */
export function digits(typed: string): string {
  return typed.normalize('NFKC').toUpperCase().replace(/[\s\p{Pd}ー−]/gu, '').replace(/O/g, '0').replace(/[IL]/g, '1')
}

/** The signs in it that no share has. */
export function foreign(typed: string): string[] {
  return [...new Set([...digits(typed)].filter((sign) => !/[0-9A-HJKMNP-TV-Z]/.test(sign)))]
}

/** The groups in which a share is written. */
export function groups(share: string): string[] {
  return digits(share).match(new RegExp(`.{1,${GROUP}}`, 'g')) ?? []
}
