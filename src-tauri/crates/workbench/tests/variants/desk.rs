//! A store of the demonstration hub, signed in as a geneticist.

use std::sync::Arc;

use tempfile::TempDir;
use workbench::{
    Desk, DeviceKeySource, Environment, FixedClock, FolderHub, NewUser, Reference, Role, Unlock, demo_hub,
    view::{
        variant_row::VariantRow,
        variants::{FilterRequest, Filtered, OpenedVariants, RowsRequest},
    },
};

const PASSPHRASE: &str = "a passphrase for a test";

/// A store in a folder that goes with it.
pub struct Case {
    pub desk: Desk,
    pub id: String,
    pub opened: OpenedVariants,
    _folder: TempDir,
}

fn new_user(user: &str, name: &str) -> NewUser {
    NewUser { user: user.parse().expect("a user"), name: name.to_owned(), passphrase: PASSPHRASE.to_owned().into() }
}

/// A desk with one case of a hub; the clock stands.
pub fn imported(hub: &FolderHub, id: &str) -> (Desk, TempDir) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let clock = FixedClock("2026-11-11T06:30:00Z".parse().expect("a time"));
    let environment = Environment::new(Arc::new(clock));
    let (home, key) = (folder.path().join("home"), DeviceKeySource::KeyFile(folder.path().join("device.key")));
    let reference = || Reference::starter().expect("the starter pack");
    let (desk, _) = Desk::set_up(&home, new_user("boss", "Boss"), "a device", &key, reference(), environment.clone())
        .expect("a store");
    desk.add_user(new_user("gen", "佐伯 綾乃"), Role::Geneticist).expect("a user");
    desk.lock().expect("locked");
    let unlock = Unlock { user: &"gen".parse().expect("a user"), passphrase: PASSPHRASE, device_key: &key };
    let desk = Desk::unlock(&home, &unlock, reference(), environment).expect("unlocked");
    desk.import(hub, Some(&id.parse().expect("a case"))).expect("imported");
    (desk, folder)
}

impl Case {
    /// A family of the demonstration hub with its variants open.
    pub fn demonstration(number: u32) -> Self {
        Self::of(&demo_hub().expect("the demonstration hub"), &format!("family-{number}"))
    }

    pub fn of(hub: &FolderHub, id: &str) -> Self {
        let (desk, folder) = imported(hub, id);
        let opened = desk.open_variants_of(id).expect("opened");
        Self { desk, id: id.to_owned(), opened, _folder: folder }
    }

    /// The preset `standard` without any chip.
    pub fn request(&self) -> FilterRequest {
        FilterRequest::standard(&self.id)
    }

    pub fn filter(&self, request: &FilterRequest) -> Filtered {
        self.desk.filter_variants(request).expect("a view")
    }

    pub fn page(&self, filtered: &Filtered, offset: u32, count: u32) -> Vec<VariantRow> {
        let request = RowsRequest { case: self.id.clone(), view: filtered.view, offset, count };
        self.desk.variant_rows(&request).expect("rows")
    }

    /// Every row of what a request gives.
    pub fn rows(&self, request: &FilterRequest) -> Vec<VariantRow> {
        let filtered = self.filter(request);
        let pages = (0..filtered.rows).step_by(1_000);
        pages.flat_map(|offset| self.page(&filtered, offset, 1_000)).collect()
    }
}
