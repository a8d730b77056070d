//! How the page is drawn where no graphics card can do it.

use tauri::{Runtime, WebviewWindow};

/// Has the page drawn by the processor itself where there is no graphics card, as in a virtual desktop: WebKitGTK would
/// otherwise work through an imitated one, several times slower. Other systems' web views see to it themselves.
///
/// # Errors
/// What the window system refuses.
pub(crate) fn suit<R: Runtime>(window: &WebviewWindow<R>) -> tauri::Result<()> {
    #[cfg(target_os = "linux")]
    if !graphics_card() {
        window.with_webview(|view| {
            use webkit2gtk::{HardwareAccelerationPolicy, SettingsExt, WebViewExt};
            if let Some(settings) = view.inner().settings() {
                settings.set_hardware_acceleration_policy(HardwareAccelerationPolicy::Never);
            }
        })?;
    }
    let _ = window;
    Ok(())
}

/// Whether a card offers to draw: the kernel shows each under this name.
#[cfg(target_os = "linux")]
fn graphics_card() -> bool {
    let cards = std::fs::read_dir("/dev/dri").into_iter().flatten().flatten();
    cards.map(|card| card.file_name()).any(|name| name.to_string_lossy().starts_with("renderD"))
}
