//! How the web view draws.

/// Without a graphics card WebKitGTK still hands every frame over as if there were one, which is emulated and slow. It draws
/// in memory instead when it is told so before it starts; whoever has set the variable is not overruled.
#[cfg(target_os = "linux")]
#[allow(clippy::disallowed_methods, reason = "the shell is where the environment comes in")]
pub fn settle() {
    const VARIABLE: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";
    let is_card = |entry: std::io::Result<std::fs::DirEntry>| {
        entry.is_ok_and(|e| e.file_name().to_string_lossy().starts_with("renderD"))
    };
    let card = std::fs::read_dir("/dev/dri").is_ok_and(|mut devices| devices.any(is_card));
    if !card && let Err(error) = glib::setenv(VARIABLE, "1", false) {
        tracing::warn!(%error, "the way of drawing could not be set; the window draws slowly");
    }
}

/// Elsewhere the web view knows by itself.
#[cfg(not(target_os = "linux"))]
pub fn settle() {}
