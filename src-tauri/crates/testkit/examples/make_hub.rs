//! Writes the demonstration hub: `cargo run -p testkit --example make_hub -- fixtures/hub`.

use std::path::PathBuf;

fn main() -> anyhow::Result<()> {
    let Some(folder) = std::env::args_os().nth(1).map(PathBuf::from) else {
        anyhow::bail!("expected one argument: the folder of the hub, such as fixtures/hub");
    };
    testkit::write_hub(&folder, &testkit::Family::all()?)
}
