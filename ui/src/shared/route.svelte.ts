export type Screen = 'worklist' | 'case' | 'variants' | 'consent' | 'report' | 'quality' | 'hub' | 'knowledge' | 'settings'

export interface Place {
  screen: Screen
  /** The open case, by its id. */
  case?: string | undefined
  /** The row to show, for example the variant that a search led to. */
  row?: string | undefined
}

/** Whose case it is. */
export interface Patient {
  /** As written. */
  name: string | null
  /** The patient number. */
  chart: string | null
}

/** Where the person is. In memory only: no address, no history file. */
class Route {
  #place = $state.raw<Place>({ screen: 'worklist' })
  #past: Place[] = []
  /** Whose case is open; set by whoever knows it. */
  patient = $state.raw<Patient>()

  get screen(): Screen {
    return this.#place.screen
  }
  get case(): string | undefined {
    return this.#place.case
  }
  get row(): string | undefined {
    return this.#place.row
  }

  /** Goes to a screen. The open case stays open unless another is named. */
  go(place: Place): void {
    const next: Place = { case: this.#place.case, ...place }
    if (next.case !== this.#place.case) this.patient = undefined
    this.#past = [...this.#past.slice(-49), this.#place]
    this.#place = next
  }

  /** Back to where the person was before. */
  back(): void {
    const place = this.#past.pop()
    if (place === undefined) return
    if (place.case !== this.#place.case) this.patient = undefined
    this.#place = place
  }

  /** Closes the case and shows the worklist. */
  close(): void {
    this.patient = undefined
    this.#past = []
    this.#place = { screen: 'worklist' }
  }
}

export type { Route }
export const route = new Route()
