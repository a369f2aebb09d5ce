//! Entries of prefix lists: what a request says, and what comes of it.

use ferrogate_api::ec2::{AddPrefixListEntry, Error, RemovePrefixListEntry};
use ferrogate_records::ec2::prefix_list::{Entry, Family};
use ipnet::{IpNet, Ipv4Net, Ipv6Net};

use super::super::{Result, wrong};

/// Entries of a list (VPC user guide, "Amazon VPC quotas").
const SIZE_MAX: u16 = 1000;
/// Entries of one request (API reference).
const REQUEST_MAX: usize = 100;
const DESCRIPTION_MAX: usize = 255;
/// All descriptions of a list together, so that its record fits into the store.
const DESCRIPTIONS_MAX: usize = 128 << 10;

/// Entries that come and go.
#[derive(Debug)]
pub(super) struct Edit {
    add: Vec<Entry>,
    remove: Vec<IpNet>,
}

impl Edit {
    /// Reads what a request says.
    pub(super) fn read(
        family: Family,
        add: Vec<AddPrefixListEntry>,
        remove: Vec<RemovePrefixListEntry>,
    ) -> Result<Self> {
        if add.len() > REQUEST_MAX || remove.len() > REQUEST_MAX {
            return wrong(format!(
                "The number of entries per request cannot exceeds limit ({REQUEST_MAX})."
            ));
        }
        let mut edit = Self { add: vec![], remove: vec![] };
        for entry in remove {
            let range = range(family, &entry.cidr)?;
            if edit.remove.contains(&range) {
                return twice(range);
            }
            edit.remove.push(range);
        }
        for entry in add {
            let range = range(family, &entry.cidr)?;
            if edit.remove.contains(&range) || edit.add.iter().any(|other| other.range == range) {
                return twice(range);
            }
            let description = description(entry.description)?;
            edit.add.push(Entry { range, description });
        }
        Ok(edit)
    }

    /// The entries of a list of `max` once this is done to them.
    pub(super) fn apply(&self, entries: &[Entry], max: u16) -> Result<Vec<Entry>> {
        let has = |range: &IpNet| entries.iter().any(|entry| entry.range == *range);
        if let Some(range) = self.remove.iter().find(|range| !has(range)) {
            return wrong(format!("The CIDR {range} is not an entry of the prefix list."));
        }
        if let Some(entry) = self.add.iter().find(|entry| has(&entry.range)) {
            return wrong(format!(
                "The CIDR {} is already an entry of the prefix list.",
                entry.range
            ));
        }
        let stays = entries.iter().filter(|entry| !self.remove.contains(&entry.range));
        let mut all: Vec<Entry> = stays.chain(&self.add).cloned().collect();
        check_size(all.len(), max)?;
        let described = all.iter().filter_map(|entry| entry.description.as_ref());
        if described.map(String::len).sum::<usize>() > DESCRIPTIONS_MAX {
            return wrong("The descriptions of the prefix list's entries are too long.");
        }
        all.sort_by_key(|entry| entry.range);
        Ok(all)
    }
}

/// How many entries a list is to have at most.
pub(super) fn size(asked: i32) -> Result<u16> {
    match u16::try_from(asked) {
        Ok(size) if (1..=SIZE_MAX).contains(&size) => Ok(size),
        _ => wrong(format!("Must specify a max size between 1 and {SIZE_MAX}")),
    }
}

/// Whether so many entries are in a list of this size.
pub(super) fn check_size(entries: usize, max: u16) -> Result<()> {
    if entries <= usize::from(max) {
        return Ok(());
    }
    let text = format!("The prefix list can have at most {max} entries.");
    Err(Error::new("PrefixListMaxEntriesExceeded", text).into())
}

/// A range of the family; bits past its length are cleared.
fn range(family: Family, cidr: &str) -> Result<IpNet> {
    let (read, name) = match family {
        Family::V4 => (cidr.parse::<Ipv4Net>().map(|range| range.trunc().into()), "IPv4"),
        Family::V6 => (cidr.parse::<Ipv6Net>().map(|range| range.trunc().into()), "IPv6"),
    };
    read.or_else(|_| wrong(format!("The CIDR '{cidr}' is not a valid {name} CIDR block.")))
}

fn description(asked: Option<String>) -> Result<Option<String>> {
    match asked.filter(|text| !text.is_empty()) {
        Some(text) if text.chars().count() > DESCRIPTION_MAX => {
            wrong("The description of an entry can have at most 255 characters.")
        }
        description => Ok(description),
    }
}

fn twice<T>(range: IpNet) -> Result<T> {
    wrong(format!("The CIDR {range} is specified more than once."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use ferrogate_api::{Failure, ServiceError};

    fn code<T: std::fmt::Debug>(result: Result<T>) -> String {
        match result {
            Err(Failure::Aws(error)) => error.code().to_owned(),
            other => panic!("{other:?}"),
        }
    }

    fn edit(add: &[&str], remove: &[&str]) -> Result<Edit> {
        let add = add
            .iter()
            .map(|cidr| AddPrefixListEntry { cidr: (*cidr).into(), description: None })
            .collect();
        let remove =
            remove.iter().map(|cidr| RemovePrefixListEntry { cidr: (*cidr).into() }).collect();
        Edit::read(Family::V4, add, remove)
    }

    fn ranges(entries: &[Entry]) -> Vec<String> {
        entries.iter().map(|entry| entry.range.to_string()).collect()
    }

    #[test]
    fn entries_come_and_go_and_no_range_is_there_twice() {
        let first = edit(&["10.1.2.3/16", "10.0.0.0/16"], &[]).unwrap().apply(&[], 3).unwrap();
        assert_eq!(ranges(&first), ["10.0.0.0/16", "10.1.0.0/16"]);
        let second = edit(&["10.2.0.0/16"], &["10.0.0.0/16"]).unwrap().apply(&first, 3).unwrap();
        assert_eq!(ranges(&second), ["10.1.0.0/16", "10.2.0.0/16"]);
        let apply = |add: &[&str], remove: &[&str]| edit(add, remove).unwrap().apply(&second, 3);
        assert_eq!(code(apply(&["10.1.0.0/16"], &[])), "InvalidParameterValue");
        assert_eq!(code(apply(&[], &["10.9.0.0/16"])), "InvalidParameterValue");
        assert_eq!(
            code(apply(&["10.3.0.0/16", "10.4.0.0/16"], &[])),
            "PrefixListMaxEntriesExceeded"
        );
        assert_eq!(code(edit(&["10.0.0.0/8", "10.1.1.1/8"], &[])), "InvalidParameterValue");
        assert_eq!(code(edit(&["10.0.0.0/8"], &["10.0.0.0/8"])), "InvalidParameterValue");
        assert_eq!(code(edit(&["::/0"], &[])), "InvalidParameterValue");
    }

    #[test]
    fn a_request_has_a_hundred_entries_and_a_list_a_thousand() {
        let many: Vec<String> = (0..101).map(|n| format!("10.0.{n}.0/24")).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        assert_eq!(edit(&many[..100], &[]).unwrap().apply(&[], 100).unwrap().len(), 100);
        assert_eq!(code(edit(&many, &[])), "InvalidParameterValue");
        assert_eq!(size(1000).unwrap(), 1000);
        assert_eq!(code(size(0)), "InvalidParameterValue");
        assert_eq!(code(size(1001)), "InvalidParameterValue");
    }
}
