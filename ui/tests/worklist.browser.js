// The ways of a person over the screens of signing in, the worklist and the hub, by key and by mouse, on the fake.
import { audit, browser, builtFake, served, settled, tally } from './chromium.js'

const { check, end } = tally('worklist')
const built = await builtFake()
const server = await served(built.folder)
const chromium = await browser()

const PASSPHRASE = 'shirube demonstration'

async function open(query, size = {}) {
  const { page, wrong } = await chromium.page({ width: 1280, height: 720, ...size })
  await page.goto(`${server.address}/?${new URLSearchParams({ lang: 'ja', ...query })}`)
  await settled(page)
  return { page, wrong, see: (what) => page.getByText(what).first().waitFor({ timeout: 20_000 }).then(() => true, () => false) }
}

async function clean(page, wrong, where) {
  for (const finding of await audit(page, wrong)) check(false, `${where}: ${finding}`)
}

/** The name of the selected row. */
const selected = (page) => page.locator('[aria-selected="true"] .name').innerText()
const heading = (page) => page.locator('h1').innerText()

async function signing() {
  const { page, wrong, see } = await open({ screen: 'session' })
  await page.keyboard.type('wrong')
  await page.keyboard.press('Enter')
  check(await see('この端末の鍵と合いません'), 'a wrong passphrase says so beside the field')
  check((await page.evaluate(() => getSelection().toString())) !== undefined && (await page.evaluate(() => document.activeElement.type)) === 'password', 'the field has the focus again after a wrong passphrase')
  await clean(page, wrong, 'wrong passphrase')
  await page.keyboard.type(PASSPHRASE)
  await page.keyboard.press('Enter')
  check(await see('次の担当'), 'the right passphrase typed over the wrong one opens the worklist')
  await page.keyboard.press('Control+Digit3')
  await page.keyboard.press('Control+KeyL')
  check((await heading(page)) === 'サインイン', 'Ctrl+L locks')
  check((await page.getByText('操作がなかったため').count()) === 0, 'locking by hand is not called absence')
  await page.keyboard.type(PASSPHRASE)
  await page.keyboard.press('Enter')
  await page.waitForTimeout(400)
  check((await heading(page)) === '知識ベース', 'the same user finds the screen again that was left')
  await page.keyboard.press('Control+KeyL')
  await page.getByLabel('利用者').selectOption('mori')
  await page.getByLabel('パスフレーズ', { exact: true }).fill(PASSPHRASE)
  await page.keyboard.press('Enter')
  await page.waitForTimeout(400)
  check((await heading(page)) === '症例一覧', 'another user begins at the worklist')
  await page.keyboard.press('Control+KeyL')
  await page.getByLabel('利用者').selectOption('kanri')
  await page.getByLabel('パスフレーズ', { exact: true }).fill(PASSPHRASE)
  await page.keyboard.press('Enter')
  await page.waitForTimeout(400)
  check((await heading(page)) === '設定', 'an administrator begins at the settings')
  await page.keyboard.press('Control+Digit1')
  check(await see('管理者には患者の情報は表示されません'), 'an administrator is told why no patient shows')
  await page.close()
}

async function absence() {
  const { page, wrong, see } = await open({ screen: 'session', state: 'away' })
  await page.keyboard.type(PASSPHRASE)
  await page.keyboard.press('Enter')
  check(await see('操作がなかったため、ロックしました。'), 'a lock after absence says so')
  check(await see('aokiがサインインすると、元の画面（症例一覧）に戻ります。'), 'and says who finds which screen again')
  await clean(page, wrong, 'absence')
  await page.close()
}

