import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findings } from '../../messages.inlang/compile.js'

let folder = ''
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'messages-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function with_(ja: string, en: string): string[] {
  writeFileSync(join(folder, 'hub.ja.json'), ja)
  writeFileSync(join(folder, 'hub.en.json'), en)
  return findings(folder)
}

describe('the check of the messages', () => {
  it('accepts two that agree', () => {
    expect(with_('{"hub_a": "{n}件"}', '{"hub_a": "{n} cases"}')).toEqual([])
  })

  it('finds a missing key in either language', () => {
    expect(with_('{"hub_a": "あ"}', '{}')).toEqual(['hub.en.json: hub_a is missing'])
    expect(with_('{}', '{"hub_a": "a"}')).toEqual(['hub.ja.json: hub_a is missing'])
  })

  it('finds other placeholders', () => {
    expect(with_('{"hub_a": "{n}件"}', '{"hub_a": "{m} cases"}')).toHaveLength(1)
  })

  it('finds empty, repeated, misnamed and unreadable ones', () => {
    expect(with_('{"hub_a": ""}', '{"hub_a": "a"}')).toEqual(['hub: hub_a is empty'])
    expect(with_('{\n"hub_a": "あ",\n"hub_a": "い"\n}', '{"hub_a": "a"}')).toEqual(['hub.ja.json: hub_a is there twice'])
    expect(with_('{"case_a": "あ"}', '{"case_a": "a"}')).toHaveLength(1)
    expect(with_('{', '{}')).toHaveLength(1)
  })

  it('finds a feature whose messages would not be compiled', () => {
    writeFileSync(join(folder, 'other.ja.json'), '{}')
    writeFileSync(join(folder, 'other.en.json'), '{}')
    expect(findings(folder)).toEqual(['other: not listed in messages.inlang/settings.json'])
  })
})
