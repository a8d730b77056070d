use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use domain::{DeviceId, EventId};
use sealed::digest::Sha256;

use super::{Event, Head};

/// What is wrong with a ledger.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// The bytes are no event.
    #[error("is no event of version 1: {cause}")]
    Unreadable {
        /// What the reader says.
        cause: String,
    },
    /// The event is there but its bytes are not those that were signed.
    #[error("is not written as it was signed")]
    NotCanonical,
    /// Content or signature was changed.
    #[error("was changed: its signature does not verify")]
    Signature,
    /// The stored hash is not that of the event.
    #[error("has another hash than is stored beside it")]
    Hash,
    /// A column repeats a member of the event wrongly.
    #[error("differs from its column {column}")]
    Column {
        /// The column.
        column: &'static str,
    },
    /// The payload was changed.
    #[error("has another payload than it was written with")]
    Payload,
    /// The same event occurs before.
    #[error("is there twice")]
    Replayed,
    /// Another event stands at its place in the chain.
    #[error("claims a place that another event of its chain has: the device was copied or set back")]
    Forked,
    /// Another event has its id.
    #[error("has the id of another event")]
    SameId,
    /// It stands after an event that comes later in the order of the ledger.
    #[error("stands after an event that comes later in the order of the ledger")]
    OutOfOrder,
    /// Events of the chain before it are not there.
    #[error("comes after {count} missing event(s), from number {from} of its chain")]
    Missing {
        /// Number of the first one that is missing.
        from: u64,
        /// How many.
        count: u64,
    },
    /// It names another predecessor than it has.
    #[error("does not follow the event before it: one of the two was exchanged")]
    Unlinked,
    /// It was written knowing an event that is not before it.
    #[error("was written after number {} of device {}, which is not before it", parent.seq, parent.device)]
    Parent {
        /// The event that is not there.
        parent: Head,
    },
    /// It knows less than the event before it.
    #[error("knows less of the other devices than the event before it")]
    Forgetful,
    /// Its device was never accepted here.
    #[error("was written by a device that was never accepted here")]
    UnknownDevice,
    /// Its payload key is gone and no erasure says so.
    #[error("cannot be read: its key is gone, and no erasure is on record")]
    KeyLost,
    /// The chain ends before an anchor.
    #[error("is noted outside but not here: the end of the chain was cut off or the disk was set back")]
    CutTail,
    /// Another event stands where an anchor is.
    #[error("is noted outside with another hash: the chain was written anew")]
    Rewritten,
}

/// A fault and where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Row of the table or line of the export, from 1; `None` where nothing is there.
    pub place: Option<u64>,
    /// The event, where it can be told.
    pub event: Option<EventId>,
    /// Its chain and place there, where they can be told.
    pub at: Option<(DeviceId, u64)>,
    /// What is wrong.
    pub fault: Fault,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.place {
            Some(place) => write!(f, "row {place}")?,
            None => f.write_str("an event")?,
        }
        if let Some(event) = &self.event {
            write!(f, ", event {event}")?;
        }
        if let Some((device, seq)) = &self.at {
            write!(f, ", number {seq} of device {device}")?;
        }
        write!(f, ": {}", self.fault)
    }
}

/// The result of verifying a ledger.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verification {
    /// Events that were read.
    pub events: u64,
    /// The last sound event of each chain, by device: to be noted outside as anchors.
    pub heads: Vec<Head>,
    /// Events whose payload was erased, in the order of the ledger; that is no fault.
    pub erased: Vec<EventId>,
    /// Everything that is wrong, in the order of the ledger.
    pub findings: Vec<Finding>,
}

impl Verification {
    /// True where nothing is wrong.
    pub fn is_sound(&self) -> bool {
        self.findings.is_empty()
    }
}

/// One stored event as it is found.
pub(crate) struct Row<'a> {
    pub(crate) place: u64,
    pub(crate) body: &'a [u8],
    pub(crate) ciphertext: &'a [u8],
    /// What a database keeps beside it.
    pub(crate) columns: Option<Columns<'a>>,
}

/// What the database repeats of an event.
pub(crate) struct Columns<'a> {
    pub(crate) depth: i64,
    pub(crate) hash: &'a [u8],
    pub(crate) id: &'a str,
    pub(crate) device: &'a str,
    pub(crate) seq: i64,
    pub(crate) kind: &'a str,
    pub(crate) case: Option<&'a str>,
    /// Whether its payload key is there.
    pub(crate) has_key: bool,
}