async function faults() {
  for (const [state, words] of [
    ['keyring', 'OSのキーリングを開けません'],
    ['file', '鍵ファイルを読み出せません'],
    ['in_use', '別のShirubeがこの保管庫を使用しています。'],
    ['disabled', 'この利用者はサインインできません。'],
  ]) {
    const { page, wrong, see } = await open({ screen: 'session', state })
    await page.keyboard.type(PASSPHRASE)
    await page.keyboard.press('Enter')
    check(await see(words), `${state}: ${words}`)
    await clean(page, wrong, state)
    await page.close()
  }
  // The words of a failure are there before anything else has been read.
  const failing = await open({ screen: 'session', state: 'failing' })
  check(await failing.see('users.json: Permission denied'), 'what keeps the way in from being shown is told')
  await clean(failing.page, failing.wrong, 'failing')
  await failing.page.close()
  const demo = await open({ screen: 'session', state: 'demo' })
  check(await demo.see('登場する家族はすべて架空です。'), 'the demonstration says that its families are synthetic')
  await demo.page.getByRole('button', { name: 'この利用者でサインイン' }).click()
  check(await demo.see('次の担当'), 'one press opens the demonstration')
  await demo.page.close()
}

async function setUp() {
  const { page, wrong, see } = await open({ screen: 'session', state: 'first' })
  await clean(page, wrong, 'set-up 1')
  await page.keyboard.press('Enter')
  check(await see('病院の名前を入力してください。'), 'an empty step says what it lacks')
  await page.getByLabel('病院の名前').fill('青葉大学病院')
  await page.getByLabel('この端末の名前').fill('診察室1')
  await page.keyboard.press('Enter')
  check(await see('管理者は患者の情報を見られません'), 'the set-up says why an administrator sees no patient')
  const fill = async (label, ...values) => {
    for (const [at, value] of values.entries()) await page.getByLabel(new RegExp(`^${label}`)).nth(at).fill(value)
  }
  await fill('利用者名', 'kanri', 'kanri')
  await fill('表示する名前', '山田', '青木 恵')
  await page.getByLabel(/^パスフレーズ\*?$/).nth(0).fill('eight letters')
  await page.getByLabel(/^パスフレーズ\*?$/).nth(1).fill('short')
  await page.keyboard.press('Enter')
  check(await see('管理者とは別の利用者名にしてください。'), 'two users need two names')
  check(await see('8文字以上にしてください（現在5文字）。'), 'a short passphrase is counted')
  check(await see('上のパスフレーズと一致していません。'), 'a passphrase is typed twice')
  await clean(page, wrong, 'set-up 2')
  await fill('利用者名', 'kanri', 'aoki')
  await page.getByLabel(/^パスフレーズ\*?$/).nth(1).fill('eight letters')
  await fill('パスフレーズ（確認）', 'eight letters', 'eight letters')
  await page.keyboard.press('Enter')
  check(await see('回復用シェアが表示されるのは、この1回だけです。'), 'the shares show once')
  check((await page.locator('[data-test="share"]').count()) === 3, 'three shares')
  await clean(page, wrong, 'set-up 3')
  const go = page.getByRole('button', { name: 'サインインへ進む' })
  check(await go.isDisabled(), 'nobody goes on before the shares are handed over')
  await page.getByLabel('渡す相手').first().fill('診療科長 佐藤')
  await page.emulateMedia({ media: 'print' })
  await page.evaluate(() => (window.print = () => {}))
  await page.getByRole('button', { name: 'シェアを印刷' }).evaluate((button) => button.click())
  const printed = await page.evaluate(() => document.body.innerText)
  check(printed.includes('診療科長 佐藤') && printed.includes('1T9V') && !printed.includes('サインインへ進む'), 'only the shares are printed')
  await page.evaluate(() => dispatchEvent(new Event('afterprint')))
  await page.emulateMedia({ media: 'screen' })
  await page.getByLabel('3枚すべてを渡しました').check()
  await go.click()
  check(await see('この端末のキーリングにある鍵'), 'then comes signing in')
  check((await page.getByLabel('利用者').inputValue()) === 'aoki', 'with the first user chosen')
  check(!(await page.evaluate(() => document.body.textContent)).includes('1T9V'), 'the shares have left the window')
  await page.close()
}

