//! A person at the window: sees what is written, presses keys and buttons, fills fields.

#![allow(clippy::expect_used, clippy::panic, reason = "a test ends where something is not as it must be")]
#![allow(missing_docs, clippy::missing_panics_doc, reason = "the words say it, and any of them ends the test")]

use std::{
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use fantoccini::{
    Client, ClientBuilder,
    actions::{InputSource, KeyAction, KeyActions},
    key::Key,
    wd::Capabilities,
};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};

use crate::{Display, Place, build_folder, built, files_below, root};

/// Somebody in front of the window of a store.
#[derive(Debug)]
pub struct Person {
    client: Client,
    /// The group of the program's processes.
    group: u32,
    /// Ends with the person.
    display: Option<Display>,
    /// What else ends with the person.
    _place: Option<Place>,
    language: Language,
}

/// The language of the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    Ja,
    En,
}

impl Language {
    pub const BOTH: [Self; 2] = [Self::Ja, Self::En];

    fn name(self) -> &'static str {
        match self {
            Self::Ja => "ja",
            Self::En => "en",
        }
    }
}

/// What a person waits for something to appear, at most; the development build on a busy machine is slow.
const PATIENCE: Duration = Duration::from_secs(40);
const LOOK: Duration = Duration::from_millis(60);
/// Steps of Tab over a whole screen, at most.
const MOST_TABS: u32 = 80;

impl Person {
    /// Opens the window on a store in a language; `None`, and said, where no window can be opened here.
    pub async fn sits_down(place: &Place, language: Language) -> Option<Self> {
        Self::sits_down_at(place, language, 1440, 900).await
    }

    /// The same with a screen of another size.
    pub async fn sits_down_at(place: &Place, language: Language, width: u32, height: u32) -> Option<Self> {
        Self::sits_down_before(Display::open(width, height)?, place, language, (width, height)).await
    }

    /// The same before a display that is there already.
    pub async fn sits_down_before(
        display: Display,
        place: &Place,
        language: Language,
        (width, height): (u32, u32),
    ) -> Option<Self> {
        let client = connect(&display, &built("shirube-window"), &place.window_arguments()).await;
        let group = display.group();
        let person = Self { display: Some(display), ..Self::at(client, group, language) };
        person.client.set_window_rect(0, 0, width, height).await.expect("a window of that size");
        person.see_any(&["[data-ready]", "main"]).await;
        person.speak(language).await;
        Some(person)
    }

    /// The same person reads another language from now on.
    pub fn reads_now(&mut self, language: Language) {
        self.language = language;
    }

    /// Somebody in front of a window that is open already, of the programs of a display.
    pub fn at(client: Client, group: u32, language: Language) -> Self {
        Self { client, group, display: None, _place: None, language }
    }

    /// The connection to the window.
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// The store goes when the person goes.
    pub fn keeps(&mut self, place: Place) {
        self._place = Some(place);
    }

    async fn speak(&self, language: Language) {
        let script = "document.documentElement.lang";
        if self.ask(&format!("return {script}")).await == json!(language.name()) {
            return;
        }
        let keep = format!(
            "const kept = JSON.parse(localStorage.getItem('shirube.preferences') ?? '{{}}'); kept.language = '{}';\
             localStorage.setItem('shirube.preferences', JSON.stringify(kept)); setTimeout(() => location.reload()); return true",
            language.name()
        );
        self.ask(&keep).await;
        self.until("the language", async || self.ask(&format!("return {script}")).await == json!(language.name()))
            .await;
    }

    /// The words of a message in the language of the window: the longest stretch without a placeholder.
    pub fn word(&self, key: &str) -> String {
        let folder = root().join("ui/src/messages");
        let ending = format!(".{}.json", self.language.name());
        let files = files_below(&folder).into_iter().filter(|f| f.to_string_lossy().ends_with(&ending));
        for file in files {
            let text = fs::read_to_string(&file).expect("messages");
            let messages: Value = serde_json::from_str(&text).expect("JSON");
            if let Some(words) = messages[key].as_str() {
                let stretches = words.split('{').map(|s| s.split_once('}').map_or(s, |(_, after)| after).trim());
                return stretches.max_by_key(|s| s.len()).unwrap_or_default().to_owned();
            }
        }
        panic!("no message {key} in {}", folder.display());
    }

