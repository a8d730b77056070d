// The screen of the variants as a person works with it, on the fake: finding, deciding, undoing, asking why, by key and by mouse.
import { audit, browser, builtFake, served, settled, tally } from './chromium.js'

const { check, end } = tally('variants')
const built = await builtFake()
const server = await served(built.folder)
const chromium = await browser()

/** A page of the screen, once the first variant is shown. */
async function open(query, ready = 'article[aria-busy=false]') {
  const { page, wrong } = await chromium.page({ width: 1440, height: 900 })
  await page.goto(`${server.address}/?${new URLSearchParams({ screen: 'variants', case: 'SHI-0001', lang: 'ja', theme: 'light', ...query })}`)
  await settled(page)
  await page.locator(ready).first().waitFor()
  const detail = page.getByRole('article')
  return { page, wrong, detail, heading: detail.getByRole('heading', { level: 2 }), grid: page.getByRole('grid'), selected: page.locator('[role=row][aria-selected=true]'), strip: page.getByRole('status') }
}

/** Waits until it holds; what does not hold in time is a finding. */
async function holds(what, is) {
  for (let times = 0; times < 200; times++) {
    if (await is()) return check(true, what)
    await new Promise((done) => setTimeout(done, 25))
  }
  check(false, what)
}

const says = (locator, words) => async () => ((await locator.allTextContents()).join(' ')).includes(words)

async function byKey() {
  const { page, wrong, detail, heading, selected } = await open({})
  await holds('the first row is shown', says(heading, 'EYS'))
  await page.keyboard.press('j')
  await holds('j goes on', says(detail, 'c.8805G>A'))
  await page.keyboard.press('p')
  await holds('p leads to the other variant of the pair', says(detail, 'c.4957dup'))
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await holds('arrows go on', says(heading, 'RHO'))
  await page.keyboard.press('k')
  await page.keyboard.press('k')
  await page.keyboard.press('5')
  await holds('5 classifies as pathogenic and makes a candidate', says(selected, '病的'))
  await holds('the place stays', says(heading, 'EYS'))
  check(await detail.getByRole('button', { name: /^P 病的に分類/ }).getAttribute('aria-pressed') === 'true', 'the class is pressed')
  await page.keyboard.press('2')
  await holds('2 changes the class', says(selected, '良性の可能性が高い'))
  await page.keyboard.press('z')
  await holds('z puts the class before back', async () => (await says(selected, '病的')()) && !(await says(selected, '良性')()))
  await page.keyboard.press('u')
  await holds('u takes the first decision back', async () => !(await says(selected, '候補')()))
  await page.keyboard.press('d')
  const dialog = page.getByRole('dialog')
  await dialog.waitFor()
  await page.keyboard.press('Enter')
  await holds('a dismissal needs a reason', says(dialog, '理由を1つ以上'))
  await page.keyboard.press('7')
  await page.keyboard.press('Control+Enter')
  await holds('the other reason needs words', says(dialog, '「その他」の理由を書いて'))
  await page.keyboard.press('7')
  await page.keyboard.press('1')
  await page.keyboard.press('4')
  await page.keyboard.press('Control+Enter')
  await holds('the dialog is gone', async () => (await dialog.count()) === 0)
  await holds('dismissing goes on to the next', says(detail, 'c.8805G>A'))
  check((await page.locator('[role=row].quiet').count()) === 1, 'the dismissed row stays where it was, quiet')
  await page.keyboard.press('z')
  await holds('undo leads back to the row', says(detail, 'c.4957dup'))
  await holds('nothing is dismissed any more', async () => (await page.locator('[role=row].quiet').count()) === 0)
  await page.keyboard.press('Enter')
  await holds('Enter opens the variant wide', async () => (await page.getByRole('button', { name: '一覧に戻る' }).count()) === 1)
  await page.keyboard.press('j')
  await holds('j goes on while it is wide', says(detail, 'c.8805G>A'))
  await page.keyboard.press('Escape')
  await holds('Escape leads back to the list', async () => await page.getByRole('grid').isVisible())
  check(await page.evaluate(() => document.activeElement?.getAttribute('role')) === 'grid', 'the list has the focus again')
  await page.keyboard.press('f')
  await holds('f hides the filters', async () => (await page.getByRole('complementary', { name: 'フィルター' }).count()) === 0)
  await page.keyboard.press('f')
  await holds('f shows them and goes there', async () => await page.evaluate(() => document.activeElement?.tagName === 'SELECT'))
  check(wrong.length === 0, `by key: ${wrong.join('; ')}`)
  await page.close()
}