async function recovery() {
  const { page, wrong, see } = await open({ screen: 'session' })
  await page.getByRole('button', { name: 'パスフレーズを忘れた場合' }).click()
  await page.getByLabel('回復用シェア（1枚目）').fill('04HM-6R2C-1T9V-XW3E-PZ0K-8QDY-5BNJ-GA7S-M2FH-4RC6-E1TX-9VKW-3PZ0-QD8Y-NJ5B-GA7S-H2MF-6CR4')
  await page.getByLabel('回復用シェア（2枚目）').fill('04hm 6r2c u')
  await page.keyboard.press('Tab')
  await page.getByRole('button', { name: '新しいパスフレーズで開く' }).click()
  check(await see('シェアには使われない文字があります: U'), 'a sign that no share has is named')
  await clean(page, wrong, 'recovery')
  // As people write: small letters, spaces, full width, o for 0.
  await page.getByLabel('回復用シェア（2枚目）').fill('o4hm 6r2c 2k8w 3pzo qdyn jb5g a7sm fh24 rc61 tx9e vkw3 pz0q d8yn j5bg a7sh 2mf6 cr4t １X9V')
  await page.getByLabel(/^新しいパスフレーズ\*?$/).fill('new passphrase')
  await page.getByLabel('新しいパスフレーズ（確認）').fill('new passphrase')
  await page.keyboard.press('Enter')
  check(await see('次の担当'), 'two shares and a new passphrase open the store')
  await page.close()
}

async function worklist() {
  const { page, wrong, see } = await open({ screen: 'worklist' })
  const before = await selected(page)
  await page.keyboard.press('KeyJ')
  check((await selected(page)) !== before, 'j goes to the next case')
  await page.keyboard.press('KeyK')
  check((await selected(page)) === before, 'k goes back')
  for (const [typed, name] of [
    ['ﾜﾀﾅﾍﾞ', '渡部 剛'],
    ['さくら', '岡本 さくら'],
    ['佐々木結衣', '佐々木 結衣'],
    ['0031', '高木 蓮'],
    ['ｓｈｉ－0012', '石井 誠'],
    ['アルポート', '大野 隼人'],
  ]) {
    await page.keyboard.press('Slash')
    await page.keyboard.insertText(typed)
    await page.waitForTimeout(120)
    check((await selected(page)) === name, `${typed} finds ${name}`)
    await page.keyboard.press('Escape')
    await page.keyboard.press('Escape')
  }
  await page.keyboard.press('Slash')
  await page.keyboard.insertText('どこにもない')
  check(await see('当てはまる症例がありません'), 'nothing found says what to do')
  await clean(page, wrong, 'nothing found')
  await page.getByRole('button', { name: '絞り込みを解除' }).first().click()
  await page.getByRole('button', { name: /^カンファレンス/ }).click()
  await page.waitForTimeout(120)
  check((await page.locator('[role="row"] .name').count()) === 2, 'a chip shows one stage')
  await page.keyboard.press('KeyM')
  await page.waitForTimeout(120)
  check((await page.getByRole('button', { name: /^自分の番/ }).getAttribute('aria-pressed')) === 'true', 'm shows what waits for me')
  await page.getByRole('button', { name: '絞り込みを解除' }).click()
  await page.keyboard.press('Slash')
  await page.keyboard.insertText('たなか')
  await page.keyboard.press('Enter')
  check((await page.title()).startsWith('症例') && (await see('患者番号 0047 1180')), 'Enter opens the case')
  await page.keyboard.press('Control+Digit1')
  await page.waitForTimeout(200)
  check((await selected(page)) === '田中 陽菜', 'the worklist stands where it was left')
  await page.keyboard.press('Control+Digit2')
  await page.keyboard.press('Control+KeyK')
  await page.keyboard.insertText('おおの')
  check(await see('SHI-0010 大野 隼人'), 'the palette finds a case by kana from another screen')
  await page.keyboard.press('Enter')
  check(await see('患者番号 0036 1249'), 'and opens it')
  await page.close()
  for (const state of ['empty', 'waiting', 'fault', 'failing', 'many']) {
    const at = await open({ screen: 'worklist', state })
    await clean(at.page, at.wrong, `worklist ${state}`)
    await at.page.close()
  }
}

