//! A window with one word in it: what the start of the real one is measured against (`cargo xtask bench`).

fn main() -> Result<(), tauri::Error> {
    tauri::Builder::default().run(tauri::generate_context!("examples/empty_window/tauri.conf.json"))
}