async function criteria() {
  const { page, wrong, detail } = await open({})
  await page.keyboard.press('j')
  await page.keyboard.press('j')
  await page.keyboard.press('a')
  await holds('a goes to the criteria', async () => await page.evaluate(() => document.activeElement?.textContent === 'PVS1'))
  await holds('points are counted', says(detail, '7点'))
  await holds('a difference of proposal and class is said', says(detail, '点数による提案はLP、記録された分類はVUSです'))
  await detail.getByRole('button', { name: 'PS3', exact: true }).click()
  await holds('one more criterion counts at once', says(detail, '11点'))
  await detail.getByLabel('PS3の強さ').selectOption('moderate')
  await holds('a weaker one counts less', says(detail, '9点'))
  await detail.getByRole('button', { name: 'BS1', exact: true }).click()
  await holds('a benign one counts down', says(detail, '5点'))
  await holds('the temperature of a VUS is shown', says(detail, 'VUSの温度 5 / 5'))
  await page.keyboard.press('Escape')
  await page.locator('[role=row][aria-rowindex="2"]').click()
  await page.locator('[role=row][aria-rowindex="4"]').click()
  await holds('what was chosen waits until somebody comes back', says(detail, '未記録の変更があります'))
  await detail.getByRole('button', { name: '基準とメモを記録' }).click()
  await holds('it is in the history', says(detail, 'PS3_Moderate'))
  await holds('nothing is left unrecorded', async () => !(await says(detail, '未記録')()))
  check(wrong.length === 0, `criteria: ${wrong.join('; ')}`)
  await page.close()
}

