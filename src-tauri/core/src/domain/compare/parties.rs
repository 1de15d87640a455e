//! Comparing parties and their attorneys.

use super::super::{Attorney, Party};
use super::plain;

/// What happened to a party.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PartyChangeKind {
    /// A party was added.
    Added,
    /// A party is no longer listed.
    Removed,
    /// Name, role or address differ.
    Changed,
    /// An attorney was added to the party.
    AttorneyAdded,
    /// An attorney of the party is no longer listed.
    AttorneyRemoved,
    /// An attorney's name or role differs.
    AttorneyChanged,
}

/// A change to a party or an attorney; told as `party_changed`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartyChange {
    /// What happened.
    pub kind: PartyChangeKind,
    /// The party as it was.
    pub before: Option<Party>,
    /// The party as it is.
    pub after: Option<Party>,
    /// The attorney concerned, by name.
    pub attorney: Option<String>,
}

/// What changed among the parties. Order does not matter, case and blanks do not matter, an empty list deletes nothing
/// (every case has a party), and neither does an address that is left out.
pub fn compare_parties(known: &[Party], shown: &[Party]) -> Vec<PartyChange> {
    if known.is_empty() || shown.is_empty() {
        return Vec::new();
    }
    let same_name = |a: &Party, b: &Party| plain(&a.name) == plain(&b.name);
    let same_role = |a: &Party, b: &Party| plain(a.role.as_str()) == plain(b.role.as_str());
    let same_address =
        |a: &Party, b: &Party| a.address.is_some() && words_of(&a.address) == words_of(&b.address);
    let mut before: Vec<&Party> = known.iter().collect();
    let mut after: Vec<&Party> = shown.iter().collect();
    let mut pairs = Vec::new();
    // From the surest to the loosest: what is paired early cannot be taken for something else.
    take_pairs(&mut before, &mut after, &mut pairs, |a, b| {
        same_name(a, b) && same_role(a, b) && same_address(a, b)
    });
    take_pairs(&mut before, &mut after, &mut pairs, |a, b| {
        same_name(a, b) && same_role(a, b)
    });
    take_pairs(&mut before, &mut after, &mut pairs, same_name);
    take_pairs(&mut before, &mut after, &mut pairs, |a, b| {
        same_role(a, b) && (same_address(a, b) || share_a_name(&a.name, &b.name))
    });

    let counsel_left_out = counsel_left_out(known, shown);
    let mut changes = Vec::new();
    for party in before {
        changes.push(PartyChange {
            kind: PartyChangeKind::Removed,
            before: Some(party.clone()),
            after: None,
            attorney: None,
        });
    }
    for party in after {
        changes.push(PartyChange {
            kind: PartyChangeKind::Added,
            before: None,
            after: Some(party.clone()),
            attorney: None,
        });
    }
    for (before, after) in pairs {
        let moved = before.address.is_some()
            && after.address.is_some()
            && words_of(&before.address) != words_of(&after.address);
        if !same_name(before, after) || !same_role(before, after) || moved {
            changes.push(change(PartyChangeKind::Changed, before, after, None));
        }
        if !counsel_left_out {
            compare_attorneys(before, after, &mut changes);
        }
    }
    changes
}

/// The parties as they are to be kept: as shown, but with the counsel that we know where the answer left out all of it,
/// so that its return is no news. An address that is withheld now is not kept.
pub fn parties_to_keep(known: &[Party], shown: &[Party]) -> Vec<Party> {
    let mut keep = shown.to_vec();
    if counsel_left_out(known, shown) {
        for party in &mut keep {
            let was = known
                .iter()
                .find(|k| plain(&k.name) == plain(&party.name) && k.role == party.role);
            if let Some(was) = was {
                party.attorneys.clone_from(&was.attorneys);
            }
        }
    }
    keep
}

/// Counsel that vanishes from several parties at once, and from all, left the answer and not the case.
fn counsel_left_out(known: &[Party], shown: &[Party]) -> bool {
    let represented = known.iter().filter(|p| !p.attorneys.is_empty()).count();
    represented >= 2 && shown.iter().all(|p| p.attorneys.is_empty())
}

fn compare_attorneys(before: &Party, after: &Party, changes: &mut Vec<PartyChange>) {
    let mut gone: Vec<&Attorney> = before.attorneys.iter().collect();
    let mut new: Vec<&Attorney> = after.attorneys.iter().collect();
    let mut pairs = Vec::new();
    take_pairs(&mut gone, &mut new, &mut pairs, |a, b| {
        plain(&a.name) == plain(&b.name)
    });
    take_pairs(&mut gone, &mut new, &mut pairs, |a, b| {
        share_a_name(&a.name, &b.name)
    });
    for (was, is) in pairs {
        let role = !was.role.trim().is_empty()
            && !is.role.trim().is_empty()
            && plain(&was.role) != plain(&is.role);
        if plain(&was.name) != plain(&is.name) || role || was.co_counsel != is.co_counsel {
            let kind = PartyChangeKind::AttorneyChanged;
            changes.push(change(kind, before, after, Some(&is.name)));
        }
    }
    for attorney in gone {
        let kind = PartyChangeKind::AttorneyRemoved;
        changes.push(change(kind, before, after, Some(&attorney.name)));
    }
    for attorney in new {
        let kind = PartyChangeKind::AttorneyAdded;
        changes.push(change(kind, before, after, Some(&attorney.name)));
    }
}

fn change(
    kind: PartyChangeKind,
    before: &Party,
    after: &Party,
    attorney: Option<&String>,
) -> PartyChange {
    PartyChange {
        kind,
        before: Some(before.clone()),
        after: Some(after.clone()),
        attorney: attorney.cloned(),
    }
}

/// Moves every pair that fits from the two lists into `pairs`, first come first served.
fn take_pairs<'a, T>(
    before: &mut Vec<&'a T>,
    after: &mut Vec<&'a T>,
    pairs: &mut Vec<(&'a T, &'a T)>,
    fits: impl Fn(&T, &T) -> bool,
) {
    before.retain(|a| match after.iter().position(|b| fits(a, b)) {
        Some(at) => {
            pairs.push((a, after.remove(at)));
            false
        }
        None => true,
    });
}

/// Whether two names are most likely one person, written anew: "DOE, JANE" and "DOE, JANE QUINN", or a new family name.
fn share_a_name(a: &str, b: &str) -> bool {
    let words = |name: &str| -> Vec<String> {
        plain(name)
            .split(|c: char| !c.is_alphanumeric())
            .filter(|w| !w.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let (a, b) = (words(a), words(b));
    let (Some(first), Some(other)) = (a.first(), b.first()) else {
        return false;
    };
    // The family name stays and a given name is shared or one side has none; or the given names stay.
    let given = a[1..].iter().any(|w| w.len() > 1 && b[1..].contains(w));
    (first == other && (given || a.len() == 1 || b.len() == 1)) || given
}

fn words_of(address: &Option<String>) -> Option<String> {
    address.as_deref().map(plain)
}