    /// Waits until the words of a message are on the screen.
    pub async fn reads_word(&self, key: &str) {
        self.reads(&self.word(key)).await;
    }

    /// Presses what is called as a message says.
    pub async fn presses_word(&self, key: &str) {
        self.presses(&self.word(key)).await;
    }

    /// Fills the field that is called as a message says.
    pub async fn fills_word(&self, key: &str, value: &str) {
        self.fills(&self.word(key), value).await;
    }

    /// Runs a script in the page; anew where the page was exchanged for another under it, as while the window opens.
    pub async fn ask(&self, script: &str) -> Value {
        let tries = PATIENCE.as_millis() / LOOK.as_millis();
        for _ in 0..tries {
            match self.client.execute(script, Vec::new()).await {
                Ok(value) => return value,
                Err(error) if error.to_string().contains("before the unload event") => tokio::time::sleep(LOOK).await,
                Err(error) => panic!("{script}: {error}"),
            }
        }
        panic!("{script}: the page was exchanged each time");
    }

    /// Runs a script that ends with a promise's answer.
    pub async fn ask_promise(&self, script: &str) -> Value {
        self.client.execute_async(script, Vec::new()).await.unwrap_or_else(|e| panic!("{script}: {e}"))
    }

    /// Waits until something holds.
    pub async fn until(&self, what: &str, holds: impl AsyncFn() -> bool) {
        let tries = PATIENCE.as_millis() / LOOK.as_millis();
        for _ in 0..tries {
            if holds().await {
                return;
            }
            tokio::time::sleep(LOOK).await;
        }
        let text = self.text().await;
        self.picture(&failed()).await;
        panic!("not seen: {what}. On the screen:\n{text}");
    }

    /// Everything that is written on the screen.
    pub async fn text(&self) -> String {
        self.ask("return document.body.innerText").await.as_str().unwrap_or_default().to_owned()
    }

    /// Waits until a text is on the screen.
    pub async fn reads(&self, text: &str) {
        self.until(text, async || self.text().await.contains(text)).await;
    }

    /// Waits until a text is gone.
    pub async fn no_longer_reads(&self, text: &str) {
        self.until(&format!("no more {text}"), async || !self.text().await.contains(text)).await;
    }

    async fn see_any(&self, selectors: &[&str]) {
        let script = format!("return document.querySelector({}) !== null", json!(selectors.join(",")));
        self.until(selectors[0], async || self.ask(&script).await == json!(true)).await;
    }

    /// Waits for something by CSS.
    pub async fn sees(&self, selector: &str) {
        self.see_any(&[selector]).await;
    }

    /// Waits until nothing is there by CSS any more.
    pub async fn no_longer_sees(&self, selector: &str) {
        let script = format!("return document.querySelector({}) === null", json!(selector));
        self.until(&format!("no more {selector}"), async || self.ask(&script).await == json!(true)).await;
    }

    /// Presses what is called so: button, link, tab, option, row or menu entry, by its accessible name or text.
    pub async fn presses(&self, name: &str) {
        let find = format!("const it = ({FIND_TO_PRESS})({})", json!(name));
        self.until(name, async || self.ask(&format!("{find}; return it !== undefined")).await == json!(true)).await;
        self.ask(&format!("{find}; it.scrollIntoView({{ block: 'nearest' }}); it.focus?.(); it.click(); return true"))
            .await;
    }

    /// Fills the field that is called so.
    pub async fn fills(&self, label: &str, value: &str) {
        self.fills_nth(label, 0, value).await;
    }

    /// Fills one of several fields that are called so, counted from 0: exactly so, where any is, else those whose name
    /// begins so.
    pub async fn fills_nth(&self, label: &str, number: usize, value: &str) {
        let find = format!(
            "const text = l => l.innerText.replace('*', '').trim();
             const labels = [...document.querySelectorAll('label')];
             const exact = labels.filter(l => text(l) === {l});
             const label = (exact.length > 0 ? exact : labels.filter(l => text(l).startsWith({l})))[{number}];
             const it = label?.control ?? document.querySelector('[aria-label=' + JSON.stringify({l}) + ']');",
            l = json!(label)
        );
        let take = format!("{find} it?.focus(); it?.select?.(); return it != null && document.activeElement === it");
        self.until(label, async || self.ask(&take).await == json!(true)).await;
        let active = self.client.active_element().await.expect("a field");
        if self.ask("return document.activeElement.tagName").await == json!("SELECT") {
            active.select_by_label(value).await.unwrap_or_else(|e| panic!("{label}: {value}: {e}"));
            return;
        }
        // What is in the field is selected, so that typing replaces it.
        active.send_keys(value).await.unwrap_or_else(|e| panic!("{label}: {value}: {e}"));
        let typed = format!("return document.activeElement.value === {}", json!(value));
        self.until(&format!("{value} in {label}"), async || self.ask(&typed).await == json!(true)).await;
    }

