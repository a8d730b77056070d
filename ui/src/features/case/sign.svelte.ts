import type { SeverityName, Sign, SignRequest, SignState } from '$backend/bindings'
import { isDay } from '$shared/day'
import { today } from '$shared/format'
import { ageOf, CLASSES, isoAge } from './onset'

export type Stated = Exclude<SignState, 'withdrawn'>

/** What is wrong with a day of observation. */
export function dayProblem(day: string): 'wrong' | 'future' | undefined {
  if (day === '') return undefined
  if (!isDay(day)) return 'wrong'
  return day > today() ? 'future' : undefined
}

/** What a person fills in about a sign. */
export class SignDraft {
  state = $state<Stated>('present')
  /** `none`, `age`, `words`, or the id of a class of onset. */
  onset = $state('none')
  years = $state('')
  months = $state('')
  words = $state('')
  severity = $state<SeverityName | 'none'>('none')
  observed = $state(today())
  note = $state('')

  constructor(sign?: Sign) {
    if (sign === undefined) return
    this.state = sign.state === 'withdrawn' ? 'present' : sign.state
    this.severity = sign.severity ?? 'none'
    if (sign.state !== 'withdrawn') this.note = sign.note ?? ''
    if (sign.onset === null) return
    const age = ageOf(sign.onset)
    if (CLASSES.some(({ id }) => id === sign.onset)) this.onset = sign.onset
    else if (age !== undefined && age.days === 0) {
      this.onset = 'age'
      this.years = String(age.years)
      this.months = age.months === 0 ? '' : String(age.months)
    } else {
      this.onset = 'words'
      this.words = sign.onset
    }
  }

  get badAge(): boolean {
    return this.onset === 'age' && isoAge(this.years, this.months) === undefined
  }

  get badDay(): 'wrong' | 'future' | undefined {
    return dayProblem(this.observed)
  }

  get ready(): boolean {
    return !this.badAge && this.badDay === undefined
  }

  request(term: string): SignRequest {
    // What is not there has no onset and no severity.
    const there = this.state !== 'absent'
    return {
      term,
      state: this.state,
      onset: there ? this.#onset() : null,
      severity: there && this.severity !== 'none' ? this.severity : null,
      observed: this.observed === '' ? null : this.observed,
      note: this.note.trim() === '' ? null : this.note.trim(),
    }
  }

  #onset(): string | null {
    if (this.onset === 'none') return null
    if (this.onset === 'age') return isoAge(this.years, this.months) ?? null
    if (this.onset === 'words') return this.words.trim() === '' ? null : this.words.trim()
    return this.onset
  }
}
