import { beforeEach, describe, expect, it } from 'vitest'
import type { Backend } from '../../src/backend/backend'
import { cases } from '../../src/shared/cases.svelte'
import { session } from '../../src/shared/session.svelte'

let asked = 0
const backend = { worklist: () => Promise.resolve({ number: ++asked }) } as unknown as Backend
const enter = (id: string): void => session.enter({ id, name: id, role: () => id }, () => Promise.resolve())

describe('the list that was asked for at the sign-in', () => {
  beforeEach(() => (asked = 0))

  it('is given once', async () => {
    enter('gen')
    cases.keep(backend.worklist())
    expect(await cases.list(backend)).toEqual({ number: 1 })
    expect(await cases.list(backend)).toEqual({ number: 2 })
  })

  it('is given in no other sign-in, neither of another person nor of the same', async () => {
    for (const next of ['other', 'gen']) {
      enter('gen')
      cases.keep(backend.worklist())
      session.left()
      enter(next)
      const before = asked
      expect(await cases.list(backend)).toEqual({ number: before + 1 })
    }
  })
})
