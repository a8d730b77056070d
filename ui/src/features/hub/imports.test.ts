import { afterEach, describe, expect, it } from 'vitest'
import type { Backend } from '$backend/backend'
import type { Imported, ImportProgress } from '$backend/bindings'
import { BackendError } from '$backend/error'
import { cases } from '$shared/cases.svelte'
import { route } from '$shared/route.svelte'
import { session } from '$shared/session.svelte'
import { status } from '$shared/status.svelte'
import { toasts } from '$shared/toast.svelte'
import { imports, shareDone } from './imports.svelte'

const wanted = [
  { case: 'A', bytes: 100 },
  { case: 'B', bytes: 300 },
]

function backend(run: (tell: (progress: ImportProgress) => void) => Promise<Imported>): Backend {
  return { importCases: (_: string[], tell: (progress: ImportProgress) => void) => run(tell), cancelWork: () => Promise.resolve() } as unknown as Backend
}
const enter = (name: string): void => session.enter({ id: name, name, role: () => '', may: ['import_case'] }, () => Promise.resolve())

afterEach(() => {
  session.left()
  imports.putAside()
  toasts.clear()
  route.go({ screen: 'worklist' })
})

describe('how far a case is', () => {
  it('goes by bytes while it is verified and by steps after that, never backwards', () => {
    const steps = [
      shareDone({ step: 'verify', done: 0, total: 10 }),
      shareDone({ step: 'verify', done: 9, total: 10 }),
      shareDone({ step: 'split', done: 0, total: 1 }),
      shareDone({ step: 'table', done: 0, total: 1 }),
      shareDone({ step: 'keep', done: 0, total: 1 }),
      shareDone({ step: 'done', done: 1, total: 1 }),
    ]
    expect(steps).toEqual(steps.toSorted((a, b) => a - b))
    expect(steps[0]).toBe(0)
    expect(steps.at(-1)).toBe(1)
  })
})

describe('an import', () => {
  it('counts the bytes of all cases and tells the lists as each one is in', async () => {
    enter('青木')
    const before = cases.round
    let seen: (number | undefined)[] = []
    await imports.begin(
      backend(async (tell) => {
        tell({ case: 'A', step: 'done', done: 1, total: 1 })
        seen = [imports.work?.done, imports.work?.total, cases.round - before]
        expect(status.shown.map((item) => item.text())[0]).toContain('25%')
        return { cases: ['A', 'B'], refused: [], cancelled: false }
      }),
      route,
      wanted,
    )
    expect(seen).toEqual([100, 400, 1])
    expect(imports.work).toBeUndefined()
    expect(status.shown).toEqual([])
    expect(cases.round - before).toBe(2)
  })

  it('keeps what was not finished, so that it can be asked for again', async () => {
    enter('青木')
    await imports.begin(backend(() => Promise.resolve({ cases: [], refused: [{ case: 'A', fault: 'f', help: 'h' }], cancelled: true })), route, wanted)
    expect(imports.last?.rest).toEqual(['B'])
    expect(imports.last?.refused).toHaveLength(1)
  })

  it('keeps everything that was asked for when the call itself fails', async () => {
    enter('青木')
    await imports.begin(backend(() => Promise.reject(new BackendError({ code: 'machine', message_key: 'fault_machine' }))), route, wanted)
    expect(imports.last?.rest).toEqual(['A', 'B'])
    expect(imports.last?.failure).toBeInstanceOf(BackendError)
    expect(imports.last?.cancelled).toBe(false)
  })

  it('tells its end on another screen, but nothing to another person', async () => {
    enter('青木')
    await imports.begin(backend(() => Promise.resolve({ cases: ['A', 'B'], refused: [], cancelled: false })), route, wanted)
    expect(toasts.shown).toHaveLength(1)
    toasts.clear()
    await imports.begin(
      backend(() => {
        session.left()
        enter('森')
        return Promise.resolve({ cases: ['A', 'B'], refused: [], cancelled: true })
      }),
      route,
      wanted,
    )
    expect(toasts.shown).toEqual([])
    expect(imports.last).toBeUndefined()
  })
})
