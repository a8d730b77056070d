use domain::{DeviceId, Role};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

use super::Localized;

/// What the expert panel decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PanelDecision {
    /// Name of the panel or conference, such as 全ゲノム解析エキスパートパネル.
    pub panel: Localized,
    /// Day of the conference.
    #[serde(default)]
    pub held_on: Option<Date>,
    /// The decision in the panel's words.
    pub text: Option<Localized>,
    /// Who decided, in the order of signing.
    pub signers: Vec<Signer>,
}

/// A person who decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signer {
    /// Name as printed.
    pub name: String,
    /// Role in which the person decided.
    pub role: Role,
    /// When, by the clock of the device; printed in Japan Standard Time.
    pub at: Option<Timestamp>,
}

/// The head of a ledger chain: printed, it proves later that nothing before it was cut off or replaced.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Anchor {
    /// The device that wrote the chain.
    pub device: DeviceId,
    /// Sequence number of the head.
    pub seq: u64,
    /// SHA-256 of the head, lower-case hexadecimal.
    pub head: String,
}
