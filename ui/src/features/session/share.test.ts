import { describe, expect, it } from 'vitest'
import { digits, foreign, groups, LENGTH } from './share'

const SHARE = '04HM-6R2C-1T9V-XW3E-PZ0K-8QDY-5BNJ-GA7S-M2FH-4RC6-E1TX-9VKW-3PZ0-QD8Y-NJ5B-GA7S-H2MF-6CR4'

describe('a recovery share', () => {
  it('is read as people write it, because paper knows no capitals, hyphens or zeros', () => {
    expect(digits(SHARE)).toHaveLength(LENGTH)
    expect(digits('o4hm 6r2c\nlti9')).toBe('04HM6R2C1T19')
    expect(digits('０４ＨＭ－６Ｒ２Ｃ')).toBe('04HM6R2C')
    expect(digits('04HM–6R2C—1T9Vー')).toBe('04HM6R2C1T9V')
  })

  it('names the signs that no share has, each once', () => {
    expect(foreign(SHARE)).toEqual([])
    expect(foreign('u04U*鍵')).toEqual(['U', '*', '鍵'])
  })

  it('is written in groups of four', () => {
    expect(groups(SHARE)).toEqual(SHARE.split('-'))
  })
})