    /// Goes with Tab until what is called as a message says has the focus.
    pub async fn tabs_to_word(&self, key: &str) {
        let word = self.word(key);
        let at = format!(
            "const e = document.activeElement; return e.matches('button, a, input, select, summary, [role]:not(main)') && [e.getAttribute('aria-label'), e.innerText].some(t => (t ?? '').includes({}))",
            json!(word)
        );
        for _ in 0..MOST_TABS {
            if self.ask(&at).await == json!(true) {
                return;
            }
            self.strikes(Key::Tab).await;
        }
        self.picture(&failed()).await;
        panic!("{word} cannot be reached by Tab");
    }

    /// Presses keys one after another; `Key` values or letters.
    pub async fn types(&self, keys: &str) {
        let mut actions = KeyActions::new("keys".to_owned());
        for key in keys.chars() {
            actions = actions.then(KeyAction::Down { value: key }).then(KeyAction::Up { value: key });
        }
        self.client.perform_actions(actions).await.expect("typed");
    }

    /// Presses a key that is no letter.
    pub async fn strikes(&self, key: Key) {
        self.types(&char::from(key).to_string()).await;
    }

    /// Presses a key while another one is down.
    pub async fn strikes_with(&self, held: Key, key: char) {
        let held = char::from(held);
        let actions = KeyActions::new("keys".to_owned())
            .then(KeyAction::Down { value: held })
            .then(KeyAction::Down { value: key })
            .then(KeyAction::Up { value: key })
            .then(KeyAction::Up { value: held });
        self.client.perform_actions(actions).await.expect("typed");
    }

    /// Opens something by the palette.
    pub async fn opens_by_palette(&self, words: &str) {
        self.strikes_with(Key::Control, 'k').await;
        self.sees("[role=combobox], [role=dialog] input").await;
        self.types(words).await;
        self.until(words, async || {
            let script = format!(
                "return [...document.querySelectorAll('[role=option]')].some(e => e.innerText.includes({}))",
                json!(words)
            );
            self.ask(&script).await == json!(true)
        })
        .await;
        self.strikes(Key::Enter).await;
    }

    /// Unlocks the store.
    pub async fn signs_in(&self, user: &str) {
        self.fills_word("session_user", user).await;
        self.fills_word("session_passphrase", Place::PASSPHRASE).await;
        self.strikes(Key::Enter).await;
        self.reads_word("shared_screen_worklist").await;
    }

    /// Opens a case from the worklist by mouse.
    pub async fn opens_case(&self, case: &str) {
        self.opens_row(case).await;
        self.reads_word("shared_screen_report").await;
    }

    /// Double-clicks the row of a table that has a text.
    pub async fn opens_row(&self, text: &str) {
        let find = format!(
            "const it = [...document.querySelectorAll('[role=row], tr')].find(r => r.innerText.includes({}))",
            json!(text)
        );
        self.until(text, async || self.ask(&format!("{find}; return it !== undefined")).await == json!(true)).await;
        self.ask(&format!(
            "{find}; for (const kind of ['mousedown', 'mouseup', 'click', 'mousedown', 'mouseup', 'click', 'dblclick']) \
             (it.querySelector('[role=gridcell], td') ?? it).dispatchEvent(new MouseEvent(kind, {{ bubbles: true, button: 0, detail: kind === 'dblclick' ? 2 : 1 }})); return true"
        ))
        .await;
    }

