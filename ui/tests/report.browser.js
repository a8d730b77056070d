// What a geneticist and a counsellor do with the documents of a case, by key and by mouse, on the fake.
import { audit, browser, builtFake, served, settled, tally } from './chromium.js'

const { check, end } = tally('report')
const built = await builtFake()
const server = await served(built.folder)
const chromium = await browser()

async function open(query = {}) {
  const { page, wrong } = await chromium.page({ width: 1440, height: 900 })
  await page.goto(`${server.address}/?${new URLSearchParams({ screen: 'report', case: 'SHI-0001', lang: 'ja', ...query })}`)
  await settled(page)
  return { page, wrong, see: (what, ms = 5000) => page.getByText(what).first().waitFor({ timeout: ms }).then(() => true, () => false) }
}

async function clean(page, wrong, where) {
  for (const finding of await audit(page, wrong)) check(false, `${where}: ${finding}`)
}

const hash = (page) => page.locator('[data-test="preview-state"] [title]').first().getAttribute('title')
const button = (page, name) => page.getByRole('button', { name, exact: true })
const release = (page) => page.getByRole('button', { name: /^発行/ }).first()

async function fill(page) {
  await page.getByLabel('決定（日本語）').fill('EYS遺伝子の2つのバリアントを病的と判定した。')
  await page.getByLabel('出席者 1', { exact: true }).fill('臨床遺伝専門医 佐伯 綾乃')
}

async function record() {
  const { page, wrong, see } = await open()
  check(await release(page).isDisabled(), 'nothing is released while a record is missing')
  check(await see('未完了の記録が1件あります'), 'and the screen says how many are missing')
  const before = await hash(page)
  check(/^[0-9a-f]{64}$/.test(before ?? ''), 'the document on screen has its SHA-256')
  await page.keyboard.press('e')
  await clean(page, wrong, 'form of the panel')
  await button(page, '記録する').click()
  check(await see('決定の内容を入力してください'), 'an empty decision is not recorded')
  check((await page.evaluate(() => document.activeElement?.tagName)) === 'TEXTAREA', 'the focus goes to what is missing')
  await fill(page)
  await page.getByLabel('出席者 1', { exact: true }).press('Enter')
  await page.keyboard.type('眼科医 三条西 征四郎')
  await page.getByLabel('対応 1（日本語）').fill('半年ごとに視野を評価します。')
  await button(page, '対応を追加').click()
  await page.keyboard.type('遺伝カウンセリングをご案内します。')
  await button(page, '対応 2 を上へ').click()
  // What is begun stays while another screen is looked at.
  await page.keyboard.press('Alt+Digit3')
  await page.waitForTimeout(200)
  await page.keyboard.press('Alt+Digit4')
  await settled(page)
  await page.keyboard.press('e')
  check((await page.getByLabel('対応 1（日本語）').inputValue()).startsWith('遺伝カウンセリング'), 'a form that was begun is still there after a look at another screen')
  await button(page, '記録する').click()
  check(await see('エキスパートパネルの決定を記録しました'), 'the decision is recorded')
  await page.getByRole('button', { name: /^記録し直す/ }).waitFor()
  check(((await page.evaluate(() => document.activeElement?.textContent)) ?? '').includes('記録し直す'), 'the focus comes back to where the form was opened')
  await page.waitForFunction((old) => document.querySelector('[data-test="preview-state"] [title]')?.getAttribute('title') !== old, before)
  check((await hash(page)) !== before, 'the document is set anew after something was recorded')
  const looked = await hash(page)
  await page.keyboard.press('r')
  await page.getByRole('dialog').waitFor()
  await clean(page, wrong, 'dialog of the release')
  check(await see('変更も削除もできません'), 'the dialog says what releasing means')
  await button(page, '発行する').click()
  check(await see('発行したときのまま表示しています'), 'what was released is on screen, as it was released')
  check((await hash(page)) === looked, 'and it is what was looked at')
  check(await see('医師向け報告書（日本語）第1版'), 'the list has it')
  await clean(page, wrong, 'released document')
  await button(page, 'プレビューに戻る').click()
  await page.keyboard.press('r')
  check(await see('今回の文書がその改訂版になります'), 'the second release of a document amends the first')
  await page.close()
}