impl Event {
    /// Reads a body that must be exactly as it was signed.
    pub(crate) fn from_body(body: &[u8]) -> Result<Self, Fault> {
        let unreadable = |cause: String| Fault::Unreadable { cause };
        let event: Self = serde_json::from_slice(body).map_err(|e| unreadable(e.to_string()))?;
        if event.v != Self::VERSION {
            return Err(unreadable(format!("it has version {}, a newer program wrote it", event.v)));
        }
        if event.to_body().map_err(|e| unreadable(e.to_string()))? != body {
            return Err(Fault::NotCanonical);
        }
        event.verify_signature().map_err(|_| Fault::Signature)?;
        Ok(event)
    }
}

struct Link {
    place: u64,
    id: EventId,
    hash: Sha256,
    prev: Option<Sha256>,
    parents: Vec<Head>,
}

/// Reads a ledger from its beginning and finds what is wrong with it; no key is needed.
#[derive(Default)]
pub(crate) struct Examiner {
    /// The device whose payload keys must be there.
    own: Option<DeviceId>,
    accepted: BTreeSet<DeviceId>,
    /// For each event, what is wrong should its device not be accepted.
    unknown_devices: Vec<(DeviceId, Finding)>,
    /// Chains by device and number. `None`: something stands there, but it is not sound.
    chains: BTreeMap<DeviceId, BTreeMap<u64, Option<Link>>>,
    ids: BTreeSet<EventId>,
    without_key: Vec<Finding>,
    erased: BTreeSet<EventId>,
    /// Depth and hash of the last sound event.
    last: Option<(u64, Sha256)>,
    /// Ids in the order of the ledger.
    order: Vec<EventId>,
    findings: Vec<Finding>,
    events: u64,
}

impl Examiner {
    /// For the database of a device: devices must have been accepted, and keys of its own events be there or erased.
    pub(crate) fn of_database(own: DeviceId) -> Self {
        Self { own: Some(own), ..Self::default() }
    }

    /// Takes the next row.
    pub(crate) fn take(&mut self, row: &Row<'_>) {
        self.events += 1;
        let event = match Event::from_body(row.body) {
            Ok(event) => event,
            Err(fault) => return self.take_unsound(row, fault),
        };
        let at = Some((event.device.clone(), event.seq));
        let finding = |fault| Finding { place: Some(row.place), event: Some(event.id.clone()), at: at.clone(), fault };
        let hash = Sha256::of(row.body);
        if Sha256::of(row.ciphertext) != event.payload {
            self.findings.push(finding(Fault::Payload));
        }
        if let Some(columns) = &row.columns {
            self.findings.extend(columns.faults(&event, &hash).into_iter().map(finding));
            if !columns.has_key && self.own.as_ref() == Some(&event.device) {
                self.without_key.push(finding(Fault::KeyLost));
            }
        }
        if event.kind == "device_accepted" && self.own.as_ref() == Some(&event.device) {
            let devices = event.subjects.iter().filter_map(|s| match s {
                super::Subject::Device(device) => Some(device.clone()),
                _ => None,
            });
            self.accepted.extend(devices);
        }
        if event.kind == "payload_erased" {
            self.erased.extend(event.events().cloned());
        }
        if self.own.is_some() {
            // The acceptance may stand behind the events of the device.
            self.unknown_devices.push((event.device.clone(), finding(Fault::UnknownDevice)));
        }
        for parent in &event.parents {
            let known = self.chains.get(&parent.device).and_then(|chain| chain.get(&parent.seq));
            // Where something unsound stands, that is named by itself.
            if known.is_none_or(|link| link.as_ref().is_some_and(|link| link.hash != parent.hash)) {
                self.findings.push(finding(Fault::Parent { parent: parent.clone() }));
            }
        }
        let key = (event.depth(), hash);
        let is_late = self.last.is_some_and(|last| last > key);
        self.last = self.last.max(Some(key));
        let chain = self.chains.entry(event.device.clone()).or_default();
        match chain.get(&event.seq) {
            Some(Some(there)) if there.hash == hash => return self.findings.push(finding(Fault::Replayed)),
            Some(Some(_)) => return self.findings.push(finding(Fault::Forked)),
            Some(None) | None if is_late => self.findings.push(finding(Fault::OutOfOrder)),
            Some(None) | None => {}
        }
        if !self.ids.insert(event.id.clone()) {
            self.findings.push(finding(Fault::SameId));
        }
        self.order.push(event.id.clone());
        let Event { id, seq, prev, parents, .. } = event;
        chain.insert(seq, Some(Link { place: row.place, id, hash, prev, parents }));
    }

