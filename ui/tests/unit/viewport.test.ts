import { describe, expect, it } from 'vitest'
import { BAR_LIMIT, Viewport } from '../../src/shared/table/viewport'

const MILLIONS = 5_000_000

describe('five million rows', () => {
  it('keeps the bar shorter than what engines clamp, because WebKitGTK cuts an element at 33,554,428 px', () => {
    expect(new Viewport(MILLIONS, 28, 800).barLength).toBe(BAR_LIMIT)
    expect(BAR_LIMIT).toBeLessThan(33_554_428)
  })

  it('reaches the last row by the bar and the first one back', () => {
    const view = new Viewport(MILLIONS, 28, 800)
    view.fromBar(BAR_LIMIT - 800)
    expect(view.rows().end).toBe(MILLIONS)
    expect(view.top).toBe(view.maxTop)
    view.fromBar(0)
    expect(view.rows().first).toBe(0)
  })

  it('reaches the last row by the bar when the bar is higher than the window, as with a bar across at its foot', () => {
    const view = new Viewport(MILLIONS, 28, 800)
    view.resize(28, 785, 800)
    view.fromBar(BAR_LIMIT - 800)
    expect(view.rows().end).toBe(MILLIONS)
  })

  it('moves by single pixels with the wheel, though the bar cannot', () => {
    const view = new Viewport(MILLIONS, 28, 800)
    view.moveTo(70_000_001)
    expect(view.moveTo(view.top + 3)).toBe(true)
    expect(view.top).toBe(70_000_004)
  })

  it('does not move by its own echo', () => {
    const view = new Viewport(MILLIONS, 28, 800)
    view.moveTo(70_000_011)
    const bar = view.barTop()
    view.setBar(bar)
    expect(view.fromBar(bar)).toBe(false)
    expect(view.fromBar(bar + 0.5)).toBe(false)
    expect(view.top).toBe(70_000_011)
  })

  it('moves by a hand that comes after the echo', () => {
    const view = new Viewport(MILLIONS, 28, 800)
    view.moveTo(70_000_000)
    view.setBar(view.barTop())
    expect(view.fromBar(view.barTop() + 40)).toBe(true)
    expect(view.top).toBeGreaterThan(70_000_000)
  })

  it('places rows exactly at every depth: each row starts where the one before it ends', () => {
    const view = new Viewport(MILLIONS, 28, 800)
    for (const share of [0, 0.1, 0.5, 0.9, 1]) {
      view.moveTo(view.maxTop * share)
      const { first, end } = view.rows()
      expect(first * 28).toBeLessThanOrEqual(view.top)
      expect(end * 28).toBeGreaterThanOrEqual(view.top + 800)
      expect((first + 1) * 28).toBeGreaterThan(view.top)
    }
  })
})

describe('short lists', () => {
  it('has a bar of its own length', () => {
    expect(new Viewport(100, 28, 800).barLength).toBe(2800)
  })

  it('does not move when everything is seen', () => {
    const view = new Viewport(3, 28, 800)
    expect(view.moveTo(500)).toBe(false)
    expect(view.barTop()).toBe(0)
    expect(view.rows(2)).toEqual({ first: 0, end: 3 })
  })

  it('holds nothing when there is nothing', () => {
    const view = new Viewport(0, 28, 800)
    expect(view.rows(2)).toEqual({ first: 0, end: 0 })
    expect(view.fromBar(10)).toBe(false)
  })
})

describe('bringing a row into view', () => {
  it('moves as little as needed', () => {
    const view = new Viewport(1000, 28, 280)
    expect(view.reveal(9)).toBe(false)
    expect(view.reveal(10)).toBe(true)
    expect(view.top).toBe(28)
    expect(view.reveal(0)).toBe(true)
    expect(view.top).toBe(0)
  })

  it('shows the beginning of a row that is higher than the window, so that the first row stays when nothing is measured yet', () => {
    const view = new Viewport(1000, 28, 0)
    view.reveal(0)
    expect(view.top).toBe(0)
    view.reveal(7)
    expect(view.top).toBe(7 * 28)
  })

  it('keeps the first row when the rows grow with the text', () => {
    const view = new Viewport(1000, 28, 280)
    view.moveTo(100 * 28)
    view.resize(56, 280)
    expect(view.rows().first).toBe(100)
  })
})
