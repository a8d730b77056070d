import type { Place } from '../shared/route.svelte'
import type { Backend } from './backend'

/** What the window gets when it starts. */
export interface Connection {
  backend: Backend
  /** Where to begin, for the browser tests. */
  start?: Start
}

export interface Start {
  place: Place
  /** Begin signed in. */
  signedIn: boolean
}
