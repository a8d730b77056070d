//! A person at the window: sees what is written, presses keys and buttons, fills fields.

use std::{fs, path::PathBuf, time::Duration};

use end_to_end::{Place, built};
use fantoccini::{
    Client, ClientBuilder, Locator,
    actions::{InputSource, KeyAction, KeyActions},
    elements::Element,
    key::Key,
    wd::Capabilities,
};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};

use crate::display::Display;

/// Somebody in front of the window of a store.
pub struct Person {
    client: Client,
    display: Display,
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

impl Person {
    /// Opens the window on a store in a language; `None`, and said, where no window can be opened here.
    pub async fn sits_down(place: &Place, language: Language) -> Option<Self> {
        Self::sits_down_at(place, language, 1440, 900).await
    }

    /// The same with a screen of another size.
    pub async fn sits_down_at(place: &Place, language: Language, width: u32, height: u32) -> Option<Self> {
        let display = Display::open(width, height)?;
        let client = connect(&display, place).await;
        let person = Self { client, display, language };
        person.client.set_window_rect(0, 0, width, height).await.expect("a window of that size");
        person.see_any(&["[data-ready]", "main"]).await;
        person.speak(language).await;
        Some(person)
    }

    async fn speak(&self, language: Language) {
        let script = "document.documentElement.lang";
        if self.ask(&format!("return {script}")).await == json!(language.name()) {
            return;
        }
        let keep = format!(
            "const kept = JSON.parse(localStorage.getItem('shirube.preferences') ?? '{{}}'); kept.language = '{}';\
             localStorage.setItem('shirube.preferences', JSON.stringify(kept)); location.reload(); return true",
            language.name()
        );
        self.ask(&keep).await;
        self.until("the language", async || self.ask(&format!("return {script}")).await == json!(language.name()))
            .await;
    }

    /// The words of a message in the language of the window, up to its first placeholder.
    pub fn word(&self, key: &str) -> String {
        let folder = end_to_end::root().join("ui/src/messages");
        let ending = format!(".{}.json", self.language.name());
        let files = end_to_end::files_below(&folder).into_iter().filter(|f| f.to_string_lossy().ends_with(&ending));
        for file in files {
            let text = fs::read_to_string(&file).expect("messages");
            let messages: Value = serde_json::from_str(&text).expect("JSON");
            if let Some(words) = messages[key].as_str() {
                return words.split('{').next().unwrap_or_default().trim().to_owned();
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

    /// The number of the display.
    pub fn display(&self) -> &str {
        self.display.number()
    }

    /// Runs a script in the page.
    pub async fn ask(&self, script: &str) -> Value {
        self.client.execute(script, Vec::new()).await.unwrap_or_else(|e| panic!("{script}: {e}"))
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
        self.picture("failed").await;
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
    pub async fn sees(&self, selector: &str) -> Element {
        self.see_any(&[selector]).await;
        self.client.find(Locator::Css(selector)).await.unwrap_or_else(|e| panic!("{selector}: {e}"))
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
        let find = format!(
            "const label = [...document.querySelectorAll('label')].find(l => l.innerText.trim().startsWith({l}));\
             const it = label ? (label.control ?? label.querySelector('input,textarea,select')) : document.querySelector('[aria-label=' + JSON.stringify({l}) + ']');",
            l = json!(label)
        );
        self.until(label, async || {
            self.ask(&format!("{find} return it !== null && it !== undefined")).await == json!(true)
        })
        .await;
        self.ask(&format!("{find} it.focus(); if (it.select) it.select(); return true")).await;
        let active = self.client.active_element().await.expect("a field");
        if self.ask("return document.activeElement.tagName").await == json!("SELECT") {
            active.select_by_label(value).await.unwrap_or_else(|e| panic!("{label}: {value}: {e}"));
            return;
        }
        active.clear().await.expect("an empty field");
        active.send_keys(value).await.expect("typed");
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

    /// Presses a letter while Ctrl is down.
    pub async fn strikes_with_control(&self, letter: char) {
        let control = char::from(Key::Control);
        let actions = KeyActions::new("keys".to_owned())
            .then(KeyAction::Down { value: control })
            .then(KeyAction::Down { value: letter })
            .then(KeyAction::Up { value: letter })
            .then(KeyAction::Up { value: control });
        self.client.perform_actions(actions).await.expect("typed");
    }

    /// Unlocks the store.
    pub async fn signs_in(&self, user: &str) {
        self.fills_word("session_user", user).await;
        self.fills_word("session_passphrase", Place::PASSPHRASE).await;
        self.strikes(Key::Enter).await;
        self.reads_word("shared_screen_worklist").await;
    }

    /// Opens a case from the worklist.
    pub async fn opens_case(&self, case: &str) {
        self.presses(case).await;
        self.strikes(Key::Enter).await;
        self.reads(case).await;
    }

    /// Opens a tab of the case.
    pub async fn opens_tab(&self, name: &str) {
        self.presses(name).await;
    }

    /// The processes of the window: the program and the web view's own.
    pub fn processes(&self) -> Vec<String> {
        let names = ["shirube-window", "WebKitWebProcess", "WebKitNetworkProcess"];
        let found = |name: &&str| {
            let output = std::process::Command::new("pgrep").args(["-f", name]).output().expect("pgrep");
            String::from_utf8_lossy(&output.stdout).lines().map(str::to_owned).collect::<Vec<_>>()
        };
        names.iter().flat_map(found).collect()
    }

    /// Keeps a picture of the window.
    pub async fn picture(&self, name: &str) {
        let png = self.client.screenshot().await.expect("a picture");
        let folder = pictures();
        fs::create_dir_all(&folder).expect("a folder for pictures");
        let path = folder.join(format!("{name}.{}.png", self.language.name()));
        fs::write(&path, png).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    }

    /// Closes the window.
    pub async fn leaves(self) {
        self.client.close().await.expect("closed");
    }

    /// Ends the program at once, as a power cut would.
    pub async fn loses_power(self) {
        let killed = std::process::Command::new("pkill").args(["-9", "-x", "shirube-window"]).status();
        assert!(killed.is_ok_and(|s| s.success()), "the program was running");
    }
}

/// What can be pressed and is called so, the exact name before one that only begins so.
const FIND_TO_PRESS: &str = r#"
name => {
    const kinds = 'button, a, summary, label, [role=tab], [role=option], [role=radio], [role=checkbox], [role=menuitem], [role=row]';
    const names = e => [e.getAttribute('aria-label'), e.innerText, e.title].map(t => (t ?? '').trim().replace(/\s+/g, ' '));
    const open = e => !e.disabled && e.getAttribute('aria-disabled') !== 'true' && e.getClientRects().length > 0;
    const all = [...document.querySelectorAll(kinds)].filter(open);
    return all.find(e => names(e).includes(name)) ?? all.find(e => names(e).some(t => t.startsWith(name)))
}"#;

#[allow(clippy::disallowed_methods, reason = "whoever runs the test says where the pictures go")]
fn pictures() -> PathBuf {
    std::env::var_os("SHIRUBE_PICTURES")
        .map_or_else(|| PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("pictures"), PathBuf::from)
}

async fn connect(display: &Display, place: &Place) -> Client {
    let arguments = ["--home".to_owned(), place.text("home"), "--device-key-file".to_owned(), place.text("device.key")];
    let mut capabilities = Capabilities::new();
    capabilities.insert("browserName".into(), json!("wry"));
    capabilities.insert("tauri:options".into(), json!({ "application": built("shirube-window"), "args": arguments }));
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
