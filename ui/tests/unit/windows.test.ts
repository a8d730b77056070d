import { describe, expect, it } from 'vitest'
import { Windows, WINDOW } from '../../src/shared/table/windows'

/** A backend that answers when told to. */
function slow(count: number) {
  const asked: { offset: number; count: number; answer: () => Promise<void>; fail: () => Promise<void> }[] = []
  const heard = { arrived: 0, failed: 0 }
  const windows = new Windows<number>(
    count,
    (offset, amount) =>
      new Promise((done, broken) => {
        const after = async (): Promise<void> => void (await new Promise((next) => setTimeout(next, 0)))
        asked.push({ offset, count: amount, answer: () => (done(Array.from({ length: amount }, (_, at) => offset + at)), after()), fail: () => (broken(new Error('no')), after()) })
      }),
    () => (heard.arrived += 1),
    () => (heard.failed += 1),
  )
  return { windows, asked, heard }
}

describe('windows of rows', () => {
  it('asks for what is seen alone, or first, then one ahead and one behind', () => {
    const { windows, asked } = slow(5_000_000)
    windows.want(1010, 1040)
    expect(asked.map((request) => request.offset)).toEqual([1000])
    windows.want(1010, 1040, true)
    expect(asked.map((request) => request.offset)).toEqual([1000, 1100, 900])
    expect(asked.every((request) => request.count === WINDOW)).toBe(true)
  })

  it('shows a window that came with the answer and asks for its neighbours alone', () => {
    const { windows, asked } = slow(330)
    const rows = (from: number, count: number): number[] => Array.from({ length: count }, (_, at) => from + at)
    windows.take(100, rows(100, 100))
    windows.want(110, 140, true)
    expect(windows.row(110)).toBe(110)
    expect(asked.map((request) => request.offset)).toEqual([200, 0])
    // What is no whole window would leave rows out.
    windows.take(250, rows(250, 50))
    windows.take(300, rows(300, 29))
    expect([windows.row(250), windows.row(300)]).toEqual([undefined, undefined])
    windows.take(300, rows(300, 30))
    expect(windows.row(329)).toBe(329)
  })

  it('asks for no row behind the last', () => {
    const { windows, asked } = slow(130)
    windows.want(100, 130, true)
    expect(asked.map(({ offset, count }) => [offset, count])).toEqual([[100, 30], [0, 100]])
  })

  it('has at most four requests on their way and forgets what a fast thumb passed over', async () => {
    const { windows, asked } = slow(5_000_000)
    for (let at = 0; at < 100; at++) windows.want(at * 10_000, at * 10_000 + 30)
    expect(asked.length).toBe(4)
    await asked[0]?.answer()
    // The next request is for where the thumb is now, not for where it was.
    expect(asked[4]?.offset).toBe(990_000)
    expect(windows.row(990_000)).toBeUndefined()
    await asked[4]?.answer()
    expect(windows.row(990_000)).toBe(990_000)
  })

  it('keeps a bounded number of windows, the last used', async () => {
    const { windows, asked } = slow(5_000_000)
    for (let at = 0; at < 200; at++) {
      windows.want(at * 100, at * 100 + 30)
      for (const request of asked.splice(0)) await request.answer()
    }
    expect(windows.row(0)).toBeUndefined()
    expect(windows.row(199 * 100)).toBe(199 * 100)
  })

  it('shows old rows until the fetched ones are there', async () => {
    const { windows, asked, heard } = slow(50)
    windows.want(0, 30)
    await asked[0]?.answer()
    windows.stale()
    expect(windows.row(3)).toBe(3)
    windows.want(0, 30)
    expect(asked.length).toBe(2)
    expect(windows.row(3)).toBe(3)
    await asked[1]?.answer()
    expect(heard.arrived).toBe(2)
  })

  it('says nothing after its end', async () => {
    const { windows, asked, heard } = slow(50)
    windows.want(0, 30)
    windows.end()
    await asked[0]?.answer()
    expect(heard.arrived).toBe(0)
  })

  it('tells of a failure and asks again when wanted again', async () => {
    const { windows, asked, heard } = slow(50)
    windows.want(0, 30)
    await asked[0]?.fail()
    expect(heard.failed).toBe(1)
    windows.want(0, 30)
    expect(asked.length).toBe(2)
  })
})
