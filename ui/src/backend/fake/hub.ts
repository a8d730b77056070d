import type { Commands } from '../backend'
import type { Imported, ImportStep } from '../bindings'
import { BackendError } from '../error'
import { hubCases, hubLines, hubState, isHere, take } from './hub_cases'
import { asked, choices, work } from './wire'

// ?state=empty (no hub) | fault | slow-hub | quiet (nothing new) | waiting | demo | failing | slow (an import that lasts).
choices.folder = '/media/usb/hub-2026-07'
const TICK_MS = asked === 'slow' ? 3000 : 45
const TICKS: readonly [ImportStep, number][] = [
  ['verify', 8],
  ['split', 2],
  ['table', 2],
  ['keep', 1],
]

const rest = (): Promise<void> => new Promise((done) => setTimeout(done, TICK_MS))

export const fake: Partial<Commands> = {
  async hubState() {
    // A folder elsewhere in the network that never answers.
    return asked === 'slow-hub' ? new Promise(() => undefined) : hubState()
  },
  async hubPage() {
    if (asked === 'failing') throw new BackendError({ code: 'machine', message_key: 'fault_machine', args: { detail: 'settings.json: Input/output error (os error 5)' }, retry: true })
    return { state: hubState(), cases: hubLines() }
  },
  async importCases(cases, progress) {
    work.cancelled = false
    const done: Imported = { cases: [], cancelled: false, refused: [] }
    for (const one of hubCases().filter((one) => (cases.length === 0 ? !isHere(one) : cases.includes(one.id)))) {
      for (const [step, ticks] of TICKS) {
        for (let tick = 0; tick < ticks; tick++) {
          progress(step === 'verify' ? { case: one.id, step, done: (one.bytes * tick) / ticks, total: one.bytes } : { case: one.id, step, done: 0, total: 1 })
          await rest()
          if (work.cancelled) return { ...done, cancelled: true }
        }
        if (step === 'verify' && one.refused !== undefined) break
      }
      if (one.refused !== undefined) done.refused.push(one.refused)
      else {
        take(one.id)
        done.cases.push(one.id)
        progress({ case: one.id, step: 'done', done: 1, total: 1 })
      }
    }
    return done
  },
  async cancelWork() {
    work.cancelled = true
  },
}