async function byMouse() {
  const { page, wrong, detail, selected } = await open({})
  await page.locator('[role=row][aria-rowindex="4"]').click()
  await holds('a press selects', says(detail, 'RHO'))
  await detail.getByRole('button', { name: '報告' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('コメント（日本語）').fill('発端者のみにみられる。')
  await dialog.getByRole('button', { name: '報告対象にする' }).click()
  await holds('it is reported', says(selected, '報告'))
  await page.getByRole('button', { name: '元に戻す' }).click()
  await holds('the notice takes it back to what it was', async () => (await says(selected, '候補')()) && (await says(selected, '意義不明')()))
  await page.getByRole('button', { name: /^集団頻度/ }).click()
  await holds('a step of the waterfall says what it does', async () => (await page.getByRole('note').textContent())?.includes('登録がないものは除きません') === true)
  await page.getByLabel('プリセット').selectOption('strict_de_novo')
  await holds('a preset filters', async () => (await page.locator('[role=grid]').getAttribute('aria-rowcount')) !== '110')
  await holds('the variant stays selected where it still is', says(selected, 'RHO'))
  await page.getByLabel('遺伝子または領域').fill('ABCD 1234!')
  await page.keyboard.press('Enter')
  await holds('a place that is none is said where it was typed', async () => (await page.getByText('見つかりません').count()) === 1)
  await page.getByLabel('遺伝子または領域').fill('CDH23')
  await page.keyboard.press('Enter')
  await holds('an empty list says what can be done', async () => (await page.getByRole('button', { name: 'ゆるい条件で見る' }).count()) === 1)
  await page.getByRole('button', { name: 'プリセットの値に戻す' }).first().click()
  await holds('the list is back', async () => (await page.getByRole('grid').count()) === 1)
  check(wrong.length === 0, `by mouse: ${wrong.join('; ')}`)
  await page.close()
}

async function why() {
  for (const lang of ['ja', 'en']) {
    const { page, wrong } = await open({ lang })
    const label = lang === 'ja' ? 'なぜここにないのか' : 'Why is it not here?'
    const answer = page.getByRole('region', { name: label })
    const ask = async (query) => {
      await page.getByRole('textbox', { name: label }).fill(query)
      await page.keyboard.press('Enter')
    }
    await page.keyboard.press('/')
    check(await page.evaluate(() => document.activeElement?.tagName) === 'INPUT', 'the slash goes to the question')
    const said = new Set()
    for (let at = 1; at <= 23; at++) {
      await ask(`rs${at}`)
      await holds(`rs${at} is answered`, async () => {
        const words = (await answer.textContent().catch(() => '')) ?? ''
        if (words === '' || said.has(words)) return false
        check(!/why_|variants_|undefined|\{/.test(words), `${lang} rs${at}: ${words}`)
        said.add(words)
        return true
      })
    }
    await ask('chr13:32316461')
    await holds('what is not part of the analysis has the one answer', says(answer, lang === 'ja' ? 'この領域は、今回の解析の対象ではありません。' : 'This region is not part of this analysis.'))
    check(!/同意|consent|BRCA|sealed/i.test((await answer.textContent()) ?? ''), 'and nothing more is said of it')
    await ask('chr1:1000')
    await holds('what is not in the file is said so', says(answer, lang === 'ja' ? 'ファイルにありません' : 'no such variant'))
    await ask('8-10622874-G-A')
    await holds('a dismissed one says so', says(answer, lang === 'ja' ? '除外と判定' : 'dismissed'))
    await ask('3-129530917-C-T')
    await answer.getByRole('button', { name: lang === 'ja' ? '一覧で選ぶ' : 'Show it in the list' }).click()
    await holds('one that is there can be gone to', says(page.locator('[role=row][aria-selected=true]'), 'RHO'))
    await ask('なにか')
    await holds('what is no variant says how to write one', says(answer, 'EYS:c.4957dup'))
    await page.keyboard.press('Escape')
    await holds('Escape clears the answer', async () => (await answer.count()) === 0)
    check(wrong.length === 0, `why ${lang}: ${wrong.join('; ')}`)
    await page.close()
  }
}

async function states() {
  const counsellor = await open({ role: 'counsellor' }, 'main h2')
  check((await counsellor.page.getByRole('grid').count()) === 0 && (await counsellor.page.getByRole('button', { name: '報告書を開く' }).count()) === 1, 'a counsellor is told calmly where to read')
  await counsellor.page.close()
  const member = await open({ role: 'panel_member' })
  check((await member.page.getByRole('button', { name: '除外', exact: false }).count()) === 0, 'who may not decide is not asked to')
  await member.page.keyboard.press('5')
  check((await member.selected.textContent())?.includes('病的') === false, 'nor can by key')
  await member.page.close()
  const stale = await open({ state: 'stale' })
  for (const _ of [1, 2, 3]) await stale.page.keyboard.press('j')
  await holds('a stale view opens again by itself and keeps the place', says(stale.heading, 'USH2A'))
  await stale.page.keyboard.press('j')
  await holds('and goes on', says(stale.detail, 'c.8559-5A>G'))
  check((await stale.page.getByRole('alert').count()) === 0, 'without an error')
  await stale.page.close()
  const broken = await open({ state: 'undecidable' })
  await broken.page.keyboard.press('4')
  await holds('a decision that cannot be recorded says so', async () => (await broken.page.getByText('記録できませんでした').count()) === 1)
  check((await broken.selected.textContent())?.includes('候補') === false, 'and changes nothing')
  await broken.page.close()
  for (const query of [{ state: 'failing' }, { state: 'no_consent' }, { state: 'bare' }, { state: 'million' }, { case: 'SHI-0003' }, { role: 'counsellor' }, { role: 'panel_member' }]) {
    const { page, wrong } = await open(query, 'main h2, main [role=alert]')
    for (const finding of await audit(page, wrong)) check(false, `${Object.values(query).join(' ')}: ${finding}`)
    check(true, 'looked')
    await page.close()
  }
}

async function sheets() {
  for (const theme of ['light', 'dark']) {
    for (const keys of [['Enter'], ['a'], ['d'], ['r']]) {
      const { page, wrong } = await open({ theme, lang: theme === 'dark' ? 'en' : 'ja' })
      for (const key of keys) await page.keyboard.press(key)
      await settled(page)
      for (const finding of await audit(page, wrong)) check(false, `${theme} ${keys.join(' ')}: ${finding}`)
      check(true, 'looked')
      await page.close()
    }
  }
}

try {
  for (const part of [byKey, criteria, byMouse, why, states, sheets]) await part()
} finally {
  await chromium.close()
  await server.close()
  built.remove()
}
end()