    fn take_unsound(&mut self, row: &Row<'_>, fault: Fault) {
        let columns = row.columns.as_ref();
        let at = columns.and_then(|c| Some((c.device.parse::<DeviceId>().ok()?, u64::try_from(c.seq).ok()?)));
        if let Some((device, seq)) = at.clone() {
            self.chains.entry(device).or_default().entry(seq).or_insert(None);
        }
        let event = columns.and_then(|c| c.id.parse().ok());
        self.findings.push(Finding { place: Some(row.place), event, at, fault });
    }

    /// Takes a line that is no row at all.
    pub(crate) fn take_fault(&mut self, place: u64, fault: Fault) {
        self.events += 1;
        self.findings.push(Finding { place: Some(place), event: None, at: None, fault });
    }

    /// Ends the reading. Anchors are heads that were noted outside.
    pub(crate) fn finish(mut self, anchors: &[Head]) -> Verification {
        let mut heads = Vec::new();
        for (device, chain) in &self.chains {
            let mut before: Option<(u64, Option<&Link>)> = None;
            for (&seq, link) in chain {
                if let Some(link) = link {
                    self.findings.extend(faults_of_link(before, seq, link).into_iter().map(|fault| Finding {
                        place: Some(link.place),
                        event: Some(link.id.clone()),
                        at: Some((device.clone(), seq)),
                        fault,
                    }));
                }
                before = Some((seq, link.as_ref()));
            }
            let last = chain.iter().rev().find_map(|(seq, link)| Some((*seq, link.as_ref()?)));
            heads.extend(last.map(|(seq, link)| Head { device: device.clone(), seq, hash: link.hash }));
        }
        let erased = &self.erased;
        let lost = self.without_key.into_iter().filter(|f| f.event.as_ref().is_some_and(|id| !erased.contains(id)));
        self.findings.extend(lost);
        let accepted = &self.accepted;
        let unknown = self.unknown_devices.into_iter().filter(|(device, _)| !accepted.contains(device));
        self.findings.extend(unknown.map(|(_, finding)| finding));
        self.findings.sort_by_key(|finding| finding.place);
        self.findings.extend(anchors.iter().filter_map(|anchor| {
            let fault = match self.chains.get(&anchor.device).and_then(|chain| chain.get(&anchor.seq)) {
                Some(Some(link)) if link.hash == anchor.hash => return None,
                Some(_) => Fault::Rewritten,
                None => Fault::CutTail,
            };
            Some(Finding { place: None, event: None, at: Some((anchor.device.clone(), anchor.seq)), fault })
        }));
        let erased = self.order.into_iter().filter(|id| self.erased.contains(id)).collect();
        Verification { events: self.events, heads, erased, findings: self.findings }
    }
}

/// What is wrong between an event and the one that stands before it in its chain.
fn faults_of_link(before: Option<(u64, Option<&Link>)>, seq: u64, link: &Link) -> Vec<Fault> {
    let mut faults = Vec::new();
    let expected = before.map_or(1, |(seq, _)| seq.saturating_add(1));
    if seq != expected {
        faults.push(Fault::Missing { from: expected, count: seq.saturating_sub(expected) });
    } else if let Some((_, Some(before))) = before {
        if link.prev != Some(before.hash) {
            faults.push(Fault::Unlinked);
        }
        let knows = |head: &Head| link.parents.iter().any(|p| p.device == head.device && p.seq >= head.seq);
        if !before.parents.iter().all(knows) {
            faults.push(Fault::Forgetful);
        }
    } else if before.is_none() && link.prev.is_some() {
        faults.push(Fault::Unlinked);
    }
    faults
}

impl Columns<'_> {
    fn faults(&self, event: &Event, hash: &Sha256) -> Vec<Fault> {
        let mut faults = Vec::new();
        if self.hash != hash.as_bytes() {
            faults.push(Fault::Hash);
        }
        let same = [
            ("depth", u64::try_from(self.depth) == Ok(event.depth())),
            ("id", self.id == event.id.as_str()),
            ("device", self.device == event.device.as_str()),
            ("seq", u64::try_from(self.seq) == Ok(event.seq)),
            ("kind", self.kind == event.kind),
            ("case_id", self.case == event.case.as_ref().map(domain::CaseId::as_str)),
        ];
        faults.extend(same.into_iter().filter(|(_, same)| !same).map(|(column, _)| Fault::Column { column }));
        faults
    }
}