    /// Clicks the row of a table that has a text.
    pub async fn chooses_row(&self, text: &str) {
        let find = format!(
            "const it = [...document.querySelectorAll('[role=row], tr')].find(r => r.innerText.includes({}))",
            json!(text)
        );
        self.until(text, async || self.ask(&format!("{find}; return it !== undefined")).await == json!(true)).await;
        self.ask(&format!(
            "{find}; for (const kind of ['mousedown', 'mouseup', 'click']) \
             (it.querySelector('[role=gridcell], td') ?? it).dispatchEvent(new MouseEvent(kind, {{ bubbles: true, button: 0, detail: 1 }})); return true"
        ))
        .await;
    }

    /// Clicks what CSS names.
    pub async fn clicks(&self, selector: &str) {
        self.see_any(&[selector]).await;
        self.ask(&format!(
            "const it = document.querySelector({}); it.scrollIntoView({{ block: 'nearest' }}); it.click(); return true",
            json!(selector)
        ))
        .await;
    }

    /// Chooses from the list that is called as a message says.
    pub async fn chooses(&self, key: &str, value: &str) {
        let find = format!(
            "const it = [...document.querySelectorAll('label')].find(l => l.innerText.trim() === {})?.control",
            json!(self.word(key))
        );
        self.until(key, async || {
            self.ask(&format!("{find}; return it instanceof HTMLSelectElement")).await == json!(true)
        })
        .await;
        let choose = format!(
            "{find}; it.value = {}; it.dispatchEvent(new Event('change', {{ bubbles: true }})); return true",
            json!(value)
        );
        self.ask(&choose).await;
    }

    /// Waits until the genome browser has drawn its ruler, genes, variants and the names of the samples.
    pub async fn sees_the_genome(&self) {
        let script = "const root = document.querySelector('dialog[open] [role=application] > div')?.shadowRoot;\
            const drawn = [...(root?.querySelectorAll('canvas') ?? [])].filter(c => c.width > 0 && c.height > 0).filter(c => {\
                const data = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;\
                for (let i = 0; i < data.length; i += 4) if (data[i + 3] > 0 && data[i] + data[i + 1] + data[i + 2] < 700) return true;\
                return false });\
            const busy = document.querySelector('dialog[open] [role=status]')?.getAttribute('aria-busy');\
            return busy === 'false' && drawn.length >= 4";
        self.until("the genome drawn", async || self.ask(script).await == json!(true)).await;
        // What is drawn is on the screen after the next frame.
        let frames = "const done = arguments[arguments.length - 1]; requestAnimationFrame(() => requestAnimationFrame(() => done(true)))";
        self.ask_promise(frames).await;
    }

    /// Waits until the genome browser has drawn the reads of so many persons, and of no others.
    pub async fn sees_reads(&self, persons: usize) {
        let script = "const root = document.querySelector('dialog[open] [role=application] > div')?.shadowRoot;\
            const drawn = [...(root?.querySelectorAll('.igv-viewport') ?? [])].filter(v => v.clientHeight === 240).filter(v => \
                [...v.querySelectorAll('canvas')].some(c => c.width > 0 && c.height > 0 && (() => {\
                    const data = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;\
                    for (let i = 0; i < data.length; i += 4) if (data[i + 3] > 0 && data[i] + data[i + 1] + data[i + 2] < 700) return true;\
                    return false })()));\
            return drawn.length";
        self.until("the reads drawn", async || self.ask(script).await == json!(persons)).await;
    }

    /// Goes to a gene or region in the genome browser.
    pub async fn asks_the_genome_for(&self, place: &str) {
        self.fills_word("variants_genome_find", place).await;
        self.strikes(Key::Enter).await;
    }

    /// Asks why something is not in the list of variants, by key.
    pub async fn asks_why(&self, query: &str) {
        let in_field = "const field = document.activeElement; if (!(field instanceof HTMLInputElement)) return false; field.select(); return true";
        if self.ask(in_field).await != json!(true) {
            self.types("/").await;
            self.until("the field", async || self.ask(in_field).await == json!(true)).await;
        }
        self.types(query).await;
        self.strikes(Key::Enter).await;
    }

    /// Waits until what is called as a message says can be pressed.
    pub async fn until_it_may_press(&self, key: &str) {
        let find = format!("const it = ({FIND_TO_PRESS})({}); return it !== undefined", json!(self.word(key)));
        self.until(key, async || self.ask(&find).await == json!(true)).await;
    }