async function overtaken() {
  const { page, wrong, see } = await open({ state: 'changed', latency: '150' })
  await page.keyboard.press('e')
  await fill(page)
  await button(page, '記録する').click()
  await page.waitForFunction(() => !document.querySelector('[data-test="preview-state"] .turning'))
  await page.waitForTimeout(600)
  const looked = await hash(page)
  await page.keyboard.press('r')
  await button(page, '発行する').click()
  check(await see('まだ発行していません'), 'a record in between stops the release')
  check(await see('新しい文書を確認してから'), 'and the document is set anew')
  check((await hash(page)) !== looked, 'the new document is another one')
  check(await see('眼底所見を再確認しました'), 'the record at the left is the new one, too')
  await clean(page, wrong, 'release that was overtaken')
  await page.keyboard.press('r')
  await button(page, '発行する').click()
  check(await see('発行したときのまま表示しています'), 'after a look at the new one it is released')
  await page.close()
}

async function documents() {
  const { page, wrong, see } = await open({ case: 'SHI-0002' })
  const physician = await hash(page)
  await page.keyboard.press('2')
  await page.getByRole('tab', { name: '患者向け報告書', selected: true }).waitFor()
  check(await see('検査の結果のご説明'), '2 shows the document for the patient')
  check((await hash(page)) !== physician, 'with a hash of its own')
  await page.keyboard.press('l')
  check(await see('Your result explained'), 'l shows it in English')
  await page.getByRole('button', { name: /第2版を開く/ }).click()
  check(await see(/第2版.*発行したときのまま/), 'a released document opens again')
  check(await page.getByRole('tab', { name: '医師向け報告書', selected: true }).isVisible(), 'under its own tab')
  // Only the pages are printed, by the button and by Ctrl+P.
  await page.evaluate(() => {
    window.print = () => {
      window.printed = [document.documentElement.dataset.printing, document.querySelectorAll('.print-sheet canvas').length]
      dispatchEvent(new Event('afterprint'))
    }
  })
  await page.waitForTimeout(500)
  await page.keyboard.press('Control+p')
  await page.waitForFunction(() => window.printed !== undefined)
  const [printing, pages] = await page.evaluate(() => window.printed)
  check(printing === 'pages' && pages === 2, 'Ctrl+P prints the pages of the document and nothing else')
  await clean(page, wrong, 'documents of a full case')
  await page.close()
}

async function unsolved() {
  const { page, see } = await open({ case: 'SHI-0003' })
  check(await see('報告するバリアントはありません'), 'an unsolved case says that nothing is reported')
  check(await see('症状を説明するバリアントは検出されなかった'), 'and has its document')
  await page.getByRole('tab', { name: '同意書の控え' }).click()
  check(await see('未完了の記録が2件あります'), 'the copy of a consent needs no decision of the panel')
  await button(page, '設定へ').click()
  await page.getByRole('heading', { name: '施設' }).waitFor()
  check(true, 'the list leads to where it is done')
  await page.close()
}

async function roles() {
  const counsellor = await open({ role: 'counsellor' })
  check(await counsellor.see('発行は臨床遺伝専門医または座長が行います'), 'a counsellor sees who releases')
  check((await counsellor.page.getByRole('button', { name: '決定を記録' }).count()) === 0, 'and has no form of the panel')
  await counsellor.page.keyboard.press('r')
  check((await counsellor.page.getByRole('dialog').count()) === 0, 'nor by key')
  await clean(counsellor.page, counsellor.wrong, 'as a counsellor')
  const coordinator = await open({ role: 'coordinator' })
  check(await coordinator.see('この役割では報告書を表示できません'), 'a coordinator is told who sees reports')
  await clean(coordinator.page, coordinator.wrong, 'as a coordinator')
  const failing = await open({ state: 'failing' })
  check(await failing.see('No space left on device'), 'a document that cannot be set says why')
  check(await release(failing.page).isDisabled(), 'and is not released')
  await clean(failing.page, failing.wrong, 'failing')
  for (const { page } of [counsellor, coordinator, failing]) await page.close()
}

try {
  for (const journey of [record, overtaken, documents, unsolved, roles]) await journey().catch((error) => check(false, `${journey.name}: ${error.message.split('\n')[0]}`))
} finally {
  await chromium.close()
  await server.close()
  built.remove()
}
end()
