//! The one window and its walls.

use std::sync::Arc;

use tauri::{Manager, Url, WebviewUrl, WebviewWindowBuilder, webview::PageLoadEvent};
use workbench::{Environment, Installation, SystemClock};

use crate::{
    Arguments,
    absence::{self, Presence},
    commands, drawing, genome,
};

/// Width and height of the first window, in logical pixels: a hospital's desktop.
const SIZE: (f64, f64) = (1440.0, 900.0);
/// The smallest that every screen works at.
const LEAST: (f64, f64) = (1024.0, 640.0);
/// Where nobody listens: whatever of a page would dial out in spite of all other walls is sent there.
const NOWHERE: &str = "http://127.0.0.1:1";

/// Opens the window and runs until it is closed.
///
/// # Errors
/// What the window system refuses.
pub fn run(arguments: Arguments) -> Result<(), tauri::Error> {
    // Before any thread: it changes the environment of the process.
    drawing::settle();
    let environment = Environment::new(Arc::new(SystemClock));
    let installation = Arc::new(Installation::new(arguments.home, arguments.device_key, environment));
    let presence = Arc::new(Presence::new());
    let ahead = Arc::clone(&installation);
    let builder = commands::builder();
    tauri::Builder::default()
        .plugin(tauri_plugin_single_instance::init(|app, _, _| {
            if let Some(window) = app.get_webview_window(MAIN) {
                // The other one shows itself instead; where the window system refuses there is nothing else to do.
                let _ = window.unminimize().and_then(|()| window.set_focus());
            }
        }))
        .plugin(tauri_plugin_window_state::Builder::default().build())
        .plugin(tauri_plugin_dialog::init())
        .plugin(stay())
        .manage(Arc::clone(&installation))
        .manage(Arc::clone(&presence))
        .invoke_handler(builder.invoke_handler())
        .register_asynchronous_uri_scheme_protocol(genome::SCHEME, genome::answer)
        .on_page_load(move |_, page| {
            if page.event() == PageLoadEvent::Finished {
                prepare(Arc::clone(&ahead));
            }
        })
        .setup(move |app| {
            let mut window = WebviewWindowBuilder::new(app, MAIN, WebviewUrl::default())
                .title("Shirube 標")
                .inner_size(SIZE.0, SIZE.1)
                .min_inner_size(LEAST.0, LEAST.1)
                .disable_drag_drop_handler();
            if let Ok(nowhere) = NOWHERE.parse::<Url>() {
                window = window.proxy_url(nowhere);
            }
            window.build()?;
            absence::watch(app.handle().clone(), installation, presence);
            Ok(())
        })
        .run(tauri::generate_context!())
}

/// Does what signing in will need once the page is there, which would else have to share the cores with it.
fn prepare(installation: Arc<Installation>) {
    std::thread::spawn(move || {
        if let Err(error) = installation.prepare() {
            tracing::warn!(%error, "the reference data could not be read ahead; signing in will say so");
        }
    });
}

/// The label of the window.
const MAIN: &str = "main";

/// Keeps the window on its own pages: no form, link or script takes it elsewhere.
fn stay<R: tauri::Runtime>() -> tauri::plugin::TauriPlugin<R> {
    let own = |url: &Url| match url.scheme() {
        "tauri" => url.host_str() == Some("localhost"),
        "http" | "https" => url.host_str() == Some("tauri.localhost"),
        _ => false,
    };
    tauri::plugin::Builder::new("stay").on_navigation(move |_, url| own(url)).build()
}
