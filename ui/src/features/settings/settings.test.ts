import { describe, expect, it } from 'vitest'
import type { Backend } from '$backend/backend'
import type { AuditPage, AuditRequest, SettingsPage, SettingsRequest } from '$backend/bindings'
import { AuditSearch, dayOf, requestOf } from './audit.svelte'
import { free, holder } from './keys'
import { InstallationSettings, minutes } from './settings.svelte'

describe('a day as it is typed', () => {
  it.each([
    ['2026-11-16', '2026-11-16'],
    ['2026/3/5', '2026-03-05'],
    ['２０２６年３月５日', '2026-03-05'],
    ['20260305', '2026-03-05'],
    ['', null],
    ['2026-02-30', undefined],
    ['16.11.2026', undefined],
    ['yesterday', undefined],
  ])('%s', (typed, day) => {
    expect(dayOf(typed)).toBe(day)
  })
})

describe('the search in what happened', () => {
  it('asks only for what is filled in', () => {
    expect(requestOf({ case: ' ＳＨＩ-0001 ', user: '', kind: 'decision', from: '2026/1/2', to: '' })).toEqual({ case: 'SHI-0001', user: null, kind: 'decision', from: '2026-01-02', to: null })
  })

  it('drops the late answer to an older question and asks nothing while a day is none', async () => {
    const answers: ((page: AuditPage) => void)[] = []
    const backend = { searchAudit: (_: AuditRequest) => new Promise<AuditPage>((done) => answers.push(done)) } as unknown as Backend
    const page = (total: number): AuditPage => ({ events: [], total, verified: true, findings: [], kinds: [] })
    const audit = new AuditSearch(backend)
    void audit.run()
    void audit.run()
    answers[1]?.(page(2))
    answers[0]?.(page(1))
    await new Promise((done) => setTimeout(done))
    expect([audit.page?.total, audit.busy]).toEqual([2, false])
    audit.search.from = 'soon'
    void audit.run()
    expect(answers).toHaveLength(2)
  })
})

describe('keys', () => {
  it('leaves out those that the window and the writing of text need', () => {
    expect(['KeyD', 'Ctrl+KeyP', 'Shift+KeyD', 'Digit1', 'Ctrl+Shift+KeyK'].map(free)).toEqual([true, true, true, true, true])
    expect(['Tab', 'Ctrl+Enter', 'ShiftLeft', 'Ctrl+KeyC', 'Ctrl+Shift+KeyZ', 'Space', 'KanaMode', 'F5'].map(free)).toEqual([false, false, false, false, false, false, false, false])
  })

  it('finds who has a key where the other one works', () => {
    const all = [
      { id: 'window.lock', chord: 'Ctrl+KeyL' },
      { id: 'variants.dismiss', chord: 'KeyD' },
      { id: 'report.language', chord: 'KeyL' },
    ]
    const of = (shortcut: { chord: string }) => shortcut.chord
    expect(holder(all, 'report.language', 'KeyD', of)).toBeUndefined()
    expect(holder(all, 'variants.next', 'KeyD', of)?.id).toBe('variants.dismiss')
    expect(holder(all, 'report.language', 'Ctrl+KeyL', of)?.id).toBe('window.lock')
    expect(holder(all, 'window.back', 'KeyL', of)?.id).toBe('report.language')
    expect(holder(all, 'report.language', 'KeyL', of)).toBeUndefined()
    // A review is made on the screen of the variants.
    expect(holder(all, 'review.candidate', 'KeyD', of)?.id).toBe('variants.dismiss')
  })
})

describe('settings', () => {
  const page: SettingsPage = {
    settings: { facility: { name_ja: '病院', name_en: '', department_ja: '', department_en: '', telephone: '', hours_ja: '', hours_en: '', physician: '', counsellor: '' }, hub_folder: null, lock_after_minutes: 10 },
    users: [],
    home: '/',
    device: 'd',
  }
  function bench(fails = false) {
    const sent: SettingsRequest[] = []
    const backend = {
      settingsPage: () => Promise.resolve(structuredClone(page)),
      changeSettings: (to: SettingsRequest) => (fails ? Promise.reject(new Error('no')) : (sent.push(structuredClone(to)), Promise.resolve(null))),
    } as unknown as Backend
    return { settings: new InstallationSettings(backend), sent }
  }

  it('takes whole minutes in range, typed in any width', () => {
    expect(['10', ' １２０ ', '0', '121', '1.5', 'ten', ''].map(minutes)).toEqual([10, 120, undefined, undefined, undefined, undefined, undefined])
  })

  it('changes one part and sends the other as it is set', async () => {
    const { settings, sent } = bench()
    await settings.load()
    settings.facility.name_en = ' Hospital '
    settings.lock = '30'
    expect([settings.facilityChanged, settings.installationChanged]).toEqual([true, true])
    await settings.saveFacility()
    expect(sent[0]).toEqual({ ...page.settings, facility: { ...page.settings.facility, name_en: 'Hospital' } })
    expect([settings.facilityChanged, settings.installationChanged, settings.lock]).toEqual([false, true, '30'])
  })

  it('keeps what was begun when the page is loaded again, and when saving fails', async () => {
    const { settings } = bench(true)
    await settings.load()
    settings.facility.name_ja = '新病院'
    await settings.load()
    expect(settings.facility.name_ja).toBe('新病院')
    await expect(settings.saveFacility()).rejects.toThrow()
    expect([settings.facility.name_ja, settings.facilityChanged]).toEqual(['新病院', true])
    settings.forget()
    expect([settings.facility.name_ja, settings.facilityChanged]).toEqual(['病院', false])
  })
})
