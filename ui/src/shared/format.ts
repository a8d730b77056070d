import * as m from '$messages'
import { language } from './language.svelte'

/** A day as it is written: 2026年3月5日, in English 5 Mar 2026. Of a year or a month alone no more is said than is known. */
export function day(iso: string): string {
  const part = /^(\d{4})(?:-(\d{2}))?$/.exec(iso)
  if (part !== null) return partOfDate(Number(part[1]), part[2] === undefined ? undefined : Number(part[2]))
  const date = instant(iso)
  if (date === undefined) return iso
  return language.current === 'ja'
    ? `${date.getFullYear()}年${date.getMonth() + 1}月${date.getDate()}日`
    : date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric' })
}

function partOfDate(year: number, month: number | undefined): string {
  if (language.current === 'ja') return month === undefined ? `${year}年` : `${year}年${month}月`
  return month === undefined ? String(year) : new Date(year, month - 1).toLocaleDateString('en-GB', { month: 'short', year: 'numeric' })
}

/** A day for columns, of equal width in both languages: 2026-03-05; a year or a month alone as it is. */
export function shortDay(iso: string): string {
  if (/^\d{4}(-\d{2})?$/.test(iso)) return iso
  const date = instant(iso)
  return date === undefined ? iso : `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}

/** Day and time to the minute, in the time of this machine. */
export function moment(iso: string): string {
  const date = instant(iso)
  return date === undefined ? iso : `${day(iso)} ${two(date.getHours())}:${two(date.getMinutes())}`
}

/** Today by the clock of this machine, as an ISO 8601 date. */
export function today(): string {
  const now = new Date()
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`
}

// A date without a time is a calendar day and must not move with the time zone.
function instant(iso: string): Date | undefined {
  const plain = /^(\d{4})-(\d{2})-(\d{2})$/.exec(iso)
  const date = plain === null ? new Date(iso) : new Date(Number(plain[1]), Number(plain[2]) - 1, Number(plain[3]))
  return Number.isNaN(date.getTime()) ? undefined : date
}

const two = (value: number): string => String(value).padStart(2, '0')

// Made once: making one takes longer than a row of the table may.
const WHOLE = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })

/** A whole number with thousands: 4,981,203. */
export function count(value: number): string {
  return WHOLE.format(value)
}

/** A number with a fixed number of decimals, so that columns align. */
export function decimal(value: number, places: number): string {
  return value.toFixed(places).replace('-', '−')
}

/** A share of one as per cent: 37 %. */
export function percent(share: number, places = 0): string {
  return `${(share * 100).toFixed(places)}%`
}

/**
 * An allele frequency (0 to 1) with two significant digits: 0.34, 0.0012, 1.2e-5.
 * Zero is a measured zero; a missing frequency is not a number and has its own words.
 */
export function frequency(value: number): string {
  if (value === 0) return '0'
  if (value >= 0.001) return value.toPrecision(2)
  const [digits = '', exponent = ''] = value.toExponential(1).split('e')
  return `${digits}e${exponent}`
}

const STEPS = ['B', 'kB', 'MB', 'GB', 'TB'] as const

/** A number of bytes in powers of 1000: 1.4 GB. */
export function bytes(value: number): string {
  let step = 0
  let rest = value
  while (rest >= 999.5 && step < STEPS.length - 1) {
    rest /= 1000
    step += 1
  }
  return `${step === 0 || rest >= 99.5 ? rest.toFixed(0) : rest.toFixed(1)} ${STEPS[step]}`
}

/** A length on the genome: 54 bp, 12.3 kb, 1.2 Mb. */
export function bases(value: number): string {
  if (value < 1000) return `${value} bp`
  const [rest, unit] = value < 999_950 ? [value / 1000, 'kb'] : [value / 1e6, 'Mb']
  return `${rest >= 99.95 ? rest.toFixed(0) : rest.toFixed(1)} ${unit}`
}

/** A number of seconds in the words of a person: 40 seconds, 3 minutes, 1 hour 20 minutes. */
export function duration(seconds: number): string {
  if (seconds < 60) return m.shared_seconds({ n: Math.max(1, Math.round(seconds)) })
  const minutes = Math.round(seconds / 60)
  if (minutes < 60) return m.shared_minutes({ n: minutes })
  return m.shared_hours({ h: Math.floor(minutes / 60), m: minutes % 60 })
}

/** The parts of a name of HGVS between which a line may break: after the reference, `_` and `>`, before what is done to a range. */
export function parts(hgvs: string): string[] {
  return hgvs.split(/(?<=[:_>\s])|(?<=\))(?=[cgmnpr]\.)|(?<=_[\d+*-]+)(?=del|ins|dup|inv)/).filter((part) => part !== '')
}

/** A position with its chromosome: chr7:117,559,590. */
export function position(chromosome: string, base: number): string {
  return `${chromosome}:${count(base)}`
}
