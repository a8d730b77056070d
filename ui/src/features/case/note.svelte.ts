import type { NotePlace, NoteSign, ScannedNote, Sign, SignRequest } from '$backend/bindings'
import { dayProblem, type Stated } from './sign.svelte'

/** What is to be done about a sign that a note names. */
export type Answer = Stated | 'leave'

/** A piece of the note: plain, or a place that names a sign. */
export interface Piece {
  text: string
  place: NotePlace | undefined
}

/** A pasted note and what a person says of the signs in it. The text is kept nowhere else. */
export class NoteDraft {
  text = $state('')
  observed = $state('')
  scanned = $state.raw<ScannedNote>()
  #answers = $state<Answer[]>([])
  #terms = $state<(string | undefined)[]>([])

  /** Takes what was found; what is recorded so already is left as it is. */
  take(scanned: ScannedNote, recorded: readonly Sign[]): void {
    this.scanned = scanned
    this.#terms = scanned.signs.map(({ terms }) => (terms.length === 1 ? terms[0]?.term : undefined))
    this.#answers = scanned.signs.map(({ terms, proposed }): Answer => {
      if (proposed === null || proposed === 'withdrawn') return 'leave'
      const before = recorded.find(({ term }) => term === terms[0]?.term)
      return before?.state === proposed ? 'leave' : proposed
    })
  }

  back(): void {
    this.scanned = undefined
  }

  answer(sign: number): Answer {
    return this.#answers[sign] ?? 'leave'
  }

  say(sign: number, answer: Answer): void {
    this.#answers[sign] = answer
  }

  term(sign: number): string | undefined {
    return this.#terms[sign]
  }

  choose(sign: number, term: string): void {
    this.#terms[sign] = term
  }

  /** The note cut at its places. */
  get pieces(): Piece[] {
    const pieces: Piece[] = []
    let at = 0
    for (const place of this.scanned?.places ?? []) {
      if (place.from > at) pieces.push({ text: this.text.slice(at, place.from), place: undefined })
      pieces.push({ text: this.text.slice(place.from, place.to), place })
      at = place.to
    }
    if (at < this.text.length) pieces.push({ text: this.text.slice(at), place: undefined })
    return pieces
  }

  /** The words by which the note names a sign, each once. */
  words(sign: number): string[] {
    const places = this.scanned?.places.filter((place) => place.sign === sign) ?? []
    return [...new Set(places.map(({ from, to }) => this.text.slice(from, to).replaceAll(/\s+/g, ' ')))]
  }

  /** Why nothing is proposed of a sign. */
  doubts(sign: number): ('relative' | 'uncertain' | 'contradiction' | 'several')[] {
    const places = this.scanned?.places.filter((place) => place.sign === sign) ?? []
    const own = places.filter(({ relative }) => !relative)
    const doubts: ReturnType<NoteDraft['doubts']> = []
    if (places.length > own.length) doubts.push('relative')
    if (new Set(own.map(({ stated }) => stated)).size > 1) doubts.push('contradiction')
    else if (own[0]?.stated === 'uncertain') doubts.push('uncertain')
    if ((this.scanned?.signs[sign]?.terms.length ?? 0) > 1) doubts.push('several')
    return doubts
  }

  get badDay(): 'wrong' | 'future' | undefined {
    return dayProblem(this.observed)
  }

  /** What would be recorded; of two signs that became one term by choice the later. */
  get requests(): SignRequest[] {
    const signs: readonly NoteSign[] = this.scanned?.signs ?? []
    const requests = new Map<string, SignRequest>()
    signs.forEach((_, sign) => {
      const [state, term] = [this.answer(sign), this.term(sign)]
      if (state !== 'leave' && term !== undefined) requests.set(term, { term, state, onset: null, severity: null, observed: this.observed === '' ? null : this.observed, note: null })
    })
    return [...requests.values()]
  }

  /** Signs that are to be recorded but whose term is not chosen. */
  get open(): number {
    return (this.scanned?.signs ?? []).filter((_, sign) => this.answer(sign) !== 'leave' && this.term(sign) === undefined).length
  }
}