async function slowHub() {
  const { page, wrong, see } = await open({ screen: 'worklist', state: 'slow-hub' })
  check((await page.locator('[role="row"] .name').count()) > 1, 'the cases do not wait for a hub that does not answer')
  check(await see('ハブを確認しています'), 'a hub that has not answered is said to be asked')
  await page.keyboard.press('Enter')
  check((await page.title()).startsWith('症例'), 'a case opens meanwhile')
  await clean(page, wrong, 'slow hub')
  await page.close()
}

async function hub() {
  const { page, wrong, see } = await open({ screen: 'hub' })
  check(await see('問題あり'), 'a faulty case is shown with its fault')
  check(await see('SHI-0025/bundle.json: entry[3]'), 'in the words of the error')
  await page.getByRole('button', { name: /新しい症例をすべて取り込む/ }).click()
  check(await see('順番待ち'), 'the cases wait their turn')
  await page.keyboard.press('Control+Digit1')
  check(await see('症例の取り込み'), 'the strip says that the import goes on')
  check(await see('17件'), 'the worklist shows the new cases by itself')
  check(await see('3件を取り込みました。1件は取り込めませんでした。'), 'the end is told on another screen')
  await page.getByRole('button', { name: '結果を見る' }).click()
  check(await see('1件は取り込めませんでした。この症例のデータは何も保存していません。'), 'the refused one stays visible')
  check(await see('SHA-256 is 4be0643f'), 'with the words of its error')
  await clean(page, wrong, 'result')
  await page.close()

  const slow = await open({ screen: 'hub', state: 'slow' })
  await slow.page.getByRole('button', { name: 'SHI-0022を取り込む' }).click()
  await clean(slow.page, slow.wrong, 'import')
  await slow.page.getByRole('button', { name: '中止' }).click()
  check(await slow.see('中止しました。途中の症例のデータは残っていません。'), 'cancelled says what was kept')
  await slow.page.getByRole('button', { name: '残りを取り込む' }).click()
  check(await slow.see('取り込み中'), 'and goes on when asked')
  await slow.page.keyboard.press('Control+KeyL')
  await slow.page.waitForTimeout(200)
  check(!(await slow.page.evaluate(() => document.body.innerText)).includes('SHI-0022'), 'a locked window names no case')
  await slow.page.close()

  const none = await open({ screen: 'hub', state: 'empty' })
  await clean(none.page, none.wrong, 'no hub')
  await none.page.getByLabel('ハブのフォルダ').fill('/mnt/usb')
  await none.page.keyboard.press('Enter')
  check(await none.see('/mnt/usb: no hub.json'), 'a folder that is no hub is refused with the reason')
  await none.page.getByRole('button', { name: 'フォルダを選ぶ' }).click()
  check(await none.see('新しい症例をすべて取り込む'), 'the folder of the dialog is taken')
  await none.page.close()
  for (const [state, role] of [
    ['fault', 'geneticist'],
    ['quiet', 'geneticist'],
    ['demo', 'geneticist'],
    ['failing', 'geneticist'],
    ['', 'administrator'],
    ['', 'counsellor'],
  ]) {
    const at = await open({ screen: 'hub', state, role })
    await clean(at.page, at.wrong, `hub ${state} ${role}`)
    await at.page.close()
  }
}

try {
  for (const way of [signing, absence, faults, setUp, recovery, worklist, slowHub, hub])
    await way().catch((error) => check(false, `${way.name}: ${String(error).split('\n').slice(0, 3).join(' ')}`))
} finally {
  await chromium.close()
  await server.close()
  built.remove()
}
end()
