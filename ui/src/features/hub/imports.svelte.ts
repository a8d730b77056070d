import * as m from '$messages'
import type { Backend } from '$backend/backend'
import type { HubCaseLine, Imported, ImportProgress, ImportStep } from '$backend/bindings'
import { BackendError } from '$backend/error'
import { cases } from '$shared/cases.svelte'
import { percent } from '$shared/format'
import type { Route } from '$shared/route.svelte'
import { session, type SignedIn } from '$shared/session.svelte'
import { status } from '$shared/status.svelte'
import { toasts } from '$shared/toast.svelte'

/** The steps of a case in their order, each with the share of the time after which it begins. */
export const STEPS: readonly [ImportStep, number][] = [
  ['verify', 0],
  ['split', 0.25],
  ['table', 0.6],
  ['keep', 0.95],
]
const shareOf = (step: ImportStep): number => STEPS.find(([name]) => name === step)?.[1] ?? 1
const VERIFIED = shareOf('split')

/** How much of one case is done, 0 to 1. Only the first step says how far it is. */
export function shareDone({ step, done, total }: Pick<ImportProgress, 'step' | 'done' | 'total'>): number {
  return step === 'verify' && total > 0 ? (done / total) * VERIFIED : shareOf(step)
}

/** Too early a guess would jump. */
const GUESS_AFTER_MS = 2500
const GUESS_AFTER_SHARE = 0.03

/** An import that goes on. */
export interface Work {
  /** What was asked for, in this order. */
  wanted: readonly Pick<HubCaseLine, 'case' | 'bytes'>[]
  /** Bytes of all of them. */
  total: number
  began: number
  /** The case in work, from 0, and how far it is. */
  at: number
  step: ImportStep
  /** Cases that are in already. */
  finished: readonly string[]
  /** Bytes that are done, of all cases. */
  done: number
  secondsLeft: number | undefined
}

/** How the last one ended, until a person has put it aside. */
export interface Ended extends Imported {
  /** What was asked for and not begun or not finished: it can be asked for again. */
  rest: readonly string[]
  failure?: unknown
}

/** Bringing cases in goes on wherever the person is in the window. */
class Imports {
  work = $state.raw<Work>()
  ended = $state.raw<Ended>()
  stopping = $state(false)
  #of = $state.raw<string>()

  /** What the last import left, for the person who began it. */
  get last(): Ended | undefined {
    return this.#of === session.user?.id ? this.ended : undefined
  }

  async begin(backend: Backend, route: Route, wanted: Work['wanted']): Promise<void> {
    const by = session.user
    if (this.work !== undefined || wanted.length === 0 || by === undefined) return
    const total = wanted.reduce((sum, one) => sum + one.bytes, 0)
    this.#of = by.id
    this.ended = undefined
    this.stopping = false
    this.work = { wanted, total, began: Date.now(), at: 0, step: 'verify', finished: [], done: 0, secondsLeft: undefined }
    // Nothing in it names a patient: the foot of the window shows while it is locked, too.
    const gone = status.show({ id: 'import', text: () => this.#line() })
    const names = wanted.map((one) => one.case)
    try {
      const imported = await backend.importCases(names, (progress) => this.#hear(progress))
      const settled = new Set([...imported.cases, ...imported.refused.map((refused) => refused.case)])
      this.ended = { ...imported, rest: names.filter((name) => !settled.has(name)) }
    } catch (failure) {
      this.ended = { cases: [], refused: [], cancelled: BackendError.from(failure).code === 'locked', rest: names, failure }
    } finally {
      this.work = undefined
      this.stopping = false
      gone()
      cases.changed()
    }
    this.#tell(by, route)
  }

  async cancel(backend: Backend): Promise<void> {
    this.stopping = true
    await backend.cancelWork('cases')
  }

  putAside(): void {
    this.ended = undefined
  }

  #hear(progress: ImportProgress): void {
    const work = this.work
    if (work === undefined) return
    const at = Math.max(0, work.wanted.findIndex((one) => one.case === progress.case))
    const before = work.wanted.slice(0, at).reduce((sum, one) => sum + one.bytes, 0)
    const done = before + (work.wanted[at]?.bytes ?? 0) * shareDone(progress)
    const [elapsed, share] = [Date.now() - work.began, work.total === 0 ? 0 : done / work.total]
    const secondsLeft = elapsed > GUESS_AFTER_MS && share > GUESS_AFTER_SHARE ? (elapsed / share - elapsed) / 1000 : undefined
    const finished = progress.step === 'done' ? [...work.finished, progress.case] : work.finished
    this.work = { ...work, at, step: progress.step, finished, done, secondsLeft }
    if (finished !== work.finished) cases.changed()
  }

  #line(): string {
    const work = this.work
    if (work === undefined) return ''
    return m.hub_status({ n: work.at + 1, of: work.wanted.length, share: percent(work.total === 0 ? 0 : work.done / work.total) })
  }

  // Only to the person who began it, and only where it is not on screen anyway.
  #tell(by: SignedIn, route: Route): void {
    const ended = this.ended
    if (ended === undefined || session.user !== by || route.screen === 'hub') return
    const toHub = { title: m.hub_look(), run: () => route.go({ screen: 'hub' }) }
    if (ended.failure !== undefined || ended.refused.length > 0) toasts.show(m.hub_toast_refused({ n: ended.cases.length, refused: Math.max(ended.refused.length, ended.rest.length) }), { tone: 'bad', action: toHub })
    else if (!ended.cancelled) toasts.show(m.hub_toast_done({ n: ended.cases.length }), { tone: 'good', action: { title: m.hub_to_worklist(), run: () => route.go({ screen: 'worklist' }) } })
  }
}

export const imports = new Imports()