    /// Records what the panel decided, on the report's screen.
    pub async fn decides_as_panel(&self, japanese: &str, english: &str) {
        self.presses_word("report_panel_write").await;
        self.fills_word("report_decision_ja", japanese).await;
        self.fills_word("report_decision_en", english).await;
        self.fills_word("report_member", "臨床遺伝専門医 青木 恵").await;
        self.picture("panel-decision").await;
        self.presses_word("report_panel_record").await;
        self.reads("青木 恵").await;
    }

    /// Opens a screen of the case by the bar: `case`, `variants`, `consent`, `report`.
    pub async fn opens_tab(&self, screen: &str) {
        // A dialog that is closing would catch the press.
        self.no_longer_sees("dialog[open]").await;
        self.presses_word(&format!("shared_screen_{screen}")).await;
    }

    /// Keeps a picture of the window, where it has a display of its own.
    pub async fn picture(&self, name: &str) {
        let Some(display) = &self.display else { return };
        // What was asked for last is on the display after the next frame.
        self.ask_promise("requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(arguments[0], 100)))")
            .await;
        let png = display.picture();
        let folder = pictures();
        fs::create_dir_all(&folder).expect("a folder for pictures");
        let path = folder.join(format!("{name}.{}.png", self.language.name()));
        fs::write(&path, png).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    }

    /// Closes the window and waits until the program has ended: then the store is free.
    pub async fn leaves(self) {
        self.client.clone().close().await.expect("closed");
        self.has_ended("the window is closed").await;
    }

    /// Ends the program at once, as a power cut would, and waits until it is gone: a kill is told before it is done.
    pub async fn loses_power(self) {
        let killed = self.program("pkill", &["-9"]).status();
        assert!(killed.is_ok_and(|s| s.success()), "the program was running");
        self.has_ended("the program is killed").await;
    }

    /// Waits until no program of this person runs.
    async fn has_ended(&self, why: &str) {
        for _ in 0..PATIENCE.as_millis() / LOOK.as_millis() {
            let running = self.program("pgrep", &[]).output().expect("pgrep");
            if running.stdout.is_empty() {
                return;
            }
            tokio::time::sleep(LOOK).await;
        }
        panic!("{why}, but it still runs");
    }

    /// A command that finds the program of this person, not that of another test.
    pub fn program(&self, command: &str, args: &[&str]) -> std::process::Command {
        let mut found = std::process::Command::new(command);
        found.args(args).args(["-g", &self.group.to_string(), "-x", "shirube-window"]);
        found
    }
}

/// The name of the picture of a journey that ended too early.
fn failed() -> String {
    let thread = std::thread::current();
    format!("failed-{}", thread.name().unwrap_or_default().rsplit("::").next().unwrap_or_default())
}

/// What can be pressed and is called so, in the dialog where one is open: the exact name before one that begins so before one that has it inside.
const FIND_TO_PRESS: &str = r#"
name => {
    const kinds = 'button, a, summary, label, [role=tab], [role=option], [role=radio], [role=checkbox], [role=menuitem], [role=row]';
    const names = e => [e.getAttribute('aria-label'), e.innerText, e.title].map(t => (t ?? '').trim().replace(/\s+/g, ' '));
    const open = e => !e.disabled && e.getAttribute('aria-disabled') !== 'true' && e.getClientRects().length > 0;
    const all = [...(document.querySelector('dialog[open]') ?? document).querySelectorAll(kinds)].filter(open);
    return all.find(e => names(e).includes(name)) ?? all.find(e => names(e).some(t => t.startsWith(name))) ?? all.find(e => names(e).some(t => t.includes(name)))
}"#;

#[allow(clippy::disallowed_methods, reason = "whoever runs the test says where the pictures go")]
fn pictures() -> PathBuf {
    std::env::var_os("SHIRUBE_PICTURES").map_or_else(|| build_folder().join("pictures"), PathBuf::from)
}

/// Opens a window and connects to it.
pub async fn connect(display: &Display, program: &Path, arguments: &[String]) -> Client {
    let mut capabilities = Capabilities::new();
    capabilities.insert("browserName".into(), json!("wry"));
    capabilities.insert("tauri:options".into(), json!({ "application": program, "args": arguments }));
    let mut last = String::new();
    for _ in 0..5 {
        match ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities.clone())
            .connect(&display.address())
            .await
        {
            Ok(client) => return client,
            Err(error) => last = error.to_string(),
        }
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    panic!("the window does not open: {last}");
}
